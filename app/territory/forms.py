"""Forms of the room: what shall become of a village, and of a person who goes to another township."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are older
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from app.territory.rules import NAME_LENGTH, Answer, CoverReason, Decisions, Place, Succession
from app.web.forms import Form, OneFrom, OneOf

ACCOUNT = "account_"


class ChangeForm(Form):
    """What every change of a village asks: the document it rests on, and for each account whether it follows."""

    basis = StringField(_l("依据（批复文件、文号）"), [DataRequired(), Length(max=200)])
    seen = HiddenField()

    @property
    def choices(self) -> list[Field]:
        """The fields that ask for each account what becomes of it."""
        return [field for field in self if field.name.startswith(ACCOUNT)]

    def decisions(self) -> Decisions:
        """Return what was decided; an account about which nothing was said is left out."""
        said = {int(field.name.removeprefix(ACCOUNT)): field.data for field in self.choices if field.data}
        return Decisions(said, self.basis.data or "")


AnyChange = TypeVar("AnyChange", bound=ChangeForm)


def asking(form: type[AnyChange], accounts: Mapping[int, str]) -> type[AnyChange]:
    """Return a form that asks for each of these accounts, by number and name, whether it gets the new village."""
    fields: dict[str, Any] = {
        f"{ACCOUNT}{number}": OneOf(name, Succession, [Optional()]) for number, name in accounts.items()
    }
    return type(form.__name__, (form,), fields)


class MergeForm(ChangeForm):
    """Which village goes into which."""

    village = SelectField(_l("哪个村要并掉"), [InputRequired()])
    into = SelectField(_l("并入哪个村"), [InputRequired()])

    def __init__(self, *, places: Iterable[Place], **options: Any) -> None:
        super().__init__(**options)
        offered = [SelectChoice("", _("请选择")), *choices_of_places(places)]
        self.village.choices = self.into.choices = offered

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for two different villages."""
        if not super().validate(extra_validators):
            return False
        if self.village.data == self.into.data:
            self.into.errors = [_("请选两个不同的村。")]
        return not self.errors

    def pair(self) -> tuple[str, str] | None:
        """Return the two villages where two of those offered were chosen."""
        chosen = {self.village.data, self.into.data} & offered_by(self.village) - {""}
        return (self.village.data, self.into.data) if len(chosen) == 2 else None


class RenameForm(ChangeForm):
    """The new name of a village."""

    name = StringField(_l("新名称"), [DataRequired(), Length(max=NAME_LENGTH)])


class SplitForm(ChangeForm):
    """A new village, and who of the old one belongs to it."""

    code = StringField(
        _l("新村的 12 位区划代码"),
        [DataRequired(), Length(max=20)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    name = StringField(_l("新村名称"), [DataRequired(), Length(max=NAME_LENGTH)])
    groups = SelectMultipleField(
        _l("整组划入新村"), widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )
    people = SelectMultipleField(
        _l("只划入这些人"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )

    def __init__(
        self, *, groups: Mapping[str, int], members: Sequence[tuple[int, str]], **options: Any
    ) -> None:
        super().__init__(**options)
        self.groups.choices = [
            SelectChoice(f"={name}", _("%(group)s（%(n)s 人）", group=name or _("未分组"), n=number))
            for name, number in groups.items()
        ]
        self.people.choices = [SelectChoice(number, name) for number, name in members]

    def chosen(self) -> tuple[list[str], list[int]]:
        """Return the groups that go as a whole and the people who go one by one, of those offered."""
        groups, people = (
            [value for value in field.data or () if value in offered_by(field)]
            for field in (self.groups, self.people)
        )
        return [group.removeprefix("=") for group in groups], people


class AskForm(Form):
    """Where a person shall be looked after from now on, and why."""

    to_code = SelectField(_l("转到哪个乡镇"), [InputRequired()])
    reason = StringField(_l("原因（对方会看到）"), [DataRequired(), Length(max=200)])

    def __init__(self, *, towns: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.to_code.choices = choices_of(towns)


class AnswerForm(Form):
    """What the other township answers."""

    answer = OneOf(_l("怎么答复"), Answer, [InputRequired()])
    village = SelectField(_l("接收到哪个村"), [Optional()])
    reason = StringField(_l("退回原因"), [Optional(), Length(max=200)])

    def __init__(self, *, villages: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.village.choices = choices_of(villages)

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for the village of somebody accepted, and for the reason where somebody is declined."""
        if not super().validate(extra_validators):
            return False
        if self.answer.data is Answer.ACCEPT and not self.village.data:
            self.village.errors = [_("请选接收到哪个村。")]
        if self.answer.data is Answer.DECLINE and not (self.reason.data or "").strip():
            self.reason.errors = [_("请写明退回的原因。")]
        return not self.errors


class CoverForm(Form):
    """Whose area is looked after by whom, until when and why."""

    held = SelectField(_l("替谁代班"), [InputRequired()])
    by = SelectField(_l("由谁代班"), [InputRequired()])
    until = DateField(_l("代到哪天（含当天）"), [InputRequired()])
    reason = OneFrom(_l("原因"), CoverReason, [InputRequired()], blank=_l("请选择"))

    def __init__(self, *, held: Mapping[str, str], doctors: Mapping[int, str], **options: Any) -> None:
        super().__init__(**options)
        self.held.choices = choices_of(held)
        self.by.choices = choices_of({str(number): name for number, name in doctors.items()})

    @property
    def day(self) -> date:
        """The last day of the cover of a form that was accepted."""
        assert self.until.data is not None
        return self.until.data

    def colleague(self) -> tuple[int, str]:
        """Return whose area it is, and its code."""
        number, _colon, code = str(self.held.data).partition(":")
        return int(number), code


def offered_by(field: Any) -> set[Any]:
    """Return the values a field offers; what else is sent is a fault of the form and asks nothing of the database."""
    return {choice.value for choice in field.choices}


def choices_of(names: Mapping[str, str]) -> list[Any]:
    """Return choices of which none is made beforehand: nobody goes anywhere because a list began with it."""
    return [SelectChoice("", _("请选择")), *(SelectChoice(key, name) for key, name in names.items())]


def choices_of_places(places: Iterable[Place]) -> list[Any]:
    """Return villages as choices, each with its town and how many live there."""
    return [
        SelectChoice(
            place.code,
            _("%(town)s %(village)s（%(n)s 人）", town=place.town, village=place.name, n=place.people),
        )
        for place in places
    ]
