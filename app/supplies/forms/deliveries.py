"""配送 as pages ask for it: sent, received."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
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
from app.supplies.forms.shortages import MOST
from app.supplies.rules.entries import DeliveryEntry, MedicineName, receipt_faults
from app.web.forms import Form, OneFrom
from app.web.language import spoken


class SendForm(Form):
    """What is sent to a village or to one person, how much, by whom, and when it should be there."""

    client_key = EntryKey()
    village = SelectField(_l("送到哪个村"), [InputRequired()])
    name = StringField(_l("药名（通用名）"), [DataRequired(), Length(max=LONGEST_NAME)], filters=[tidied])
    strength = StringField(
        _l("规格（可不填）"),
        [Optional(), Length(max=LONGEST_STRENGTH)],
        filters=[tidied],
        description=_l("例如 5mg。"),
    )
    quantity = FloatField(
        _l("数量"),
        [InputRequired(), NumberRange(min=0.001, max=MOST)],
        render_kw={"inputmode": "decimal", "autocomplete": "off"},
    )
    unit = OneFrom(_l("数量的单位"), DoseUnit, [InputRequired()], blank=_l("请选择"))
    sent_by = StringField(
        _l("由谁配送"), [Length(max=LONGEST_NAME)], filters=[tidied], description=_l("例如：卫生院药房。")
    )
    sent_on = DateField(_l("哪天发出"), [InputRequired()])
    expected_on = DateField(_l("预计哪天到"), [Optional()])
    note = StringField(_l("说明（可不填）"), [Length(max=LONGEST_NOTE)], filters=[tidied])

    def __init__(self, *, villages: Mapping[str, str], person_id: int | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.person_id = person_id
        self.village.choices = offered(villages, blank=_("请选择"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what they say together."""
        if not super().validate(extra_validators):
            return False
        for name, fault in self.entry().faults(today=clock.today()):
            self[name].errors = [fault.said_in(spoken())]
        return not self.errors

    def entry(self) -> DeliveryEntry:
        """Return what is sent."""
        assert self.quantity.data is not None and self.sent_on.data is not None
        return DeliveryEntry(
            client_key=self.client_key.key,
            area_code=self.village.data,
            medicine=MedicineName(self.name.data or "", self.strength.data or ""),
            quantity=self.quantity.data,
            unit=self.unit.data,
            sent_on=self.sent_on.data,
            expected_on=self.expected_on.data,
            sent_by=self.sent_by.data or "",
            note=self.note.data or "",
            person_id=self.person_id,
        )


class ReceiveForm(Form):
    """On which day a delivery arrived."""

    received_on = DateField(_l("哪天收到"), [InputRequired()])

    def __init__(self, *, sent_on: date, **options: Any) -> None:
        super().__init__(**options)
        self._sent_on = sent_on

    def validate(self, extra_validators: Any = None) -> bool:
        """Check that the day is not ahead, and not before the sending."""
        if not super().validate(extra_validators):
            return False
        for name, fault in receipt_faults(self.day, sent_on=self._sent_on, today=clock.today()):
            self[name].errors = [fault.said_in(spoken())]
        return not self.errors

    @property
    def day(self) -> date:
        """The day of a form that was accepted."""
        assert self.received_on.data is not None
        return self.received_on.data
