"""批量续签 as a page asks for it: whose contracts, and for how many years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are older
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import CheckboxInput, ListWidget

from app.contracts.queries import Due
from app.web.filters import say_day
from app.web.forms import Form


class RenewManyForm(Form):
    """Which of the contracts shown are renewed; all of them unless somebody is left out."""

    years = IntegerField(_l("续签几年"), [InputRequired(), NumberRange(1, 9)])
    chosen = SelectMultipleField(
        _l("续签这些人"),
        [InputRequired()],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    seen = HiddenField()

    def __init__(self, *, due: Sequence[Due], **options: Any) -> None:
        super().__init__(**options)
        self.chosen.choices = [SelectChoice(one.contract_id, _said(one)) for one in due]

    def entry(self) -> tuple[list[int], int]:
        """Return the contracts that are renewed, and for how many years."""
        assert self.chosen.data is not None and self.years.data is not None
        return self.chosen.data, self.years.data


def _said(one: Due) -> str:
    place = one.group_name or _("未分组")
    return str(_("%(name)s（%(group)s，%(day)s到期）", name=one.name, group=place, day=say_day(one.ends_on)))
