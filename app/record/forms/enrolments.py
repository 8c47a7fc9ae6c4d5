"""What somebody holds, why they were not met, and why a number is asked for."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp

from app.people.rules import tidy_words
from app.policy.terms import Category, Condition, ExcuseReason
from app.record.forms.fields import Day, gone_by
from app.record.rules import RevealReason
from app.web.forms import Form, OneFrom, OneOf

# The trail holds no numbers: seven digits running are one.
NO_NUMBER = re.compile(r"(?!.*\d(?:[ -]?\d){6})")


class RevealForm(Form):
    """Why the whole number is asked for."""

    reason = OneOf(_l("为什么要看"), RevealReason, [InputRequired()])
    note = StringField(
        _l("说明（可不填，不要写号码）"),
        [Optional(), Length(max=80), Regexp(NO_NUMBER, message=_l("说明里不要写身份证号或电话。"))],
        render_kw={"autocomplete": "off"},
    )

    def stated(self) -> dict[str, str]:
        """Return the reason as the trail keeps it."""
        said = {"reason": self.reason.data.value, "note": tidy_words(self.note.data)}
        return {name: value for name, value in said.items() if value}


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


class ExcuseForm(Form):
    """Why somebody was not met, and when they are expected back."""

    reason = OneOf(_l("为什么没见到"), ExcuseReason, [InputRequired()])
    return_on = Day(_l("预计哪天能见到（到这天为止暂缓）"), [InputRequired()])
    note = StringField(_l("说明（可不填）"), [Optional(), Length(max=400)])
