"""Visits handed from one record of a resident to another and back, with the place they are listed at."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.core.db import db
from app.people.models import Person
from app.visits.models import Visit

Journal = dict[str, Any]


def adopt(kept: Person, other: Person, *, area_code: str) -> Journal:
    """Hand every visit of one record to the one that stays, listed where the resident is looked after from now on.

    A visit says what it said: only whose it is and where it is listed change, and the trail has an entry of that.
    """
    whose = Visit.person_id.in_((kept.id, other.id))
    moves = whose & ((Visit.person_id == other.id) | (Visit.area_code != area_code))
    rows = db.session.execute(
        sa.select(Visit.id, Visit.person_id, Visit.area_code).where(moves).order_by(Visit.id)
    ).all()
    if rows:
        note_bulk("visit", count=len(rows), details={"person": kept.id, "from": other.id})
        _write(sa.update(Visit).where(moves).values(person_id=kept.id, area_code=area_code))
    last_id = db.session.scalar(sa.select(sa.func.max(Visit.id))) or 0
    areas = {str(kept.id): kept.area_code, str(other.id): other.area_code}
    return {"visits": [list(row) for row in rows], "last_id": last_id, "areas": areas}


def release(kept: Person, other: Person, journal: Journal) -> None:
    """Hand back the visits that were moved; one filed since stays with the record that was visited."""
    places = {kept.id: kept.area_code, other.id: other.area_code}
    note_bulk("visit", count=len(journal["visits"]), details={"person": other.id, "from": kept.id})
    since = sa.update(Visit).where(Visit.person_id == kept.id, Visit.id > journal["last_id"])
    _write(since.values(area_code=kept.area_code))
    for visit_id, person_id, area_code in journal["visits"]:
        # The village itself may have another code by now: a visit listed with its resident stays so.
        was_at_home = area_code == journal["areas"][str(person_id)]
        place = places[person_id] if was_at_home else area_code
        _write(sa.update(Visit).where(Visit.id == visit_id).values(person_id=person_id, area_code=place))


def _write(statement: sa.Update) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
