"""The pieces the form of a plan is made of: parts with fields of their own, figures that keep what was typed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from wtforms import Field, FieldList, Form, FormField, StringField
from wtforms.meta import DefaultMeta
from wtforms.validators import Length
from wtforms.widgets import TextInput

from app.core.words import Text
from app.people.rules import tidy_words
from app.web.forms import Messages
from app.web.language import spoken

LONGEST_LINE = 200
LONGEST_FIGURE = 9
NOT_A_FIGURE = Text(
    "“{typed}”不是数字，请只填数字，例如 {example}。",
    "“{typed}” is not a number; enter digits only, such as {example}.",
)


class Part(Form):
    """One line or one box of a larger form; the token stands in the larger one."""

    class Meta(DefaultMeta):
        """The sentences of the house."""

        def get_translations(self, form: Any) -> Any:
            """Say the messages in the reader's language."""
            return Messages()


class Figure(Field):
    """A figure: full-width digits are mended, what is no figure is refused, and what was typed stays."""

    widget = TextInput()

    def __init__(self, label: Any, validators: Any = None, *, whole: bool = False, **options: Any) -> None:
        super().__init__(label, validators, **options)
        self.whole = whole

    @property
    def typed(self) -> str:
        """What stands in the field: as it was typed, else the figure as somebody writes it."""
        return str(self.raw_data[0]) if self.raw_data else plain_figure(self.data)

    def _value(self) -> str:
        return self.typed

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the figure; nothing typed is none."""
        self.data = None
        typed = unicodedata.normalize("NFKC", str(valuelist[0])).strip() if valuelist else ""
        if typed:
            self.data = self._read(typed.replace("。", "."))

    def _read(self, typed: str) -> int | float:
        digits = typed if self.whole else typed.replace(".", "", 1)
        if not (digits.isascii() and digits.isdigit()) or len(typed) > LONGEST_FIGURE:
            example = "28" if self.whole else "2.5"
            raise ValueError(NOT_A_FIGURE.filled(typed=typed[:20], example=example).said_in(spoken()))
        return int(typed) if self.whole else float(typed)


def plain_figure(value: Any) -> str:
    """Return a figure as somebody writes it: 5, not 5.0; nothing where there is none."""
    return f"{value:.10g}" if isinstance(value, int | float) else ""


def a_line(label: Any, *, most: int = LONGEST_LINE, **options: Any) -> Any:
    """Return a field of one line of words."""
    return StringField(label, [Length(max=most)], filters=[tidy], **options)


def tidy(typed: Any) -> Any:
    """Return what was typed on one line, without blanks around it."""
    return tidy_words(typed) if isinstance(typed, str) else typed


def some_lines(typed: Any) -> Any:
    """Return what was typed on several lines, without blanks around it and nothing that cannot be printed."""
    if not isinstance(typed, str):
        return typed
    return "".join(one for one in typed if one.isprintable() or one == "\n").strip()


def leaves(field: Field) -> Iterator[Field]:
    """Return the fields somebody fills in: of a list those of its lines, of a part those inside it."""
    if isinstance(field, FieldList):
        inner = list(field.entries)
    elif isinstance(field, FormField):
        inner = list(field.form)
    else:
        yield field
        return
    for one in inner:
        yield from leaves(one)
