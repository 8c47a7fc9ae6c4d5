"""The fields questions become: figures, chips, words; and the groups of them several sections share."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from datetime import datetime
from typing import Any

from flask_babel.speaklater import LazyString
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import Length
from wtforms.widgets import TextInput

from app.core.words import Text
from app.visits.rules.questions import Question, Shape, plain
from app.web.language import spoken

LONGEST_LINE = 200
LONGEST_TEXT = 1000
NOT_A_FIGURE = Text(
    "{label}“{typed}”不是数字，请只填数字，例如 {example}。",
    "{label} “{typed}” is not a number; enter digits only, such as {example}.",
)
NOT_OFFERED = Text("{label}：请从所列的项目中选。", "{label}: please choose from those listed.")


def said(text: Text) -> Any:
    """Return a text that is said in the language of whoever reads the page."""
    return LazyString(lambda: text.said_in(spoken()))


class FigureField(Field):
    """A figure in a large field: full-width digits are mended, what cannot be true is refused, what was typed stays."""

    widget = TextInput()

    def __init__(self, question: Question, **options: Any) -> None:
        super().__init__(said(question.label), **options)
        self.question = question

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return plain(self.data) if isinstance(self.data, int | float) else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the figure."""
        self.data = None
        typed = unicodedata.normalize("NFKC", str(valuelist[0])).strip() if valuelist else ""
        if typed:
            self.data = self._read(typed.replace("。", "."))

    def _read(self, typed: str) -> int | float:
        whole = self.question.shape is Shape.WHOLE
        if not typed.isascii() or not typed.replace(".", "", 0 if whole else 1).isdigit():
            text = NOT_A_FIGURE.filled(
                label=self.question.label, typed=typed[:20], example="6.4" if not whole else "136"
            )
            raise ValueError(text.said_in(spoken()))
        value = int(typed) if whole else float(typed)
        if (fault := self.question.implausible(value)) is not None:
            raise ValueError(fault.said_in(spoken()))
        return value


class ChoiceField(Field):
    """One term, or several, of those a question offers; shown as chips."""

    def __init__(self, question: Question, **options: Any) -> None:
        super().__init__(said(question.label), **options)
        self.question = question

    @property
    def chosen(self) -> frozenset[str]:
        """The values that are on."""
        given = self.data if isinstance(self.data, list) else [self.data]
        return frozenset(str(value) for value in given if value)

    @property
    def several(self) -> bool:
        """Whether more than one may be on."""
        return self.question.shape is Shape.MANY

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was chosen."""
        chosen = list(dict.fromkeys(str(value) for value in valuelist if value))
        self.data = chosen if self.several else (chosen[0] if chosen else None)
        if not set(chosen) <= {str(term.value) for term in self.question.choices}:
            self.data = None
            raise ValueError(NOT_OFFERED.filled(label=self.question.label).said_in(spoken()))


def ask(question: Question) -> Any:
    """Return the field of a question."""
    if question.numeric:
        return FigureField(question)
    if question.shape in (Shape.ONE, Shape.MANY):
        return ChoiceField(question)
    longest = Length(max=LONGEST_LINE if question.shape is Shape.LINE else LONGEST_TEXT)
    kind = StringField if question.shape is Shape.LINE else TextAreaField
    return kind(said(question.label), [longest], filters=[tidy])


def tidy(typed: Any) -> Any:
    """Return what was typed without blanks around it."""
    return typed.strip() if isinstance(typed, str) else typed


def instant_in(value: Any) -> datetime | None:
    """Return the instant a hidden field names, with its zone; None where it names none."""
    with suppress(ValueError):
        instant = datetime.fromisoformat(str(value))
        return instant if instant.tzinfo is not None else None
    return None
