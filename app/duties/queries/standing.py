"""What stands on record as a whole: the shapes of open duties, whom a changed rule may concern, the lines of a rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core.db import db
from app.duties.models import Duty, DutyEvent, DutyLine, table_of
from app.duties.queries.accounts import Stretch
from app.duties.queries.facts import list_concerned
from app.duties.rules.changes import Reckoning
from app.duties.rules.retiming import Seen
from app.people.models import Person, PersonCategory, PersonCondition
from app.policy.rule import Interval, Once, Rule
from app.policy.terms import Result

A_DAY, LAST_DAY = timedelta(days=1), date(9999, 12, 31)
duty, line, event = table_of(Duty), table_of(DutyLine), table_of(DutyEvent)
person, entry = table_of(Person), table_of(AuditEntry)
category, condition = table_of(PersonCategory), table_of(PersonCondition)


class Shape(NamedTuple):
    """An open duty without its person: the facts its dates follow from, and the dates on record."""

    rule_id: str
    owed_from: date
    last_on: date | None
    last_result: Result | None
    again_by: date | None
    opens_on: date
    due_on: date

    @property
    def last(self) -> Seen | None:
        """The evidence it counts from."""
        return None if self.last_on is None else Seen(self.last_on, self.last_result, self.again_by)


def find_reckoning() -> Reckoning | None:
    """Return by what everything was last worked out, as the trail keeps it; None where it never was."""
    wanted = sa.select(entry.c.details).where(entry.c.subject == duty.name, entry.c.subject_id.is_(None))
    for details in db.session.scalars(wanted.order_by(entry.c.id.desc())):
        if "rules" in details:
            return Reckoning.from_details(details)
    return None


def list_shapes() -> list[Shape]:
    """Return every shape that open duties have, in one scan; they are few, however many people there are."""
    columns = [duty.c[name] for name in Shape._fields]
    return [Shape._make(row) for row in db.session.execute(sa.select(*columns).distinct())]


def list_people_of(shapes: Collection[Shape]) -> set[int]:
    """Return those who have an open duty of one of these shapes."""
    found: set[int] = set()
    for shape in shapes:
        same = (duty.c[name].is_not_distinct_from(value) for name, value in shape._asdict().items())
        found.update(db.session.scalars(sa.select(duty.c.person_id).where(*same)))
    return found


def list_touched(rules: Sequence[Rule], *, since: date, day: date, ages: Sequence[int]) -> set[int]:
    """Return whom these rules may concern, and whom a date since the last reckoning concerns.

    Rather too many than too few: a day ahead of the clock counts too, since a roster may have been dated so.
    """
    found = set(list_concerned(since, day, ages=ages, ahead=LAST_DAY))
    for statement in _standing_under(rules) + [each for rule in rules for each in _candidates(rule, day)]:
        found.update(db.session.scalars(statement.distinct()))
    return found


def count_people() -> int:
    """Return how many records of residents there are."""
    return db.session.execute(sa.select(sa.func.count()).select_from(person)).scalar_one()


def stretches(size: int) -> list[Stretch]:
    """Return everybody in stretches of so many numbers."""
    last = db.session.execute(sa.select(sa.func.max(person.c.id))).scalar_one() or 0
    return [Stretch(first, first + size - 1) for first in range(1, last + 1, size)]


def _standing_under(rules: Sequence[Rule]) -> list[sa.Select[tuple[int]]]:
    names = [rule.id for rule in rules]
    return [sa.select(table.c.person_id).where(table.c.rule_id.in_(names)) for table in (duty, line) if names]


def _candidates(rule: Rule, day: date) -> Iterator[sa.Select[tuple[int]]]:
    owed_to = rule.owed_to
    begun_by = rule.when.event if isinstance(rule.when, Once) else owed_to.since
    if begun_by is not None:
        yield sa.select(event.c.person_id).where(event.c.event == begun_by)
    if owed_to.age_from is not None:
        # A day more, for those born on 29 February.
        born_by = Interval(-owed_to.age_from, "year").after(day) + A_DAY
        yield sa.select(person.c.id).where(person.c.born_on <= born_by)
    if owed_to.categories:
        yield sa.select(category.c.person_id).where(category.c.category.in_(owed_to.categories))
    if owed_to.conditions:
        yield sa.select(condition.c.person_id).where(condition.c.condition.in_(owed_to.conditions))
    if owed_to.benefit:
        yield sa.select(condition.c.person_id).where(condition.c.benefit_from.is_not(None))
