"""What one person owes and has closed, and the whole of an area for the prompt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.scope import within
from app.core.db import db
from app.duties.models import Duty, DutyLine, ExcuseRecord, table_of
from app.duties.rules import DutyRow, LineRow, WorkDuty
from app.people.models import Person
from app.policy import book

duty, line = table_of(Duty), table_of(DutyLine)
person, area = table_of(Person), table_of(Area)
FACTS = tuple(duty.c[name] for name in DutyRow._fields)
# Asked for every page of a list and every visit: built once, asked with the ids.
_OWED = (
    sa.select(*FACTS)
    .where(duty.c.person_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(duty.c.due_on, duty.c.rule_id)
)


@dataclass(frozen=True, slots=True)
class Listed:
    """An open duty of an area with the name and the village it is printed under."""

    person: str
    village: str
    duty: WorkDuty


def work_duties(rows: Iterable[Sequence[Any]], *, at: int = 0) -> Iterator[tuple[Sequence[Any], WorkDuty]]:
    """Return rows with the open duty that begins at a column; one whose rule went out of use is passed over."""
    rules = book.current().rules
    for row in rows:
        facts = DutyRow._make(row[at:])
        rule = rules.get(facts.rule_id)
        if rule is not None:
            yield row, WorkDuty(
                rule=rule, person_id=facts.person_id, area_code=facts.area_code,
                opens_on=facts.opens_on, due_on=facts.due_on, owed_from=facts.owed_from,
                last_on=facts.last_on, last_mode=facts.last_mode, last_result=facts.last_result, last_text=facts.last_text,
                excused_until=facts.excused_until, excuse_reason=facts.excuse_reason, emergency_on=facts.emergency_on,
                again_by=facts.again_by, sooner=facts.sooner,
            )  # fmt: skip


def list_duties(person_id: int) -> list[WorkDuty]:
    """Return what one person owes under every rule, the earliest due first."""
    return list_duties_of([person_id]).get(person_id, [])


def list_duties_of(person_ids: Sequence[int]) -> dict[int, list[WorkDuty]]:
    """Return what several people owe, for the cards of a page."""
    found: dict[int, list[WorkDuty]] = {}
    for _, owed in work_duties(db.session.execute(_OWED, {"ids": list(person_ids)})):
        found.setdefault(owed.person_id, []).append(owed)
    return found


def find_open_duty(person_id: int, rule_id: str) -> WorkDuty | None:
    """Return what one person owes under one rule."""
    wanted = sa.select(*FACTS).where(duty.c.person_id == person_id, duty.c.rule_id == rule_id)
    return next((owed for _, owed in work_duties(db.session.execute(wanted))), None)


def list_lines(person_id: int, *, limit: int | None = None) -> list[LineRow]:
    """Return the closed lines of one person, the newest first."""
    columns = [line.c[name] for name in LineRow._fields]
    wanted = (
        sa.select(*columns)
        .where(line.c.person_id == person_id)
        .order_by(line.c.due_on.desc(), line.c.id.desc())
        .limit(limit)
    )
    return [LineRow._make(row) for row in db.session.execute(wanted)]


def list_excuses(person_id: int) -> list[ExcuseRecord]:
    """Return when and why one person could not be seen, the newest first."""
    wanted = sa.select(ExcuseRecord).where(ExcuseRecord.person_id == person_id)
    return list(db.session.scalars(wanted.order_by(ExcuseRecord.from_on.desc(), ExcuseRecord.id.desc())))


def list_all(area_code: str | None, *, as_of: date, which: str) -> list[Listed]:
    """Return the open duties of an area by village and name: `overdue`, `open` (its window has begun), or `all`."""
    excused = sa.func.coalesce(duty.c.excused_until, date.min) >= as_of
    statement = (
        sa.select(person.c.name, sa.func.coalesce(area.c.name, person.c.area_code), *FACTS)
        .select_from(
            duty.join(person, person.c.id == duty.c.person_id).outerjoin(
                area, area.c.code == duty.c.area_code
            )
        )
        .order_by(duty.c.area_code, person.c.name, duty.c.person_id, duty.c.due_on, duty.c.rule_id)
    )
    if area_code is not None:
        statement = statement.where(within(duty.c.area_code, [area_code]))
    if which == "overdue":
        statement = statement.where(duty.c.due_on < as_of, ~excused)
    elif which == "open":
        statement = statement.where(duty.c.opens_on <= as_of)
    return [Listed(row[0], row[1], owed) for row, owed in work_duties(db.session.execute(statement), at=2)]
