"""Reads of residents: always from what the reader may see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.accounts.scope import within
from app.core.db import db
from app.core.errors import NotFound
from app.core.identity import tidy_number
from app.core.names import clean_name
from app.core.regions import Level, level_of
from app.core.sealing import blind, unseal
from app.people.models import Person, PersonInitial
from app.people.rules import PersonState, Sensitive, Whereabouts
from app.policy.terms import Sex

TAIL = 4
MOST_WORDS = 4
LARGEST_ID = 2**31 - 1
LAST = "\U0010ffff"
person, initial, area = Person.__table__, PersonInitial.__table__, Area.__table__
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


def search_people(text: str, *, reader: Reader, limit: int = 30, after: int = 0) -> list[PersonRow]:
    """Return the residents one box finds, by name; an empty text lists everybody of the area.

    Name from either end, pinyin initials, the whole or the last four of identity number and phone, the village;
    of several words each narrows the list, as in ``柳塘 陈``.
    """
    columns = (person.c.id, person.c.name, person.c.sex, person.c.born_on, area.c.name, person.c.group_name)
    query = (
        sa.select(*columns, *GONE)
        .join(area, area.c.code == person.c.area_code)
        .where(may_see(reader))
        .order_by(person.c.area_code, person.c.name, person.c.id)
        .offset(after)
        .limit(limit)
    )
    for wanted in _words(text):
        query = query.where(person.c.id.in_(sa.union(*_ways(wanted, reader))))
    return [PersonRow(*row) for row in db.session.execute(query)]


def _words(text: str) -> list[str]:
    """Return the words of a search; a number written with blanks is one word."""
    number = tidy_number(text)
    if number[:-1].isdigit():
        return [number]
    return [word for word in map(clean_name, text.split()) if word][:MOST_WORDS]


def _ways(wanted: str, reader: Reader) -> Iterator[sa.Select[Any]]:
    """Return one indexed look-up for each way the text can be meant; the list itself keeps to the reader's areas."""
    number = tidy_number(wanted)
    if number.isascii() and number[:-1].isdigit():
        return _by_number(number)
    return _by_words(wanted, reader)


def _by_number(number: str) -> Iterator[sa.Select[Any]]:
    part = ".tail" if len(number) == TAIL else ""
    for field in ("identity", "phone"):
        index = person.c[f"{field}{part.replace('.', '_')}_index"]
        yield sa.select(person.c.id).where(index == blind(number, purpose=f"person.{field}{part}"))


def _by_words(wanted: str, reader: Reader) -> Iterator[sa.Select[Any]]:
    if wanted.isascii() and wanted.isalpha():
        readings = sa.select(initial.c.person_id).where(_begins(initial.c.initials, wanted.lower()))
        yield readings.where(within(initial.c.area_code, reader.areas))
    found = sa.select(person.c.id)
    # A planner without statistics would walk all of a county by its area index instead of the few of a name.
    named = found.where(may_see(reader)) if _are_few(reader, wanted) else found
    yield named.where(_begins(person.c.name, wanted))
    yield named.where(_begins(person.c.name_reversed, wanted[::-1]))
    villages = sa.select(area.c.code).where(area.c.name.startswith(wanted, autoescape=True))
    yield found.where(may_see(reader), person.c.area_code.in_(villages))


def _are_few(reader: Reader, wanted: str) -> bool:
    """Return whether the reader's areas narrow a search more than the text does: villages do, a town a single character."""
    level = Level.VILLAGE if len(wanted) > 1 else Level.TOWN
    return all(level_of(code).digits >= level.digits for code in reader.areas)


def _begins(column: Any, start: str) -> sa.ColumnElement[bool]:
    return sa.and_(column >= start, column < start + LAST)


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
