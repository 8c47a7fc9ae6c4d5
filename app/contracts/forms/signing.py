"""签约、续签、解约、更正 of one resident."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.contracts.forms.fields import Day, choices_of, gone_by, of_our_time
from app.contracts.models import Team
from app.contracts.rules import Closing, Renewal, Signing
from app.people.rules import DISSOLVING, CloseReason, Package, tidy_words
from app.web.forms import Form, OneOf, SomeOf


class SignForm(Form):
    """With whom a resident signs, for what, and how long."""

    team = SelectField(_l("签约团队"), [Optional()])
    doctor_name = StringField(_l("签约医生"), [DataRequired(), Length(max=80)])
    packages = SomeOf(_l("服务包"), Package, [InputRequired()])
    signed_on = Day(_l("签约日期"), [InputRequired(), of_our_time, gone_by])
    starts_on = Day(_l("从哪天起"), [InputRequired(), of_our_time])
    ends_on = Day(_l("到哪天止"), [InputRequired(), of_our_time])

    def __init__(self, *, teams: Iterable[Team], **options: Any) -> None:
        super().__init__(**options)
        self._teams = {str(team.id): team for team in teams}
        named = {number: team.name for number, team in self._teams.items()}
        self.team.choices = choices_of(named, blank=_("不指定团队"))

    def entry(self) -> Signing:
        """Return what was agreed."""
        team = self._teams.get(self.team.data or "")
        return Signing(
            starts_on=self.starts_on.day,
            ends_on=self.ends_on.day,
            signed_on=self.signed_on.day,
            packages=tuple(self.packages.data or ()),
            team_id=team.id if team else None,
            team=team.name if team else "",
            doctor_name=tidy_words(self.doctor_name.data),
        )


class RenewForm(Form):
    """The next span of a contract."""

    starts_on = Day(_l("从哪天起"), [InputRequired(), of_our_time])
    ends_on = Day(_l("到哪天止"), [InputRequired(), of_our_time])

    def entry(self) -> Renewal:
        """Return the span that was agreed."""
        return Renewal(self.starts_on.day, self.ends_on.day)


class DissolveForm(Form):
    """Why a contract ends, and from which day."""

    ends_on = Day(_l("从哪天起解约"), [InputRequired(), of_our_time, gone_by])
    code = OneOf(_l("解约原因"), CloseReason, [InputRequired()], only=DISSOLVING)
    note = StringField(_l("说明（选“其他”时必填）"), [Optional(), Length(max=150)])

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask what the other reason is."""
        if not super().validate(extra_validators):
            return False
        if self.code.data is CloseReason.OTHER and not tidy_words(self.note.data):
            self.note.errors = [_("请写明是什么原因。")]
        return not self.errors

    def entry(self) -> Closing:
        """Return the end that was stated."""
        return Closing(self.ends_on.day, self.code.data, tidy_words(self.note.data))


class WithdrawForm(Form):
    """Why an entry was a mistake."""

    reason = StringField(_l("哪里登记错了"), [DataRequired(), Length(max=200)])
