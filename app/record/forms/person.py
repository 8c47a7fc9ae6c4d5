"""Everything a doctor states about a resident by hand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, IntegerField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are older
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.core import clock
from app.core.identity import BadIdentity, mask_identity, read_identity
from app.people.rules import BadEntry, PersonEntry, Sensitive, mask_phone, read_entry
from app.policy.terms import SelfCare, Sex
from app.record.forms.fields import gone_by, readable
from app.web.forms import Form, OneFrom, OneOf
from app.web.language import spoken

NOTHING = Sensitive("", "")
ABOUT_THE_FORM = frozenset({"csrf_token", "version", "drop_phone"})
NOT_COMPARED = ABOUT_THE_FORM | {"identity", "phone"}


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
    drop_phone = BooleanField(_l("删除电话"))
    area_code = SelectField(_l("村（社区）"), [InputRequired()])
    group_name = StringField(_l("村民组"), [Optional(), Length(max=40)])
    address = StringField(_l("住址"), [Optional(), Length(max=200)])
    registered_place = StringField(_l("户籍地（和现住地不同的才填）"), [Optional(), Length(max=200)])
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
        if self.drop_phone.data and self.phone.data:
            self.drop_phone.errors = [_("上面填了新电话，就不用勾选删除。")]
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
        """Return the resident as stated; an emptied number or phone keeps what is on record, a phone ticked away goes."""
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
        stated = {name: field.data for name, field in self._fields.items() if name not in ABOUT_THE_FORM}
        stated["identity"] = stated["identity"] or self._kept.identity
        if not self.drop_phone.data:
            stated["phone"] = stated["phone"] or self._kept.phone
        return read_entry(**stated, today=clock.today())
