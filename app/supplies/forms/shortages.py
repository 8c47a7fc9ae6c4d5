"""缺药 as pages ask for it: reported, answered, closed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, FloatField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from app.careplans.rules.vocabulary import DoseUnit
from app.core import clock
from app.supplies.forms.fields import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_STRENGTH,
    EntryKey,
    offered,
    tidied,
)
from app.supplies.rules.entries import AnswerEntry, MedicineName, ShortageEntry
from app.supplies.rules.vocabulary import Answered, CloseWay
from app.web.forms import Form, OneFrom, OneOf
from app.web.language import spoken

MOST = 1_000_000
DELIVERED = (Answered.WILL_DELIVER, Answered.HOSPITAL)


class ReportForm(Form):
    """Which medicine a village cannot give out."""

    client_key = EntryKey()
    village = SelectField(_l("哪个村"), [InputRequired()])
    name = StringField(_l("药名（通用名）"), [DataRequired(), Length(max=LONGEST_NAME)], filters=[tidied])
    strength = StringField(
        _l("规格（可不填）"),
        [Optional(), Length(max=LONGEST_STRENGTH)],
        filters=[tidied],
        description=_l("例如 5mg；不填就是各种规格都缺。"),
    )
    note = StringField(_l("说明（可不填）"), [Length(max=LONGEST_NOTE)], filters=[tidied])

    def __init__(self, *, villages: Mapping[str, str], **options: Any) -> None:
        super().__init__(**options)
        self.village.choices = offered(villages, blank=_("请选择"))

    def entry(self) -> ShortageEntry:
        """Return what is reported."""
        medicine = MedicineName(self.name.data or "", self.strength.data or "")
        return ShortageEntry(self.client_key.key, self.village.data, medicine, self.note.data or "")


class AnswerForm(Form):
    """What is answered, when the medicine may be expected, and a delivery where one is arranged at once."""

    client_key = EntryKey()
    answer = OneOf(_l("怎么办"), Answered, [InputRequired()])
    expected_on = DateField(_l("预计哪天有药"), [Optional()])
    quantity = FloatField(
        _l("配送数量"),
        [Optional(), NumberRange(min=0.001, max=MOST)],
        description=_l("填了就同时登记一笔今天发出的配送；不填以后再登记。"),
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    unit = OneFrom(_l("数量的单位"), DoseUnit, [Optional()], blank=_l("请选择"))
    sent_by = StringField(
        _l("由谁配送"), [Length(max=LONGEST_NAME)], filters=[tidied], description=_l("例如：卫生院药房。")
    )
    note = StringField(_l("说明（可不填）"), [Length(max=LONGEST_NOTE)], filters=[tidied])

    def validate(self, extra_validators: Any = None) -> bool:
        """Check the day, and that a quantity says what it counts and belongs to a delivery."""
        if not super().validate(extra_validators):
            return False
        for name, fault in self.entry().faults(today=clock.today()):
            self[name].errors = [fault.said_in(spoken())]
        if self.delivers and self.unit.data is None:
            self.unit.errors = [_("请选择数量的单位。")]
        if self.delivers and self.answer.data not in DELIVERED:
            self.quantity.errors = [_("只有安排配送时才填数量。")]
        return not self.errors

    @property
    def delivers(self) -> bool:
        """Whether a delivery is arranged with the answer."""
        return self.quantity.data is not None

    def entry(self) -> AnswerEntry:
        """Return what is answered."""
        return AnswerEntry(self.answer.data, self.expected_on.data, self.note.data or "")


class CloseForm(Form):
    """How a report ends."""

    way = OneOf(_l("怎么结束"), CloseWay, [InputRequired()])
