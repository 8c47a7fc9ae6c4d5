"""Visits and contacts handed from one record of a resident to another and back, with the place they are listed at."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.core.db import db
from app.people.models import Person
from app.visits.models import ContactAttempt, Visit
from app.visits.service.readings import hand_readings

Journal = dict[str, Any]
Listed = type[Visit] | type[ContactAttempt]


def adopt(kept: Person, other: Person, *, area_code: str) -> Journal:
    """Hand every visit and contact of one record to the one that stays, listed where the resident is looked after.

    A visit says what it said: only whose it is and where it is listed change, and the trail has an entry of that.
    """
    areas = {str(kept.id): kept.area_code, str(other.id): other.area_code}
    visits, last_id = _hand_over(Visit, kept, other, area_code)
    hand_readings(kept.id)
    attempts, last_attempt_id = _hand_over(ContactAttempt, kept, other, area_code)
    return {
        "visits": visits,
        "last_id": last_id,
        "attempts": attempts,
        "last_attempt_id": last_attempt_id,
        "areas": areas,
    }


def release(kept: Person, other: Person, journal: Journal) -> None:
    """Hand back what was moved; what was filed since stays with the record that was visited."""
    people, areas = (kept, other), journal["areas"]
    _hand_back(Visit, people, areas, rows=journal["visits"], last_id=journal["last_id"])
    hand_readings(other.id)
    # A merge of before contacts were noted moved none of them.
    if "attempts" in journal:
        rows, last_id = journal["attempts"], journal["last_attempt_id"]
        _hand_back(ContactAttempt, people, areas, rows=rows, last_id=last_id)


def _hand_over(listed: Listed, kept: Person, other: Person, area_code: str) -> tuple[list[list[Any]], int]:
    whose = listed.person_id.in_((kept.id, other.id))
    moves = whose & ((listed.person_id == other.id) | (listed.area_code != area_code))
    wanted = sa.select(listed.id, listed.person_id, listed.area_code).where(moves).order_by(listed.id)
    rows = [list(row) for row in db.session.execute(wanted)]
    if rows:
        note_bulk(listed.__tablename__, count=len(rows), details={"person": kept.id, "from": other.id})
        _write(sa.update(listed).where(moves).values(person_id=kept.id, area_code=area_code))
    return rows, db.session.scalar(sa.select(sa.func.max(listed.id))) or 0


def _hand_back(
    listed: Listed, people: tuple[Person, Person], areas: dict[str, str], *, rows: list[Any], last_id: int
) -> None:
    kept, other = people
    places = {kept.id: kept.area_code, other.id: other.area_code}
    note_bulk(listed.__tablename__, count=len(rows), details={"person": other.id, "from": kept.id})
    since = sa.update(listed).where(listed.person_id == kept.id, listed.id > last_id)
    _write(since.values(area_code=kept.area_code))
    for row_id, person_id, area_code in rows:
        # The village itself may have another code by now: what was listed with its resident stays so.
        was_at_home = area_code == areas[str(person_id)]
        place = places[person_id] if was_at_home else area_code
        _write(sa.update(listed).where(listed.id == row_id).values(person_id=person_id, area_code=place))


def _write(statement: sa.Update) -> None:
    db.session.execute(statement, execution_options={"synchronize_session": False})
