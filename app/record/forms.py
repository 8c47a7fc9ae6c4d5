"""Forms of a resident's page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.core import clock
from app.core.identity import BadIdentity, mask_identity, read_identity
from app.people.rules import BadEntry, PersonEntry, Sensitive, mask_phone, read_entry, read_phone
from app.policy.terms import Category, Condition, ExcuseReason, SelfCare, Sex
from app.record.rules import Departure, RevealReason
from app.web.forms import Form, OneFrom, OneOf
from app.web.language import spoken

NOTHING = Sensitive("", "")
EARLIEST_YEAR = 1900


def gone_by(_form: Form, field: Field) -> None:
    """Refuse a day that is not here yet, or that nobody living has seen."""
    if field.data is not None and field.data > clock.today():
        raise ValidationError(_("这一天还没到，请填今天或以前的日期。"))
    if field.data is not None and field.data.year < EARLIEST_YEAR:
        raise ValidationError(_("年份不对，请核对。"))


def readable(_form: Form, field: Field) -> None:
    """Refuse a phone number that cannot be dialled."""
    if field.data and not read_phone(field.data):
        raise ValidationError(_("电话应是 7 到 12 位数字，请核对。"))


class Day(DateField):
    """A day that must be stated."""

    @property
    def day(self) -> date:
        """The day of a form that was accepted."""
        assert self.data is not None
        return self.data


NOT_COMPARED = frozenset({"csrf_token", "version", "identity", "phone"})


class PersonForm(Form):
    """Everything a doctor states about a resident by hand."""

    identity = StringField(_l("身份证号"), [Optional(), Length(max=40)], render_kw={"autocomplete": "off"})
    name = StringField(_l("姓名"), [DataRequired(), Length(max=80)], render_kw={"autocomplete": "off"})
    sex = OneOf(_l("性别（有身份证号的不用填）"), Sex, [Optional()], only=(Sex.MALE, Sex.FEMALE))
    born_on = DateField(_l("出生日期（有身份证号的不用填）"), [Optional(), gone_by])
    phone = StringField(
        _l("电话"),
        [Optional(), Length(max=40), readable],
        render_kw={"inputmode": "tel", "autocomplete": "off"},
    )
    area_code = SelectField(_l("村（社区）"), [InputRequired()])
    group_name = StringField(_l("村民组"), [Optional(), Length(max=40)])
    address = StringField(_l("住址"), [Optional(), Length(max=200)])
    head_name = StringField(_l("户主姓名"), [Optional(), Length(max=80)])
    kinship = StringField(_l("与户主关系"), [Optional(), Length(max=20)])
    self_care = OneFrom(_l("自理能力（特困人员）"), SelfCare, [Optional()], blank=_l("未评定"))
    insurance = StringField(_l("参保状态"), [Optional(), Length(max=40)])
    doctor_name = StringField(_l("包保责任医生"), [Optional(), Length(max=80)])
    note = TextAreaField(_l("备注"), [Optional(), Length(max=400)])
    version = IntegerField(_l("版本"), [Optional()])

    def __init__(self, *, villages: dict[str, str], kept: Sensitive = NOTHING, **options: Any) -> None:
        super().__init__(**options)
        self.area_code.choices = [SelectChoice(code, name) for code, name in villages.items()]
        self._villages, self._kept = villages, kept
        self._entry: PersonEntry | None = None

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the fields, then the whole as an entry; a fault stands at the field that can mend it."""
        if not super().validate(extra_validators):
            return False
        try:
            entry = self._read()
        except BadEntry as bad:
            field = self[bad.field]
            field.errors = [*field.errors, bad.text.said_in(spoken())]
            return False
        if entry.identity and self._contradicts(entry):
            return False
        self._entry = entry
        return True

    def number(self) -> str | None:
        """Return the identity number typed, None where what was typed is none."""
        try:
            return read_identity(self.identity.data, today=clock.today()).number
        except BadIdentity:
            return None

    def entry(self) -> PersonEntry:
        """Return the resident as stated; an emptied number or phone keeps what is on record."""
        assert self._entry is not None
        return self._entry

    def differences(self) -> Iterator[tuple[str, object, object]]:
        """Return label, what was typed and what is on record, wherever the two differ."""
        for name, masked in (("identity", mask_identity), ("phone", mask_phone)):
            field, kept = self[name], getattr(self._kept, name)
            if field.data and field.data != kept:
                yield field.label.text, field.data, masked(kept)
        for field in self:
            if field.name not in NOT_COMPARED and (field.data or None) != (field.object_data or None):
                typed, kept = (self._villages.get(value, value) for value in (field.data, field.object_data))
                yield field.label.text, typed, kept

    def _contradicts(self, entry: PersonEntry) -> bool:
        """Tell at the field where the sex or birth date typed is not the one the identity number says."""
        for field, told in ((self.sex, entry.sex), (self.born_on, entry.born_on)):
            if field.data and field.data not in (field.object_data, told):
                field.errors = [_("和身份证号不符，请核对。")]
        return bool(self.sex.errors or self.born_on.errors)

    def _read(self) -> PersonEntry:
        stated = {
            name: field.data for name, field in self._fields.items() if name not in ("csrf_token", "version")
        }
        stated["identity"] = stated["identity"] or self._kept.identity
        stated["phone"] = stated["phone"] or self._kept.phone
        return read_entry(**stated, today=clock.today())


class RevealForm(Form):
    """Why the whole number is asked for."""

    reason = OneOf(_l("为什么要看"), RevealReason, [InputRequired()])


class EnrolForm(Form):
    """A category or a condition somebody holds from a day."""

    category = OneFrom(_l("低收入类别"), Category, [Optional()], blank=_l("不登记"))
    condition = OneFrom(_l("病种"), Condition, [Optional()], blank=_l("不登记"))
    starts_on = Day(_l("从哪天起（认定或确诊日期）"), [InputRequired(), gone_by])
    benefit_from = DateField(_l("慢特病待遇从哪天起（没有就不填）"), [Optional(), gone_by])
    basis = StringField(_l("依据（文件、医院诊断）"), [DataRequired(), Length(max=200)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for one of the two; a benefit is that of a disease."""
        if not super().validate(extra_validators):
            return False
        if not (self.category.data or self.condition.data):
            self.category.errors = [_("请选择类别或病种。")]
        if self.benefit_from.data and not self.condition.data:
            self.benefit_from.errors = [_("慢特病待遇要和病种一起登记，请选病种。")]
        return not self.errors


class EndForm(Form):
    """The end of one enrolment."""

    what = HiddenField(validators=[InputRequired()])
    ends_on = Day(_l("到哪天止"), [InputRequired(), gone_by])
    reason = StringField(_l("原因"), [DataRequired(), Length(max=200)])


class LeaveForm(Form):
    """Death or moving away."""

    departure = OneOf(_l("怎么离开的"), Departure, [InputRequired()])
    left_on = Day(_l("日期"), [InputRequired(), gone_by])


class ExcuseForm(Form):
    """Why somebody was not met, and when they are expected back."""

    reason = OneOf(_l("为什么没见到"), ExcuseReason, [InputRequired()])
    return_on = Day(_l("预计哪天能见到（到这天为止暂缓）"), [InputRequired()])
    note = StringField(_l("说明（可不填）"), [Optional(), Length(max=400)])
