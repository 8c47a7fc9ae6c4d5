"""Call-backs: which logs wait for one, what was answered, and whom to call."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Area
from app.accounts.scope import within
from app.core.db import db
from app.core.words import Text
from app.people.models import Person
from app.people.queries import is_on_record, list_contacts, opened
from app.people.queries.details import phone_of
from app.people.rules import mask_phone
from app.policy.terms import Mode
from app.reviews.models import CallBack, Review
from app.reviews.rules.vocabulary import CallOutcome, Verdict
from app.visits.models import Visit

THEMSELVES = Text("本人", "The resident")


class Awaited(NamedTuple):
    """A log that waits for a call-back: whose, of which day, asked for when and why, and how often nobody was reached."""

    visit_id: int
    person_name: str
    village: str
    visited_on: date
    mode: Mode
    doctor_name: str
    asked_at: datetime
    asked_by: str
    comment: str
    tries: int


class Answered(NamedTuple):
    """A call-back that was noted, with the log it asks about."""

    call: CallBack
    person_name: str
    village: str
    visited_on: date
    doctor_name: str


class Phone(NamedTuple):
    """Somebody to call: who, what they are to the resident, and the number, masked or open."""

    name: str
    role: object
    number: str
    is_open: bool


def list_awaited(areas: Sequence[str], *, limit: int, offset: int = 0) -> list[Awaited]:
    """Return the logs of some areas that wait for a call-back, those asked for longest ago first."""
    tries = sa.select(sa.func.count(CallBack.id)).where(_since(Review)).correlate(Visit, Review)
    columns = (
        Visit.id, Person.name, sa.func.coalesce(Area.name, Visit.area_code), Visit.visited_on, Visit.mode, Visit.doctor_name,
        Review.reviewed_at, Review.by_name, Review.comment, tries.scalar_subquery(),
    )  # fmt: skip
    wanted = _awaited(areas, *columns).outerjoin(Area, Area.code == Visit.area_code)
    wanted = wanted.order_by(Review.reviewed_at, Visit.id).limit(limit).offset(offset)
    return [Awaited(*row) for row in db.session.execute(wanted)]


def count_awaited(areas: Sequence[str]) -> int:
    """Return how many logs of some areas wait for a call-back."""
    return db.session.scalar(_awaited(areas, sa.func.count(Visit.id))) or 0


def list_answered(areas: Sequence[str], *, limit: int, offset: int = 0) -> list[Answered]:
    """Return the call-backs noted in some areas, the newest first."""
    columns = (
        CallBack,
        Person.name,
        sa.func.coalesce(Area.name, Visit.area_code),
        Visit.visited_on,
        Visit.doctor_name,
    )
    wanted = sa.select(*columns).join(Visit, Visit.id == CallBack.visit_id)
    wanted = wanted.join(Person, Person.id == CallBack.person_id).outerjoin(
        Area, Area.code == Visit.area_code
    )
    wanted = wanted.where(within(Visit.area_code, areas), within(Person.area_code, areas), is_on_record())
    newest = wanted.order_by(CallBack.called_at.desc(), CallBack.id.desc())
    return [Answered(*row) for row in db.session.execute(newest.limit(limit).offset(offset))]


def list_calls(visit_ids: Sequence[int]) -> Sequence[CallBack]:
    """Return every attempt to have some logs confirmed, the first one first: of a log, ask for all its versions."""
    made = sa.select(CallBack).where(CallBack.visit_id.in_(visit_ids))
    return db.session.scalars(made.order_by(CallBack.called_at, CallBack.id)).all()


def outcomes_of(visit_ids: Sequence[int]) -> dict[int, CallOutcome]:
    """Return what the newest answer about each of some logs came to; of one where nobody was reached, just that."""
    said: dict[int, CallOutcome] = {}
    for call in list_calls(visit_ids):
        if call.outcome is not CallOutcome.NOT_REACHED or call.visit_id not in said:
            said[call.visit_id] = call.outcome
    return said


def list_phones(person: Person, *, is_open: bool) -> list[Phone]:
    """Return whom to call about a resident; the numbers masked unless they were asked for."""
    known: list[tuple[str, object, str]] = [(person.name, THEMSELVES, opened(person).phone)]
    known += [(one.name, one.kind, phone_of(one)) for one in list_contacts(person.id)]
    return [
        Phone(name, role, number if is_open else mask_phone(number), is_open)
        for name, role, number in known
        if number
    ]


def _awaited(areas: Sequence[str], *columns: Any) -> sa.Select[Any]:
    """Return logs whose newest verdict asks for a call-back that nobody has answered since."""
    later = aliased(Review)
    wanted = sa.select(*columns).select_from(Review).join(Visit, Visit.id == Review.visit_id)
    return wanted.join(Person, Person.id == Visit.person_id).where(
        within(Visit.area_code, areas),
        within(Person.area_code, areas),
        is_on_record(),
        Review.verdict == Verdict.CALL_BACK,
        Visit.voided_at.is_(None),
        ~sa.exists().where(later.visit_id == Review.visit_id, later.id > Review.id),
        ~sa.exists().where(_since(Review), CallBack.outcome != CallOutcome.NOT_REACHED),
    )


def _since(review: type[Review]) -> sa.ColumnElement[bool]:
    return sa.and_(CallBack.visit_id == review.visit_id, CallBack.called_at >= review.reviewed_at)
