"""What is on record of one day."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from app.core.db import db
from app.policy.terms import Kind
from app.visits.models import Visit
from app.visits.rules.doubts import Recorded


def list_recorded(person_id: int, *, on: date) -> tuple[Recorded, ...]:
    """Return the visits of a day that stand, newest first."""
    wanted = select(Visit.doctor_name, Visit.kinds, Visit.filed_at)
    wanted = wanted.where(Visit.person_id == person_id, Visit.visited_on == on, Visit.voided_at.is_(None))
    found = db.session.execute(wanted.order_by(Visit.filed_at.desc(), Visit.id.desc()))
    return tuple(Recorded(name, tuple(Kind(kind) for kind in kinds), at) for name, kinds, at in found)
