"""What was measured, kept beside the visits: written when a visit is filed, so that counts of many read no answers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.core.db import db
from app.visits.models import Visit, VisitReading
from app.visits.rules import Answers
from app.visits.rules.readings import measured_in

visit, reading = (table for table in (Visit.__table__, VisitReading.__table__) if isinstance(table, sa.Table))


class Told(NamedTuple):
    """A visit as far as its readings go."""

    visit_id: int
    person_id: int
    visited_on: date
    answers: Answers


def keep_readings(visits: Iterable[Told]) -> None:
    """Keep what was measured at visits just filed; one where nothing was has no row."""
    if rows := _rows(visits):
        db.session.execute(sa.insert(reading), rows)


def hand_readings(person_id: int) -> None:
    """Let what was measured at somebody's visits be theirs, after visits changed hands."""
    own = sa.select(visit.c.id).where(visit.c.person_id == person_id)
    moved = sa.update(reading).where(reading.c.visit_id.in_(own), reading.c.person_id != person_id)
    db.session.execute(moved.values(person_id=person_id))


def _rows(visits: Iterable[Told]) -> list[dict[str, Any]]:
    return [
        {
            "visit_id": told.visit_id,
            "person_id": told.person_id,
            "visited_on": told.visited_on,
            **measured._asdict(),
        }
        for told in visits
        if (measured := measured_in(told.answers)) is not None
    ]
