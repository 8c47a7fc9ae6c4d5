"""Reads that only the first pages need: this week's rounds, and the names of a reader's places."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.accounts.scope import within
from app.core.clock import monday_of, sunday_of
from app.core.db import db
from app.core.regions import Level, level_of
from app.duties.models import Duty
from app.people.models import Person
from app.policy import book
from app.policy.rule import Each, Period
from app.policy.terms import ExcuseReason, Sex

duty, person, area = Duty.__table__, Person.__table__, Area.__table__


class Round(NamedTuple):
    """One person to be seen in this week's round."""

    person_id: int
    name: str
    sex: Sex
    born_on: date | None
    village: str
    group_name: str
    due_on: date
    last_on: date | None
    excused_until: date | None
    excuse_reason: ExcuseReason | None

    def done_on(self, day: date) -> bool:
        """Return whether the round of the day's week is done."""
        return self.last_on is not None and self.last_on >= monday_of(day)

    def excused_on(self, day: date) -> bool:
        """Return whether the person is excused on the day."""
        return self.excused_until is not None and self.excused_until >= day

    def weeks_missed(self, day: date) -> int:
        """Return how many whole weeks went by without a round."""
        return max(0, (sunday_of(day) - self.due_on).days // 7)


def list_rounds(
    reader: Reader, *, day: date, village: str | None = None, limit: int = 100, offset: int = 0
) -> list[Round]:
    """Return everybody to be seen this week, by village, group and name, done or not."""
    c = duty.c
    statement = (
        sa.select(
            person.c.id, person.c.name, person.c.sex, person.c.born_on, sa.func.coalesce(area.c.name, ""),
            person.c.group_name, c.due_on, c.last_on, c.excused_until, c.excuse_reason,
        )
        .select_from(duty.join(person, person.c.id == c.person_id).outerjoin(area, area.c.code == c.area_code))
        .where(within(c.area_code, reader.areas), c.rule_id.in_(_weekly_rules()))
        .where(sa.or_(c.opens_on <= day, c.last_on >= monday_of(day)))
        .order_by(c.area_code, person.c.group_name, person.c.name, person.c.id)
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    if village:
        statement = statement.where(within(c.area_code, [village]))
    return [Round._make(row) for row in db.session.execute(statement)]


def list_places(reader: Reader) -> dict[str, str]:
    """Return the names of a reader's own areas and of the places just below: villages, or a county's towns."""
    below = Level.TOWN if _widest(reader) in (Level.PROVINCE, Level.CITY, Level.COUNTY) else Level.VILLAGE
    wanted = sa.or_(
        area.c.code.in_(reader.areas), sa.and_(within(area.c.code, reader.areas), area.c.level == below)
    )
    statement = sa.select(area.c.code, area.c.name).where(wanted, area.c.ended_on.is_(None))
    return {row.code: row.name for row in db.session.execute(statement.order_by(area.c.code))}


def _widest(reader: Reader) -> Level:
    order = list(Level)
    return min((level_of(code) for code in reader.areas), key=order.index, default=Level.VILLAGE)


def _weekly_rules() -> list[str]:
    rules = book.current().rules.values()
    return [rule.id for rule in rules if isinstance(rule.when, Each) and rule.when.period is Period.WEEK]
