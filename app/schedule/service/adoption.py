"""Appointments handed from one record of a resident to another and back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.core.db import db
from app.people.models import Person
from app.schedule.models import Appointment

Journal = dict[str, Any]


def adopt(kept: Person, other: Person, *, area_code: str) -> Journal:
    """Hand every appointment of one record to the one that stays."""
    moves = Appointment.person_id == other.id
    ids = list(db.session.scalars(sa.select(Appointment.id).where(moves).order_by(Appointment.id)))
    if ids:
        note_bulk("appointment", count=len(ids), details={"person": kept.id, "from": other.id})
        _write(sa.update(Appointment).where(moves).values(person_id=kept.id, area_code=area_code))
    return {"appointments": ids}


def release(kept: Person, other: Person, journal: Journal) -> None:
    """Hand back the appointments that were moved; one made since stays with the record it was made for."""
    if not (ids := journal.get("appointments", [])):
        return
    note_bulk("appointment", count=len(ids), details={"person": other.id, "from": kept.id})
    back = sa.update(Appointment).where(Appointment.id.in_(ids), Appointment.person_id == kept.id)
    _write(back.values(person_id=other.id, area_code=other.area_code))


def _write(statement: sa.Update) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
