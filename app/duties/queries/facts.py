"""The facts that what is owed follows from, read for many people at once as plain tuples."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.scope import within
from app.core.db import db
from app.duties.models import Duty, DutyEvent, DutyLine, DutyStart, EvidenceRecord, ExcuseRecord, table_of
from app.duties.rules import Circumstances, DutyRow, Excuse, LineRow
from app.people.models import Person, PersonCategory, PersonCondition
from app.people.queries import holdings_of
from app.policy.engine import Evidence
from app.policy.rule import Interval
from app.policy.spells import Spell
from app.policy.terms import Event, ExcuseReason

duty, line = table_of(Duty), table_of(DutyLine)
evidence, event, excuse = table_of(EvidenceRecord), table_of(DutyEvent), table_of(ExcuseRecord)
person = table_of(Person)
EVENTS = {str(event.value): event for event in Event}
REASONS = {str(reason.value): reason for reason in ExcuseReason}


def _of(table: sa.Table, *columns: sa.ColumnElement[Any]) -> sa.Select[Any]:
    """Return a read of some people's rows, built once and asked with their ids."""
    owner = table.c.id if table is person else table.c.person_id
    return sa.select(*columns).where(owner.in_(sa.bindparam("ids", expanding=True)))


def _columns(table: sa.Table, *names: str) -> list[sa.ColumnElement[Any]]:
    return [table.c[name] for name in names]


# A record merged into another, or withdrawn, owes nothing: it speaks for nobody.
PEOPLE = _of(person, *_columns(person, "id", "area_code", "born_on", "died_on", "moved_on", "lost_on")).where(
    person.c.merged_into_id.is_(None), person.c.withdrawn_at.is_(None)
)
# Two deeds on one person come one after the other, so that the later one sees what the earlier one wrote.
HELD = PEOPLE.order_by(person.c.id).with_for_update(key_share=True)
EVIDENCE = _of(
    evidence,
    *_columns(evidence, "person_id", "id", "seen_on", "kind", "mode", "result", "emergency", "text"),
    *_columns(evidence, "again_by", "sooner"),
).where(sa.not_(evidence.c.voided))
DUTIES = _of(duty, *_columns(duty, "id", *DutyRow._fields))
LINES = _of(line, *_columns(line, "id", "area_code", *LineRow._fields))
# The two rare kinds of fact in one statement: what an event has is its end, if any.
_WORD = sa.String(40)
EVENTS_AND_EXCUSES = _of(
    excuse, *_columns(excuse, "person_id", "from_on", "return_on"), sa.type_coerce(excuse.c.reason, _WORD)
).union_all(
    _of(
        event,
        *_columns(event, "person_id", "happened_on", "ended_on"),
        sa.type_coerce(event.c.event, _WORD),
    ).where(sa.not_(event.c.voided))
)


def find_start() -> date | None:
    """Return the day since which this deployment owes, None until it is settled."""
    return db.session.execute(sa.select(table_of(DutyStart).c.owed_from)).scalar_one_or_none()


def list_person_ids(areas: Sequence[str] | None = None) -> list[int]:
    """Return everybody, or everybody in some areas, for a reckoning of the whole."""
    statement = sa.select(person.c.id).order_by(person.c.id)
    if areas is not None:
        statement = statement.where(within(person.c.area_code, areas))
    return list(db.session.execute(statement).scalars())


def list_concerned(
    since: date, day: date, *, ages: Sequence[int] = (), ahead: date | None = None
) -> list[int]:
    """Return those whom a date between two days concerns: a birthday comes, an enrolment, a benefit, or what goes on
    begins or ends.

    ``ahead`` looks further than to birthdays.
    """
    category, condition = table_of(PersonCategory), table_of(PersonCondition)
    dates = (
        (category.c.started_on, category.c.ended_on),
        (condition.c.started_on, condition.c.ended_on, condition.c.benefit_from, condition.c.benefit_until),
        (event.c.happened_on, event.c.ended_on),
    )
    touched = [
        sa.select(on[0].table.c.person_id).where(sa.or_(*(each.between(since, ahead or day) for each in on)))
        for on in dates
    ]
    for age in ages:
        # A day more, for those born on 29 February: too many reckoned changes nothing.
        born = person.c.born_on.between(
            _years_before(since, age), _years_before(day, age) + timedelta(days=1)
        )
        touched.append(sa.select(person.c.id).where(born))
    return sorted(db.session.execute(sa.union(*touched)).scalars())


def circumstances_of(person_ids: Sequence[int], *, hold: bool = False) -> dict[int, Circumstances]:
    """Return everything known of some people that what they are owed follows from.

    Whoever writes what follows holds them until the deed ends.
    """
    known: dict[int, Circumstances] = {}
    ids = {"ids": list(person_ids)}
    for person_id, area_code, born_on, *gone in db.session.execute(HELD if hold else PEOPLE, ids):
        left_on = min((on for on in gone if on is not None), default=None)
        known[person_id] = Circumstances(person_id, area_code, born_on, left_on)
    ids = {"ids": list(known)}
    for person_id, holdings in holdings_of(ids["ids"]).items():
        known[person_id].holdings = holdings
    for person_id, *facts in db.session.execute(EVIDENCE, ids):
        seen = Evidence(*facts)
        known[person_id].evidence.setdefault(seen.kind, []).append(seen)
    _add_events_and_excuses(known, ids)
    return known


def stored_duties(person_ids: Sequence[int]) -> dict[tuple[int, str], tuple[int, DutyRow]]:
    """Return the open duties on record, by person and rule."""
    rows = db.session.execute(DUTIES, {"ids": list(person_ids)})
    return {(row[1], row[2]): (row[0], DutyRow._make(row[1:])) for row in rows}


def stored_lines(person_ids: Sequence[int]) -> list[tuple[int, str, LineRow]]:
    """Return the closed lines on record, each with its number and the place it was closed at."""
    rows = db.session.execute(LINES, {"ids": list(person_ids)})
    return [(row[0], row[1], LineRow._make(row[2:])) for row in rows]


def _add_events_and_excuses(known: dict[int, Circumstances], ids: dict[str, list[int]]) -> None:
    for person_id, on, until, told in db.session.execute(EVENTS_AND_EXCUSES, ids):
        if told in EVENTS:
            known[person_id].events.setdefault(EVENTS[told], []).append(Spell(on, until))
        else:
            known[person_id].excuses.append(Excuse(on, until, REASONS[told]))


def _years_before(day: date, years: int) -> date:
    return Interval(-years, "year").after(day)
