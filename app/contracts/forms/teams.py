"""家庭医生团队 as a page asks for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.fields import Field
from wtforms.form import BaseForm
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError

from app.contracts.forms.fields import choices_of
from app.contracts.rules import TeamEntry
from app.people.rules import read_phone, tidy_words
from app.web.forms import Form


def readable(_form: BaseForm, field: Field) -> None:
    """Refuse a phone number that cannot be dialled."""
    if field.data and not read_phone(field.data):
        raise ValidationError(_("电话应是 7 到 12 位数字，请核对。"))


class TeamForm(Form):
    """What is on record of a team."""

    name = StringField(_l("团队名称"), [DataRequired(), Length(max=80)])
    leader_name = StringField(_l("团队长"), [Optional(), Length(max=80)])
    members = StringField(_l("成员（用顿号隔开）"), [Optional(), Length(max=400)])
    phone = StringField(
        _l("团队电话（签约时告诉居民）"),
        [Optional(), Length(max=40), readable],
        render_kw={"inputmode": "tel", "autocomplete": "off"},
    )

    def entry(self) -> TeamEntry:
        """Return what was typed."""
        stated = (self.name, self.leader_name, self.members, self.phone)
        return TeamEntry(*(tidy_words(field.data) for field in stated))


class NewTeamForm(TeamForm):
    """A team that is opened, and for which town."""

    town = SelectField(_l("乡镇"), [InputRequired()])

    def __init__(self, *, towns: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.town.choices = choices_of(towns)
