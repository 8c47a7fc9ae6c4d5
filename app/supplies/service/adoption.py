"""Deliveries to one person handed from one record of a resident to another and back."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.core.db import db
from app.people.models import Person
from app.supplies.models import Delivery

Journal = dict[str, Any]


def adopt(kept: Person, other: Person, *, area_code: str) -> Journal:
    """Hand every delivery to one record to the one that stays."""
    moves = Delivery.person_id == other.id
    ids = list(db.session.scalars(sa.select(Delivery.id).where(moves).order_by(Delivery.id)))
    if ids:
        note_bulk("delivery", count=len(ids), details={"person": kept.id, "from": other.id})
        _write(sa.update(Delivery).where(moves).values(person_id=kept.id, area_code=area_code))
    return {"deliveries": ids}


def release(kept: Person, other: Person, journal: Journal) -> None:
    """Hand back the deliveries that were moved; one sent since stays with the record it was sent to."""
    if not (ids := journal.get("deliveries", [])):
        return
    note_bulk("delivery", count=len(ids), details={"person": other.id, "from": kept.id})
    back = sa.update(Delivery).where(Delivery.id.in_(ids), Delivery.person_id == kept.id)
    _write(back.values(person_id=other.id, area_code=other.area_code))


def _write(statement: sa.Update) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
