"""Which rows carry a village's code: what goes along when villages change or a person is handed over."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import sqlalchemy as sa

from app.core.db import db
from app.people.models import Household, Person
from app.people.queries.residents import is_on_record

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Move:
    """Whose rows shall carry another village's code: all of one village, those of some people, or of some people in it."""

    to_code: str
    from_code: str | None = None
    person_ids: tuple[int, ...] | None = None

    def __post_init__(self) -> None:
        if self.from_code is None and self.person_ids is None:
            raise ValueError("a move names a village or people, never everybody")

    def parts(self, table: sa.Table) -> Iterator[sa.ColumnElement[bool]]:
        """Yield the conditions, not too long each, that together mean the rows of a table that go along."""
        place = sa.true() if self.from_code is None else table.c.area_code == self.from_code
        if self.person_ids is None:
            yield place
            return
        owner = table.c.id if table.name == "person" else table.c.person_id
        for at in range(0, len(self.person_ids), CHUNK):
            yield sa.and_(place, owner.in_(self.person_ids[at : at + CHUNK]))


def count_rows(table: sa.Table, move: Move) -> int:
    """Return how many rows of a table go along."""
    counted = sa.select(sa.func.count()).select_from(table)
    return sum(db.session.scalar(counted.where(part)) or 0 for part in move.parts(table))


def count_residents(areas: sa.ColumnElement[bool]) -> dict[str, int]:
    """Return how many people are on record in each village of some areas."""
    counted = sa.select(Person.area_code, sa.func.count()).where(areas, is_on_record())
    return {row[0]: row[1] for row in db.session.execute(counted.group_by(Person.area_code))}


def count_groups(code: str) -> dict[str, int]:
    """Return the groups of a village with how many people each has; an empty name stands for those in none."""
    counted = sa.select(Person.group_name, sa.func.count()).where(Person.area_code == code, is_on_record())
    by_name = counted.group_by(Person.group_name).order_by(Person.group_name)
    return {row[0]: row[1] for row in db.session.execute(by_name)}


def list_group(code: str, group: str, *, limit: int) -> list[tuple[int, str]]:
    """Return the people of one group of a village, number and name, by name."""
    members = sa.select(Person.id, Person.name).where(Person.area_code == code, Person.group_name == group)
    ordered = members.where(is_on_record()).order_by(Person.name, Person.id).limit(limit)
    return [(row.id, row.name) for row in db.session.execute(ordered)]


def list_residents(code: str, *, groups: Collection[str], people: Collection[int]) -> tuple[int, ...]:
    """Return the numbers of a village's people who are in one of the groups or named one by one.

    Records that were merged into one of theirs go along with it, wherever they stood in the village.
    """
    chosen = sa.or_(Person.group_name.in_(groups), Person.id.in_(people))
    found = set(db.session.scalars(sa.select(Person.id).where(Person.area_code == code, chosen)))
    return tuple(sorted(found | set(merged_into(sorted(found)))))


def merged_into(person_ids: Collection[int]) -> list[int]:
    """Return the records that were merged into some people's, at first or second hand."""
    found: set[int] = set()
    fresh = set(person_ids)
    while fresh:
        some = sorted(fresh)
        fresh = set()
        for at in range(0, len(some), CHUNK):
            into = sa.select(Person.id).where(Person.merged_into_id.in_(some[at : at + CHUNK]))
            fresh |= set(db.session.scalars(into)) - found
        found |= fresh
    return sorted(found)


def divided_households(person_ids: Collection[int], *, code: str) -> tuple[list[int], list[int]]:
    """Return the households in a village that go along whole with some people, and those of which others stay."""
    chosen = set(person_ids)
    members = sa.select(Household.id, Person.id).join(Household, Household.id == Person.household_id)
    homes: dict[int, set[int]] = {}
    for household_id, person_id in db.session.execute(members.where(Household.area_code == code)):
        homes.setdefault(household_id, set()).add(person_id)
    whole = sorted(home for home, people in homes.items() if people <= chosen)
    parted = sorted(home for home, people in homes.items() if people & chosen and not people <= chosen)
    return whole, parted
