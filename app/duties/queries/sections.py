"""The sections of the work list as conditions over the duty table: the query's half of `policy.is_overdue`.

They are asked with the day and never with a flag, so nothing has to be marked at night.
"""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa

from app.core.clock import monday_of, sunday_of
from app.duties.models import Duty, DutyLine, table_of
from app.duties.rules import Section
from app.duties.rules.work import urgent_since
from app.policy import book
from app.policy.rule import Each, Period

A_WEEK = timedelta(days=7)
duty, line = table_of(Duty).c, table_of(DutyLine).c
DAY, MONDAY, SUNDAY, NEXT_SUNDAY, URGENT_SINCE = (
    sa.bindparam(name, type_=sa.Date) for name in ("day", "monday", "sunday", "next_sunday", "urgent_since")
)

EXCUSED = duty.excused_until >= DAY
PRESENT = sa.or_(duty.excused_until.is_(None), duty.excused_until < DAY)
OPEN = duty.opens_on <= DAY
WEEKLY = duty.rule_id.in_(sa.bindparam("weekly", expanding=True, type_=sa.String))
BELONGS: dict[Section, sa.ColumnElement[bool]] = {
    Section.OVERDUE: sa.and_(duty.due_on < DAY, PRESENT),
    Section.DUE: sa.and_(duty.due_on.between(DAY, SUNDAY), OPEN, PRESENT),
    Section.ROUNDS: sa.and_(duty.due_on <= SUNDAY, WEEKLY, OPEN, PRESENT),
    Section.EXCUSED: sa.and_(EXCUSED, OPEN),
}
# Overdue and due together; what is past its day has opened before.
WHOLE = sa.and_(duty.due_on <= SUNDAY, OPEN, PRESENT)

# A round done this week stands at the end of the next; nothing due later can be counted, unless it is excused.
NEAR = sa.or_(duty.due_on <= NEXT_SUNDAY, EXCUSED)
ROUND = sa.and_(WEEKLY, sa.or_(OPEN, duty.last_on >= MONDAY))
ROUND_DONE = sa.and_(WEEKLY, duty.last_on >= MONDAY)

SEEN_THIS_WEEK = line.settled_on.between(MONDAY, DAY)
URGENT = sa.case(
    (duty.emergency_on >= URGENT_SINCE, sa.literal_column("1", sa.Integer)),
    else_=sa.literal_column("0", sa.Integer),
)


def days(day: date) -> dict[str, object]:
    """Return what the conditions are asked with."""
    sunday = sunday_of(day)
    return {
        "day": day,
        "monday": monday_of(day),
        "sunday": sunday,
        "next_sunday": sunday + A_WEEK,
        "urgent_since": urgent_since(day),
        "weekly": weekly_rules(),
    }


def weekly_rules() -> list[str]:
    """Return the rules owed every week: the rounds."""
    rules = book.current().rules.values()
    return [rule.id for rule in rules if isinstance(rule.when, Each) and rule.when.period is Period.WEEK]
