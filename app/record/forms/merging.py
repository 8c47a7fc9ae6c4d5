"""What somebody decides who finds one resident under two records."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import DateField, IntegerField, StringField
from wtforms.validators import InputRequired, Optional

from app.people.rules import MergeField, NumberReason, Side
from app.record.rules import MergeChoice
from app.web.forms import Form, OneOf


class MergeForm(Form):
    """Which record each field is taken from; a field that was not asked about is left to the rule."""

    name = OneOf(_l("姓名"), Side, [Optional()])
    identity = OneOf(_l("身份证号、性别、出生日期"), Side, [Optional()])
    phone = OneOf(_l("电话"), Side, [Optional()])
    place = OneOf(_l("住处和家庭"), Side, [Optional()])
    state = OneOf(_l("去世、迁出、外出、失访"), Side, [Optional()])
    self_care = OneOf(_l("自理能力"), Side, [Optional()])
    insurance = OneOf(_l("参保状态"), Side, [Optional()])
    doctor = OneOf(_l("包保责任医生"), Side, [Optional()])
    registered_place = OneOf(_l("户籍地"), Side, [Optional()])
    note = OneOf(_l("备注"), Side, [Optional()])
    reason = OneOf(_l("两份档案的身份证号不同，为什么"), NumberReason, [Optional()])
    kept_version = IntegerField(_l("版本"), [InputRequired()])
    other_version = IntegerField(_l("版本"), [InputRequired()])

    def choice(self) -> MergeChoice:
        """Return what was decided."""
        sides = {field: self[field.value.replace("-", "_")].data for field in MergeField}
        return MergeChoice(
            {field: side for field, side in sides.items() if side is not None},
            self.reason.data,
            (self.kept_version.data, self.other_version.data),
        )


class UndoForm(Form):
    """A button alone: that a merge is taken back."""


class SimilarForm(Form):
    """The fields of a record that tell who somebody is, while they are typed; none of them need be right yet."""

    identity = StringField()
    name = StringField()
    born_on = DateField(validators=[Optional()])
    phone = StringField()
    own = IntegerField(validators=[Optional()])
