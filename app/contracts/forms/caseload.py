"""交接 as a page asks for it: whose residents, where, to whom and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from app.contracts.forms.fields import choices_of
from app.contracts.rules import Caseload
from app.web.forms import Form

WHOLE_PLACE, GROUP = "", "="


class HandOverForm(Form):
    """From whom, in which place and group, to whom and why."""

    who = SelectField(_l("现在由谁负责"), [InputRequired()])
    place = SelectField(_l("交接哪里"), [InputRequired()])
    group = SelectField(_l("哪个村民组"), [Optional()])
    to = SelectField(_l("交给谁"), [InputRequired()])
    reason = StringField(_l("原因"), [DataRequired(), Length(max=200)])
    seen = HiddenField()

    def __init__(
        self,
        *,
        caseloads: Sequence[Caseload],
        places: Mapping[str, str],
        groups: Mapping[str, int],
        doctors: Mapping[int, str],
        **options: Any,
    ) -> None:
        super().__init__(**options)
        self.who.choices = choices_of([(each.who.key, _said(each)) for each in caseloads])
        self.place.choices = choices_of(places)
        self.group.choices = choices_of(
            [
                (GROUP + name, _("%(group)s（%(n)s 人）", group=name or _("未分组"), n=n))
                for name, n in groups.items()
            ],
            blank=_("全部"),
        )
        self.to.choices = choices_of([(str(number), name) for number, name in doctors.items()])

    def names_places(self) -> bool:
        """Return whether the place and the doctor who takes over are among those offered."""
        return self.place.data in _offered(self.place) and self.to.data in _offered(self.to)

    @property
    def group_name(self) -> str | None:
        """The group that was chosen; None is the whole place, an empty name those in no group."""
        chosen = self.group.data or WHOLE_PLACE
        return chosen.removeprefix(GROUP) if chosen else None


def _offered(field: Any) -> set[str]:
    return {choice.value for choice in field.choices} - {""}


def _said(caseload: Caseload) -> str:
    name = caseload.who.name or _("没有责任医生的居民")
    if caseload.who.name and caseload.who.doctor_id is None:
        name = _("%(name)s（名单上的名字，没有关联账户）", name=name)
    return str(_("%(name)s · %(n)s 人", name=name, n=caseload.people))
