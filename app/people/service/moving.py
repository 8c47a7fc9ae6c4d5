"""People and their households under another village's code."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from app.audit.models import Audited
from app.audit.service import note_bulk
from app.core import clock
from app.core.db import db
from app.people.models import Household, Person, PersonInitial
from app.people.queries.places import CHUNK, Move, count_rows, divided_households

person, household, initial = (
    table
    for table in (Person.__table__, Household.__table__, PersonInitial.__table__)
    if isinstance(table, sa.Table)
)


def move_rows(table: sa.Table, move: Move, **also: object) -> int:
    """Give the rows that go along another village's code, with one entry in the trail; return how many there were."""
    if not (count := count_rows(table, move)):
        return 0
    if table.name in Audited.audited_tables:
        note_bulk(table.name, count=count, details={"changed": ["area_code", *sorted(also)]})
    values = {"area_code": move.to_code, **also}
    for part in move.parts(table):
        db.session.execute(sa.update(table).where(part).values(values))
    return count


def move_people(move: Move, **also: object) -> int:
    """Give people another village; forms that somebody opened before must be compared before they are saved."""
    db.session.flush()
    move_rows(initial, move)
    moved = move_rows(person, move, version=person.c.version + 1, **also)
    db.session.expire_all()
    return moved


def move_households(from_code: str, to_code: str) -> int:
    """Give all households of a village another one."""
    return move_rows(household, Move(to_code, from_code))


def divide_households(person_ids: Collection[int], *, from_code: str, to_code: str) -> int:
    """Let households follow the people who leave a village for another; return how many there are on the other side.

    One that goes whole keeps its record. Of one that is divided, those who leave get a record of their own there:
    nobody's housemates are seen from a village they do not live in.
    """
    whole, parted = divided_households(person_ids, code=from_code)
    if whole:
        note_bulk("household", count=len(whole), details={"changed": ["area_code"]})
    for at in range(0, len(whole), CHUNK):
        some = household.c.id.in_(whole[at : at + CHUNK])
        db.session.execute(sa.update(household).where(some).values(area_code=to_code))
    for home in parted:
        _open_another(home, to_code, person_ids)
    return len(whole) + len(parted)


def leave_village(person_id: int, *, merged: Collection[int], to_code: str) -> None:
    """Hand one person over to a village elsewhere: what ties them to the old one, down to the doctor, stays behind."""
    everything = Move(to_code, person_ids=(person_id, *merged))
    move_people(everything, household_id=None, kinship="", group_name="", doctor_id=None, doctor_name="")


def _open_another(household_id: int, to_code: str, person_ids: Collection[int]) -> None:
    home = db.session.get_one(Household, household_id)
    facts = {name: getattr(home, name) for name in ("head_name", "group_name", "address")}
    another = Household(area_code=to_code, created_at=clock.now(), **facts)
    db.session.add(another)
    db.session.flush()
    leaving = list(db.session.scalars(sa.select(Person.id).where(Person.household_id == household_id)))
    leaving = [each for each in leaving if each in set(person_ids)]
    note_bulk("person", count=len(leaving), details={"changed": ["household_id"]})
    for at in range(0, len(leaving), CHUNK):
        some = person.c.id.in_(leaving[at : at + CHUNK])
        db.session.execute(sa.update(person).where(some).values(household_id=another.id))
