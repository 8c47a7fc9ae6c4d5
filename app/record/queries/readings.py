"""What was measured of a resident, visit by visit: where the curves come from."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from app.core.db import db
from app.visits.models import Visit
from app.visits.rules.readings import with_means
from app.visits.rules.section import figure

VALUES = ("systolic", "diastolic", "fasting_glucose")
# Told by the answers as they are kept, so that a limit counts what was measured and not the rounds between.
MEASURED = sa.or_(*(sa.cast(Visit.answers, sa.String).contains(f'"{name}"') for name in VALUES))


class Reading(NamedTuple):
    """What was measured at one visit: the pressure (the mean of the last two where it was taken again), fasting glucose."""

    visit_id: int
    on: date
    systolic: float | None
    diastolic: float | None
    fasting_glucose: float | None


def list_readings(person_id: int, *, since: date, limit: int | None = None) -> list[Reading]:
    """Return the blood pressures and fasting glucoses measured since a day, the oldest first; voided visits tell nothing.

    Of many the newest ``limit`` are returned.
    """
    wanted = sa.select(Visit.id, Visit.visited_on, Visit.answers).where(
        Visit.person_id == person_id, Visit.voided_at.is_(None), Visit.visited_on >= since, MEASURED
    )
    rows = db.session.execute(wanted.order_by(Visit.visited_on.desc(), Visit.id.desc()).limit(limit)).all()
    found = [
        Reading(
            visit_id,
            on,
            figure(known, "systolic_mean"),
            figure(known, "diastolic_mean"),
            figure(known, "fasting_glucose"),
        )
        for visit_id, on, answers in reversed(rows)
        for known in [with_means(answers)]
    ]
    return [reading for reading in found if any(value is not None for value in reading[2:])]
