"""表单底座: the base of every form, its messages in the reader's language, and fields over closed vocabularies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from flask import Flask, g, has_request_context, request
from flask_wtf import FlaskForm
from wtforms import FieldList, RadioField, SelectField, SelectMultipleField
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice, enum_choices, enum_coerce  # type: ignore[attr-defined]  # its types are older
from wtforms.widgets import CheckboxInput, ListWidget

from app.core.labels import Labelled
from app.core.words import Text
from app.web.language import spoken

MESSAGES: Final = {
    "This field is required.": Text("请填写这一项。", "Please fill this in."),
    "Field is required.": Text("请填写这一项。", "Please fill this in."),
    "Not a valid choice.": Text("请从所列的项目中选一个。", "Please choose one of those listed."),
    "Not a valid choice": Text("请从所列的项目中选一个。", "Please choose one of those listed."),
    "Invalid Choice: could not coerce.": Text(
        "请从所列的项目中选一个。", "Please choose one of those listed."
    ),
    "Invalid Choice: could not coerce": Text(
        "请从所列的项目中选一个。", "Please choose one of those listed."
    ),
    "Invalid choice(s): one or more data inputs could not be coerced.": Text(
        "有一项不在所列的项目中。", "One of these is not among those listed."
    ),
    "Not a valid integer value.": Text("请填写整数，例如 136。", "Please enter a whole number, such as 136."),
    "Not a valid decimal value.": Text("请填写数字，例如 6.4。", "Please enter a number, such as 6.4."),
    "Not a valid float value.": Text("请填写数字，例如 6.4。", "Please enter a number, such as 6.4."),
    "Not a valid date value.": Text(
        "请填写日期，例如 2026-05-20。", "Please enter a date, such as 2026-05-20."
    ),
    "Number must be between %(min)s and %(max)s.": Text(
        "请填写 %(min)s 至 %(max)s 之间的数字。", "Please enter a number from %(min)s to %(max)s."
    ),
    "Number must be at least %(min)s.": Text("不能小于 %(min)s。", "Must be at least %(min)s."),
    "Number must be at most %(max)s.": Text("不能大于 %(max)s。", "Must be at most %(max)s."),
    "Invalid input.": Text("写法不对，请改正。", "This is not written correctly."),
    "Invalid UUID.": Text("编号不对，请重新打开本页。", "The key is not valid; please open the page anew."),
}
LONG: Final = Text("太长了，最多 %(max)d 个字。", "Too long: at most %(max)d characters.")
SHORT: Final = Text("太短了，至少 %(min)d 个字。", "Too short: at least %(min)d characters.")
LISTED: Final = Text("请从所列的项目中选。", "Please choose from those listed.")
COUNTED: Final = {
    "'%(value)s' is not a valid choice for this field.": LISTED,
    "'%(value)s' are not valid choices for this field.": LISTED,
    "Field cannot be longer than %(max)d character.": LONG,
    "Field cannot be longer than %(max)d characters.": LONG,
    "Field must be at least %(min)d character long.": SHORT,
    "Field must be at least %(min)d characters long.": SHORT,
    "Field must be between %(min)d and %(max)d characters long.": Text(
        "请写 %(min)d 至 %(max)d 个字。", "Between %(min)d and %(max)d characters, please."
    ),
}


class Messages:
    """WTForms' own sentences, said the way the house says them."""

    def gettext(self, string: str) -> str:
        """Return the house's sentence, or WTForms' own where the house has none."""
        text = MESSAGES.get(string) or COUNTED.get(string)
        return text.said_in(spoken()) if text else string

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """Return the house's sentence for a number."""
        return self.gettext(singular if n == 1 else plural)


class Form(FlaskForm):
    """The base of every form: shape and labels, never the database; subclasses add ``entry()``."""

    class Meta(FlaskForm.Meta):
        """Chinese by default."""

        def get_translations(self, form: Any) -> Messages:
            """Say the messages in the reader's language."""
            return Messages()

        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            """Fill in a form from a form that was sent: what a script posts as JSON fills in none."""
            posted = has_request_context() and request.is_json
            return None if posted else super().wrap_formdata(form, formdata)

    def submitted(self) -> bool:
        """Return whether the form was sent and can be accepted.

        A form that was sent and cannot be accepted makes the page answer 422. Where a service refuses what an
        accepted form asks, the page is shown again with what was typed, and this returns False then.
        """
        if not self.is_submitted():
            return False
        g.sent_form = self  # whoever judges what a tablet brought reads off it what could not be accepted
        refusal: Text | None = g.get("refusal")
        if refusal is not None:
            self.form_errors.append(refusal.said_in(spoken()))
            return False
        accepted = bool(self.validate())
        g.accepted_form = accepted
        return accepted

    def faults(self) -> list[tuple[Field | None, str]]:
        """Return every fault with its field, for the summary at the top; None is the form as a whole."""
        whole: list[tuple[Field | None, str]] = [(None, str(fault)) for fault in self.form_errors]
        return whole + [(field, str(fault)) for field in self for fault in flattened(field.errors)]


def flattened(errors: object) -> Iterable[str]:
    """Return the sentences of a field, of its parts too."""
    if isinstance(errors, dict):
        errors = list(errors.values())
    if isinstance(errors, (list, tuple)):
        for error in errors:
            yield from flattened(error)
    elif errors:
        yield str(errors)


def choices_of(vocabulary: type[Labelled] | Iterable[Labelled]) -> Callable[[], list[Any]]:
    """Return the terms as choices, labelled in the language of the reader who opens the form."""

    def choices() -> list[Any]:
        if isinstance(vocabulary, type):
            return list(enum_choices(vocabulary, label=lambda term: term.text.said_in(spoken())))
        return [SelectChoice(term.value, term.text.said_in(spoken())) for term in vocabulary]

    return choices


def _coerce(vocabulary: type[Labelled]) -> Callable[[Any], Any]:
    known = enum_coerce(vocabulary)
    return lambda value: None if value in (None, "") else known(value)


class OneOf(RadioField):
    """One term of a vocabulary, as chips to touch; ``only`` narrows the terms offered."""

    def __init__(
        self, label: Any, vocabulary: type[Labelled], validators: Any = None, **options: Any
    ) -> None:
        offered = choices_of(options.pop("only", None) or vocabulary)
        super().__init__(label, validators, **options | {"coerce": _coerce(vocabulary), "choices": offered})


class OneFrom(SelectField):
    """One term of a vocabulary, from a list; ``blank`` is the label of choosing none."""

    def __init__(
        self, label: Any, vocabulary: type[Labelled], validators: Any = None, **options: Any
    ) -> None:
        terms = choices_of(options.pop("only", None) or vocabulary)
        blank = options.pop("blank", None)
        offered = terms if blank is None else lambda: [SelectChoice("", str(blank)), *terms()]
        super().__init__(label, validators, **options | {"coerce": _coerce(vocabulary), "choices": offered})


class SomeOf(SelectMultipleField):
    """Any number of terms of a vocabulary, as chips to touch."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self, label: Any, vocabulary: type[Labelled], validators: Any = None, **options: Any
    ) -> None:
        offered = choices_of(options.pop("only", None) or vocabulary)
        super().__init__(
            label, validators, **options | {"coerce": enum_coerce(vocabulary), "choices": offered}
        )


class Lines(FieldList):  # type: ignore[type-arg]  # the class itself takes no argument
    """Lines of one kind; a name whose number counts no line is passed over."""

    def _extract_indices(self, prefix: str, formdata: Iterable[str]) -> Iterator[int]:
        counts = re.compile(rf"{re.escape(prefix)}-([0-9]{{1,4}})(?:-|$)")
        yield from (int(found[1]) for name in formdata if (found := counts.match(name)))


def linked(field: Field, **attributes: Any) -> dict[str, Any]:
    """Return the attributes that link a field to its hint and its fault, for a reader who hears the page."""
    parts = [f"{field.id}-hint"] if field.description else []
    if field.errors:
        parts.append(f"{field.id}-fault")
        attributes["aria_invalid"] = "true"
    if parts:
        attributes["aria_describedby"] = " ".join(parts)
    return {name: value for name, value in attributes.items() if value not in ("", None)}


def init(app: Flask) -> None:
    """Make the helpers of the form macros known to every page."""
    app.jinja_env.globals.update(linked=linked, flattened=flattened)
