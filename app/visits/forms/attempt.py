"""A contact that was no visit: how somebody was tried, through whom, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, HiddenField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # its types are older
from wtforms.validators import InputRequired, Length, Optional

from app.core import clock
from app.visits.forms.fields import tidy
from app.visits.forms.visit import BAD_KEY
from app.visits.rules import AttemptEntry, ContactOutcome, ContactWay
from app.web.forms import Form, OneOf
from app.web.language import spoken

LONGEST_NOTE = 400


def _number(value: Any) -> int | None:
    return int(value) if str(value or "").isdigit() else None


def _key(value: Any) -> UUID | None:
    try:
        return UUID(str(value))
    except ValueError:
        return None


class AttemptForm(Form):
    """Somebody was tried and not visited: nothing counts as done."""

    client_key = HiddenField()
    outcome = OneOf(_l("结果"), ContactOutcome, [InputRequired()])
    way = OneOf(_l("怎么联系的"), ContactWay, [InputRequired()])
    contact = RadioField(_l("联系到谁"), [Optional()], coerce=_number)
    tried_on = DateField(_l("哪天联系的"), [InputRequired()])
    return_on = DateField(_l("预计哪天回来或再联系"), [Optional()])
    gone_on = DateField(_l("去世或迁出的日期"), [Optional()], description=_l("只有去世、迁出的要填。"))
    note = StringField(_l("说明（可不填）"), [Length(max=LONGEST_NOTE)], filters=[tidy])

    def __init__(self, *, contacts: Mapping[int, str], in_peace: int, **given: Any) -> None:
        super().__init__(**given)
        self.return_on.description = _(
            "外出、住院的要填；拒绝和联系不上的，不填就暂缓 %(n)s 天。", n=in_peace
        )
        self.offer(contacts)

    def offer(self, contacts: Mapping[int, str]) -> None:
        """Offer whom it may have been with: the person, and whom to call about them."""
        self.contact.choices = [
            SelectChoice("", _("本人")),
            *(SelectChoice(str(number), name) for number, name in contacts.items()),
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each field, then what the outcome needs beside it."""
        fine = bool(super().validate(extra_validators))
        if _key(self.client_key.data) is None:
            self.form_errors.append(BAD_KEY.said_in(spoken()))
            return False
        if not fine:
            return False
        for name, fault in self.entry().faults(today=clock.today()):
            self[name].errors = [*self[name].errors, fault.said_in(spoken())]
            fine = False
        return fine

    def entry(self) -> AttemptEntry:
        """Return the contact as a plain value."""
        key = _key(self.client_key.data)
        assert self.tried_on.data is not None and key is not None
        return AttemptEntry(
            client_key=key,
            tried_on=self.tried_on.data,
            way=self.way.data,
            outcome=self.outcome.data,
            contact_id=self.contact.data,
            return_on=self.return_on.data,
            gone_on=self.gone_on.data,
            note=self.note.data or "",
        )
