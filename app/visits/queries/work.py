"""A doctor's visits and contacts of a month, and who worked in an area."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import User
from app.accounts.queries.holders import list_holders_within
from app.accounts.reader import Reader
from app.accounts.scope import covers
from app.core.clock import local
from app.core.db import db
from app.people.models import Person
from app.people.queries import may_see
from app.people.rules import hidden_kinds
from app.policy.terms import Kind
from app.visits.models import ContactAttempt, Visit
from app.visits.rules.work import Tried, WorkLine, month_after

Newer = aliased(Visit)
LARGEST_ID = 2**31 - 1


class Worker(NamedTuple):
    """One doctor with what they did in an area in a month."""

    id: int
    name: str
    visits: int
    people: int


def find_worker(doctor_id: int, *, reader: Reader) -> str | None:
    """Return the name of a doctor who holds or did something in the reader's areas; anybody else is absent."""
    if doctor_id > LARGEST_ID:
        return None
    if doctor_id == reader.id:
        return reader.name
    holds = next((each for each in list_holders_within(reader.areas) if each.user_id == doctor_id), None)
    if holds is not None:
        return holds.full_name
    worked = sa.select(User.full_name).join(Visit, Visit.doctor_id == User.id)
    worked = worked.join(Person, Person.id == Visit.person_id).where(User.id == doctor_id, may_see(reader))
    return db.session.scalar(worked.limit(1))


def list_work_lines(doctor_id: int, *, month: date, reader: Reader) -> list[WorkLine]:
    """Return a doctor's visits of a month by day; one's own count wherever the people are looked after by now.

    Whom the reader may no longer see stands in the list without a name.
    """
    corrected = sa.exists().where(Newer.corrects_id == Visit.id)
    facts = (Visit.filed_at, Visit.first_filed_at, Visit.voided_at, Visit.corrects_id)
    columns = (Visit.id, Visit.person_id, Visit.visited_on, Visit.mode, Visit.kinds, Visit.summary, *facts)
    wanted = sa.select(*columns, Person.name, Person.area_code, corrected.label("replaced"))
    wanted = wanted.join(Person, Person.id == Visit.person_id).where(
        Visit.doctor_id == doctor_id,
        Visit.visited_on >= month,
        Visit.visited_on < month_after(month),
        sa.true() if doctor_id == reader.id else may_see(reader),
    )
    rows = db.session.execute(wanted.order_by(Visit.visited_on, Visit.id))
    untold = hidden_kinds(reader.role)
    return [_line(row, reader, untold) for row in rows]


def list_tried(doctor_id: int, *, month: date, reader: Reader) -> list[Tried]:
    """Return a doctor's contacts of a month that were no visits, by day."""
    wanted = sa.select(ContactAttempt.person_id, ContactAttempt.tried_on, ContactAttempt.outcome)
    wanted = wanted.join(Person, Person.id == ContactAttempt.person_id).where(
        ContactAttempt.doctor_id == doctor_id,
        ContactAttempt.tried_on >= month,
        ContactAttempt.tried_on < month_after(month),
        sa.true() if doctor_id == reader.id else may_see(reader),
    )
    rows = db.session.execute(wanted.order_by(ContactAttempt.tried_on, ContactAttempt.id))
    return [Tried(*row) for row in rows]


def list_workers(reader: Reader, *, month: date) -> list[Worker]:
    """Return who visited somebody of the reader's areas in a month, the one with the most visits first."""
    visits = sa.func.count(Visit.id)
    wanted = (
        sa.select(User.id, User.full_name, visits, sa.func.count(sa.distinct(Visit.person_id)))
        .join(Visit, Visit.doctor_id == User.id)
        .join(Person, Person.id == Visit.person_id)
        .where(may_see(reader), Visit.visited_on >= month, Visit.visited_on < month_after(month))
        .where(Visit.voided_at.is_(None))
        .group_by(User.id, User.full_name)
        .order_by(visits.desc(), User.id)
    )
    return [Worker(*row) for row in db.session.execute(wanted)]


def _line(row: Any, reader: Reader, untold: Collection[Kind]) -> WorkLine:
    kinds = tuple(Kind(value) for value in row.kinds)
    told = tuple(kind for kind in kinds if kind not in untold)
    known = covers(reader.areas, row.area_code)
    return WorkLine(
        id=row.id,
        person_id=row.person_id,
        name=row.name if known else "",
        area_code=row.area_code,
        visited_on=row.visited_on,
        mode=row.mode,
        kinds=told,
        summary=row.summary if known and told == kinds else "",
        late=row.visited_on < local(row.first_filed_at or row.filed_at).date(),
        struck=row.voided_at is not None,
        replaced=row.replaced,
        corrects=row.corrects_id is not None,
        known=known,
    )
