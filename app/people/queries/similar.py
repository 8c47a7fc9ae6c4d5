"""Who on record may be the same resident: the warning against a second record, never past the reader's areas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.accounts.scope import within
from app.core.db import db
from app.core.names import clean_name, initials_of
from app.core.sealing import blind
from app.core.words import Text
from app.people.models import Person, PersonInitial
from app.people.queries.residents import GONE, PersonRow, may_see, opened
from app.people.rules import Candidate, Likeness, Traits, likeness

MOST = 8
MOST_LOOKED_AT = 200
RANK = {each: place for place, each in enumerate(Likeness)}
person, initial, area = Person.__table__, PersonInitial.__table__, Area.__table__


class Similar(NamedTuple):
    """Somebody on record who may be the one in hand, and why."""

    row: PersonRow
    likeness: Likeness

    @property
    def why(self) -> Text:
        """What makes the two look like one."""
        return self.likeness.text


def traits_of(resident: Person) -> Traits:
    """Return what a resident on record is known by."""
    plain = opened(resident)
    return Traits(resident.name, resident.born_on, plain.identity, plain.phone)


def list_similar(sought: Traits, *, reader: Reader, own_id: int | None = None) -> list[Similar]:
    """Return who of the reader's areas may be the same resident, the surest first; never the record itself."""
    name = clean_name(sought.name)
    sought = replace(sought, name=name, readings=initials_of(name) if name else ())
    ways = list(_ways(sought, reader))
    if not ways:
        return []
    query = _rows(sought).where(may_see(reader), person.c.id.in_(sa.union_all(*ways)))
    found: list[Similar] = []
    for *shown, readings, same_number, same_phone in db.session.execute(query.limit(MOST_LOOKED_AT)):
        row = PersonRow(*shown)
        other = Candidate(row.name, readings.split(), row.born_on, bool(same_number), bool(same_phone))
        alike = likeness(sought, other) if row.id != own_id else None
        if alike is not None:
            found.append(Similar(row, alike))
    return sorted(found, key=lambda one: (RANK[one.likeness], one.row.id))[:MOST]


def _rows(sought: Traits) -> sa.Select[Any]:
    columns = (person.c.id, person.c.name, person.c.sex, person.c.born_on, area.c.name, person.c.group_name)
    same = (_same(sought, "identity"), _same(sought, "phone"))
    query = sa.select(*columns, *GONE, person.c.initials, *same)
    return query.join(area, area.c.code == person.c.area_code).order_by(person.c.id)


def _same(sought: Traits, field: str) -> sa.ColumnElement[bool]:
    """Return the condition that a sealed field holds what is sought."""
    value = getattr(sought, field)
    index: sa.ColumnElement[str] = person.c[f"{field}_index"]
    return index == blind(value, purpose=f"person.{field}") if value else sa.false()


def _ways(sought: Traits, reader: Reader) -> Iterator[sa.Select[Any]]:
    """Return one indexed look-up for each way in which somebody may be the same."""
    for field in ("identity", "phone"):
        if getattr(sought, field):
            yield sa.select(person.c.id).where(_same(sought, field))
    if sought.born_on is None or not sought.name:
        return
    born = sought.born_on
    of_the_year = person.c.born_on.between(date(born.year, 1, 1), date(born.year, 12, 31))
    yield sa.select(person.c.id).where(
        person.c.name == sought.name, of_the_year, within(person.c.area_code, reader.areas)
    )
    sounds = initial.c.initials.in_(sought.readings), within(initial.c.area_code, reader.areas)
    spelled = sa.select(initial.c.person_id).join(person, person.c.id == initial.c.person_id)
    yield spelled.where(*sounds, person.c.born_on == born)
