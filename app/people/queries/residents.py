"""Reads of residents: always from what the reader may see."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.accounts.scope import within
from app.core.db import db
from app.core.errors import NotFound
from app.core.sealing import blind, unseal
from app.people.models import Person
from app.people.rules import PersonState, Sensitive, Whereabouts
from app.policy.terms import Sex

LARGEST_ID = 2**31 - 1
person = Person.__table__
GONE = tuple(person.c[name] for name in ("died_on", "moved_on", "lost_on", "away_until"))


class PersonRow(NamedTuple):
    """One line of a list of residents; among housemates `village` says the kinship instead."""

    id: int
    name: str
    sex: Sex
    born_on: date | None
    village: str
    group_name: str
    died_on: date | None
    moved_on: date | None
    lost_on: date | None = None
    away_until: date | None = None

    def state_on(self, day: date) -> PersonState:
        """Return where the resident is on a day."""
        return Whereabouts(self.died_on, self.moved_on, self.lost_on, self.away_until).state_on(day)


def may_see(reader: Reader) -> sa.ColumnElement[bool]:
    """Return the condition that a resident lies in the reader's areas; whoever may read no care sees nobody."""
    areas = reader.areas if may(reader.role, Right.READ_CARE) else ()
    return sa.and_(within(Person.area_code, areas), is_on_record())


def is_on_record() -> sa.ColumnElement[bool]:
    """Return the condition that a record speaks for a resident: neither merged into another nor withdrawn."""
    return sa.and_(Person.merged_into_id.is_(None), Person.withdrawn_at.is_(None))


def visible_to(reader: Reader) -> sa.Select[Any]:
    """Return the residents a reader may see; every read of one starts here."""
    return sa.select(Person).where(may_see(reader))


def get_person(person_id: int, *, reader: Reader) -> Person:
    """Return a resident of the reader's areas; foreign equals absent."""
    found = find_person(person_id, reader=reader)
    if found is None:
        raise NotFound
    return found


def find_person(person_id: int, *, reader: Reader) -> Person | None:
    """Return a resident of the reader's areas, or None."""
    if person_id > LARGEST_ID:
        return None
    found: Person | None = db.session.scalar(visible_to(reader).where(Person.id == person_id))
    return found


def find_by_identity(number: str) -> Person | None:
    """Return the resident with this identity number wherever they live, or None.

    A number that stands in a record merged into another is one more number of that resident.
    """
    found = db.session.scalar(
        sa.select(Person).where(Person.identity_index == blind(number, purpose="person.identity"))
    )
    if found is not None and found.merged_into_id is not None:
        return db.session.get(Person, found.merged_into_id)
    return found


def list_housemates(resident: Person) -> list[PersonRow]:
    """Return the other people of a resident's household who live in the same village."""
    if resident.household_id is None:
        return []
    columns = (
        person.c.id,
        person.c.name,
        person.c.sex,
        person.c.born_on,
        person.c.kinship,
        person.c.group_name,
    )
    query = sa.select(*columns, *GONE).where(
        person.c.household_id == resident.household_id,
        person.c.area_code == resident.area_code,
        person.c.id != resident.id,
        is_on_record(),
    )
    return [PersonRow(*row) for row in db.session.execute(query.order_by(person.c.id))]


def opened(resident: Person) -> Sensitive:
    """Return a resident's sealed fields in plain; whoever shows them to a person says so in the trail."""
    sealed = (("identity", resident.identity_sealed), ("phone", resident.phone_sealed))
    return Sensitive(*(unseal(value, context=f"person.{field}") if value else "" for field, value in sealed))
