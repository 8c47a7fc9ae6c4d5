"""Who lives around somebody just visited and is owed something too: the household, then the group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.core.clock import sunday_of
from app.core.db import db
from app.duties.models import Duty
from app.duties.queries import list_duties_of
from app.duties.rules import WorkDuty, as_told
from app.people.models import Person
from app.people.queries import may_see
from app.people.rules import hidden_kinds
from app.policy.terms import Kind, Sex

NEXT_IN_GROUP = 3
MOST_IN_HOUSEHOLD = 20


class Neighbour(NamedTuple):
    """Somebody near with what is owed now, the longest due first."""

    id: int
    name: str
    sex: Sex
    born_on: date | None
    kinship: str
    duties: Sequence[WorkDuty]

    @property
    def worst(self) -> WorkDuty:
        """The duty that tells how the person stands."""
        return self.duties[0]

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds one visit would have to answer."""
        return tuple(dict.fromkeys(duty.kind for duty in self.duties))


@dataclass(frozen=True, slots=True)
class Around:
    """Who else of the household is owed something today, and who comes next in the group."""

    household: Sequence[Neighbour]
    group: Sequence[Neighbour]


def read_around(person: Person, *, reader: Reader, day: date) -> Around:
    """Return who else near a person should be seen by this Sunday; in the household those excused too.

    What is open the whole year and due at the end of it calls nobody, but stands among what one visit would answer.
    """
    household = _rows(person, reader, day, _same_household(person), MOST_IN_HOUSEHOLD)
    near = sa.and_(_same_group(person), _free_on(day))
    group = _rows(person, reader, day, near, NEXT_IN_GROUP + len(household))
    known = {row.id for row in household}
    group = [row for row in group if row.id not in known][:NEXT_IN_GROUP]
    owed = list_duties_of([row.id for row in (*household, *group)]) if household or group else {}
    untold = hidden_kinds(reader.role)
    shown = {
        person_id: as_told([duty for duty in duties if duty.opens_on <= day], untold=untold)
        for person_id, duties in owed.items()
    }
    cards = {row.id: Neighbour._make((*row, shown[row.id])) for row in (*household, *group)}
    return Around([cards[row.id] for row in household], [cards[row.id] for row in group])


def _rows(
    person: Person, reader: Reader, day: date, near: sa.ColumnElement[bool], limit: int
) -> list[sa.Row[Any]]:
    columns = (Person.id, Person.name, Person.sex, Person.born_on, Person.kinship)
    wanted = (
        sa.select(*columns)
        .join(Duty, Duty.person_id == Person.id)
        .where(may_see(reader), Person.area_code == person.area_code, Person.id != person.id, near)
        .where(Duty.opens_on <= day, Duty.due_on <= sunday_of(day))
        .group_by(*columns)
        .order_by(sa.func.min(Duty.due_on), Person.id)
        .limit(limit)
    )
    return list(db.session.execute(wanted))


def _same_household(person: Person) -> sa.ColumnElement[bool]:
    return sa.false() if person.household_id is None else Person.household_id == person.household_id


def _same_group(person: Person) -> sa.ColumnElement[bool]:
    return sa.false() if not person.group_name else Person.group_name == person.group_name


def _free_on(day: date) -> sa.ColumnElement[bool]:
    return sa.or_(Duty.excused_until.is_(None), Duty.excused_until < day)
