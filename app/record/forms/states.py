"""Where a resident is: leaving and coming back."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.core import clock
from app.people.rules import PersonState
from app.record.forms.fields import Day, gone_by
from app.web.forms import Form, OneOf

DEPARTURES = (PersonState.AWAY, PersonState.MOVED, PersonState.LOST, PersonState.DIED)


class LeaveForm(Form):
    """Away until a day, moved, lost or died."""

    departure = OneOf(_l("怎么离开的"), PersonState, [InputRequired()], only=DEPARTURES)
    left_on = Day(_l("从哪天起"), [InputRequired(), gone_by])
    until_on = DateField(_l("预计哪天回来（外出的才填）"), [Optional()])
    note = StringField(_l("说明（可不填）"), [Optional(), Length(max=400)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask whoever is away when they are expected back."""
        if not super().validate(extra_validators):
            return False
        if self.departure.data is PersonState.AWAY:
            if self.until_on.data is None:
                self.until_on.errors = [_("外出的，请填预计哪天回来；不知道的，填一年以内的日期。")]
            elif self.until_on.data < clock.today():
                self.until_on.errors = [_("这一天已经过去，请核对。")]
        return not self.errors


class BackForm(Form):
    """Here again, found again, or never gone at all."""

    back_on = Day(_l("从哪天起在村"), [InputRequired(), gone_by])
    note = StringField(_l("说明（怎么知道的、原来的登记错在哪里）"), [DataRequired(), Length(max=400)])
