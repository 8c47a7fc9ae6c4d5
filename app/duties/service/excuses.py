"""Excuses: why somebody cannot be seen for a while. They suspend what is owed and take nothing away."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.transaction import current_deed
from app.duties.models import ExcuseRecord
from app.duties.rules import refuse_bad_excuse
from app.duties.service.reckoning import reckon
from app.people.models import Person
from app.policy.terms import ExcuseReason


def excuse(
    person: Person, *, reason: ExcuseReason, from_on: date, return_on: date, note: str = ""
) -> ExcuseRecord:
    """Suspend what a person is owed through the day they are expected back."""
    refuse_bad_excuse(from_on=from_on, return_on=return_on, today=clock.today())
    deed = current_deed()
    record = ExcuseRecord(
        person_id=person.id,
        reason=reason,
        from_on=from_on,
        return_on=return_on,
        note=note.strip()[:400],
        by_id=deed.actor_id if deed else None,
        created_at=clock.now(),
    )
    db.session.add(record)
    reckon([person.id])
    return record


def end_excuse(person: Person, *, on: date) -> None:
    """Let a person be back earlier than expected: running excuses end the day before."""
    running = sa.select(ExcuseRecord).where(ExcuseRecord.person_id == person.id, ExcuseRecord.return_on >= on)
    for record in db.session.scalars(running):
        record.return_on = on - timedelta(days=1)
    reckon([person.id])
