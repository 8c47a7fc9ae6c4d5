"""The accounts of many people under some rules, told by their shapes: a few hundred of them hold ten thousand people.

Whoever has an account that more than its own shape decides is named apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.core.db import db
from app.duties.models import Duty, DutyLine, EvidenceRecord, ExcuseRecord, table_of
from app.policy.engine import Absence
from app.policy.rule import Rule
from app.policy.terms import Outcome, Result

duty, line = table_of(Duty), table_of(DutyLine)
evidence, excuse = table_of(EvidenceRecord), table_of(ExcuseRecord)
KEPT = ("opens_on", "due_on", "settled_on", "outcome")


class Stretch(NamedTuple):
    """People by their numbers, both ends included: what is worked out in one go."""

    first: int
    last: int

    def of(self, column: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
        """Return the condition that a person's number lies in it."""
        return column.between(self.first, self.last)


class LineShape(NamedTuple):
    """A settled line without its person: the facts its dates follow from, and what is on record."""

    rule_id: str
    owed_from: date
    before_on: date | None
    before_result: Result | None
    before_again: date | None
    settled_on: date
    opens_on: date
    due_on: date
    outcome: Outcome


def list_uneven(rules: Sequence[Rule], people: Stretch) -> set[int]:
    """Return whose account under one of these rules is more than settled lines in a row.

    Something was withdrawn or is owed no more, or there is evidence from before anything was owed, which may count
    under other intervals.
    """
    here = duty.c.person_id == line.c.person_id, duty.c.rule_id == line.c.rule_id
    ended = (
        sa.select(line.c.person_id)
        .outerjoin(duty, sa.and_(*here))
        .where(*_under(line, rules, people), duty.c.id.is_(None) | (line.c.outcome == Outcome.WITHDRAWN))
    )
    counts = evidence.c.person_id == duty.c.person_id, evidence.c.kind == duty.c.kind
    older = (
        sa.select(duty.c.person_id)
        .join(evidence, sa.and_(*counts))
        .where(
            *_under(duty, rules, people), evidence.c.seen_on < duty.c.owed_from, sa.not_(evidence.c.voided)
        )
    )
    return {person_id for wanted in (ended, older) for person_id in db.session.scalars(wanted.distinct())}


def absences_in(people: Stretch) -> dict[int, list[Absence]]:
    """Return when somebody could not be visited."""
    columns = (excuse.c.person_id, excuse.c.from_on, excuse.c.return_on)
    found: dict[int, list[Absence]] = {}
    for person_id, from_on, return_on in db.session.execute(
        sa.select(*columns).where(people.of(excuse.c.person_id))
    ):
        found.setdefault(person_id, []).append(Absence(from_on, return_on))
    return found


def line_shapes(told: sa.Subquery) -> list[LineShape]:
    """Return every shape of some settled lines."""
    shape = [told.c[name] for name in LineShape._fields]
    return [LineShape._make(row) for row in db.session.execute(sa.select(*shape).distinct())]


def numbered_lines(told: sa.Subquery) -> list[tuple[int, int, LineShape]]:
    """Return some settled lines: the person's number, the line's, and its shape."""
    columns = (told.c.person_id, told.c.id, *(told.c[name] for name in LineShape._fields))
    return [(row[0], row[1], LineShape._make(row[2:])) for row in db.session.execute(sa.select(*columns))]


def told_lines(
    rules: Sequence[Rule], people: Stretch, *, aside: Collection[int] = (), only: Collection[int] = ()
) -> sa.Subquery:
    """Return the settled lines in a stretch, each with the evidence before it, as a table to ask."""
    whose = list(_under(line, rules, people))
    whose += [line.c.person_id.not_in(sorted(aside))] if aside else []
    whose += [line.c.person_id.in_(sorted(only))] if only else []
    columns = [line.c[name] for name in ("id", "person_id", "rule_id", *KEPT)]
    row = sa.select(*columns, *_before(whose)).where(*whose).subquery("row")
    kept = [column for column in row.c if column.name != "before_id"]
    return (
        sa.select(
            *kept,
            duty.c.owed_from,
            evidence.c.result.label("before_result"),
            evidence.c.again_by.label("before_again"),
        )
        .join(duty, sa.and_(duty.c.person_id == row.c.person_id, duty.c.rule_id == row.c.rule_id))
        .outerjoin(evidence, evidence.c.id == row.c.before_id)
        .subquery("told")
    )


def _before(whose: Sequence[sa.ColumnElement[bool]]) -> Iterator[sa.ColumnElement[Any]]:
    """Return the evidence of the line before it; nothing is looked for where nobody has a second line."""
    account: Any = (line.c.person_id, line.c.rule_id)
    second = sa.select(line.c.person_id).where(*whose).group_by(*account).having(sa.func.count() > 1)
    several = db.session.execute(second.limit(1)).first() is not None
    for column, name in ((line.c.settled_on, "before_on"), (line.c.evidence_id, "before_id")):
        lag = sa.func.lag(column, type_=column.type).over(partition_by=account, order_by=line.c.settled_on)
        yield (lag if several else sa.cast(sa.null(), column.type)).label(name)


def _under(table: sa.Table, rules: Sequence[Rule], people: Stretch) -> tuple[sa.ColumnElement[bool], ...]:
    return people.of(table.c.person_id), table.c.rule_id.in_([rule.id for rule in rules])
