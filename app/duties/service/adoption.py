"""Facts handed from one record of a resident to another and back; what is owed follows from them anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.core.db import db
from app.duties.models import DutyEvent, DutyLine, EvidenceRecord, ExcuseRecord, table_of
from app.duties.service.reckoning import reckon
from app.people.models import Person
from app.people.service import hand_back, hand_over, plain

line, person = table_of(DutyLine), table_of(Person)
CARRIED = tuple(table_of(model) for model in (EvidenceRecord, ExcuseRecord, DutyEvent, DutyLine))
LINE = ("person_id", "rule_id", "opens_on", "due_on", "settled_on", "outcome")
Journal = dict[str, Any]


def adopt(kept: Person, other: Person) -> Journal:
    """Hand evidence, excuses, events and closed lines to the record that stays, and return what was moved."""
    elsewhere = _closed_elsewhere((kept.id, other.id))
    moved = {table.name: hand_over(table, other.id, kept.id) for table in CARRIED}
    return {"moved": moved, "elsewhere": elsewhere}


def release(other: Person, journal: Journal) -> None:
    """Hand everything back that was moved; what was noted since stays."""
    for table in CARRIED:
        wanted = journal["moved"][table.name]
        there = set(db.session.scalars(sa.select(table.c.id).where(table.c.id.in_(wanted))))
        hand_back(table, [number for number in wanted if number in there], other.id)


def settle(kept: Person, other: Person, journal: Journal | None = None) -> None:
    """Work out anew what both owe; where a merge was undone, lines stand again at the place they were closed at."""
    reckon([kept.id, other.id])
    if journal is None or not journal["elsewhere"]:
        return
    places = {_key(row): row["area_code"] for row in journal["elsewhere"]}
    wanted = sa.select(line).where(line.c.person_id.in_((kept.id, other.id)))
    for row in list(db.session.execute(wanted).mappings()):
        place = places.get(_key(plain(dict(row))))
        if place is not None and place != row["area_code"]:
            note_bulk(line.name, count=1, details={"person": row["person_id"], "changed": ["area_code"]})
            db.session.execute(sa.update(line).where(line.c.id == row["id"]).values(area_code=place))


def _closed_elsewhere(ids: Iterable[int]) -> list[dict[str, Any]]:
    """Return the lines that were closed at another place than where the resident is looked after now."""
    wanted = sa.select(*(line.c[name] for name in (*LINE, "area_code"))).join_from(
        line, person, person.c.id == line.c.person_id
    )
    wanted = wanted.where(line.c.person_id.in_(tuple(ids)), line.c.area_code != person.c.area_code)
    return [plain(dict(row)) for row in db.session.execute(wanted).mappings()]


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(row[name] for name in LINE)
