"""整改措施: noted and withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields import Field
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from app.contracts.forms.fields import Day, choices_of, of_our_time
from app.core import clock
from app.indicators.rules.definitions import INDICATORS
from app.indicators.rules.plans import PlanEntry
from app.people.rules import tidy_words
from app.web.forms import Form
from app.web.language import spoken

LONGEST: Final = 400
LONGEST_NAME: Final = 80
LONGEST_REASON: Final = 200


def still_ahead(_form: BaseForm, field: Field) -> None:
    """Refuse a day that is past."""
    if field.data is not None and field.data < clock.today():
        raise ValidationError(_("这一天已经过去了，请填今天或以后的日期。"))


class PlanForm(Form):
    """A measure for a red indicator of a place."""

    place = SelectField(_l("哪个单位"), [InputRequired()])
    indicator = SelectField(_l("哪项指标"), [InputRequired()])
    measure = TextAreaField(
        _l("措施"),
        [DataRequired(), Length(max=LONGEST)],
        description=_l("只写工作，不写居民的姓名和号码。"),
        render_kw={"rows": 3},
    )
    owner_name = StringField(_l("责任人"), [DataRequired(), Length(max=LONGEST_NAME)])
    due_on = Day(_l("完成日期"), [InputRequired(), of_our_time, still_ahead])

    def __init__(self, *, places: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.place.choices = choices_of(places)
        self.indicator.choices = choices_of((each.id, each.name.said_in(spoken())) for each in INDICATORS)

    def entry(self) -> PlanEntry:
        """Return what is to be done."""
        return PlanEntry(
            self.place.data,
            self.indicator.data,
            tidy_words(self.measure.data),
            tidy_words(self.owner_name.data),
            self.due_on.day,
        )


class WithdrawPlanForm(Form):
    """Why a measure is given up."""

    reason = StringField(_l("为什么撤销"), [DataRequired(), Length(max=LONGEST_REASON)])

    def entry(self) -> str:
        """Return the reason."""
        return tidy_words(self.reason.data)
