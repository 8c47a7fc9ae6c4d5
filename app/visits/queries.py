"""Reads of the visit log. What lies outside the reader's area is not there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, func, select

from app.accounts.reader import Reader
from app.accounts.scope import within
from app.core.clock import local
from app.core.db import db
from app.core.errors import NotFound
from app.people.models import Person
from app.people.queries import may_see
from app.policy.terms import Kind, Mode, Result
from app.visits.models import Visit
from app.visits.rules import ROSTER_UNDONE, Answers, VisitSource, kinds_key
from app.visits.rules.limits import mean_of

LOOK_BACK = 8
CHUNK = 500

_ROW = (
    Visit.id,
    Visit.person_id,
    Visit.area_code,
    Visit.visited_on,
    Visit.mode,
    Visit.kinds,
    Visit.results,
    Visit.emergency,
    Visit.summary,
    Visit.note,
    Visit.doctor_name,
    Visit.source,
    Visit.filed_at,
    Visit.voided_at,
    Visit.void_reason,
)


class VisitRow(NamedTuple):
    """One line of a visit log."""

    id: int
    person_id: int
    area_code: str
    visited_on: date
    mode: Mode
    kinds: list[str]
    results: dict[str, Any]
    emergency: bool
    summary: str
    note: str
    doctor_name: str
    source: VisitSource
    filed_at: datetime
    voided_at: datetime | None
    void_reason: str
    person_name: str = ""

    @property
    def entered_late(self) -> bool:
        """Tell whether the record was made on a later day than the visit."""
        return self.visited_on < local(self.filed_at).date()

    @property
    def all_kinds(self) -> tuple[Kind, ...]:
        """The kinds of work the visit did."""
        return tuple(Kind(value) for value in self.kinds)

    @property
    def all_results(self) -> dict[Kind, Result]:
        """How each disease was classed."""
        return {Kind(kind): Result(result) for kind, result in self.results.items()}


class Reading(NamedTuple):
    """What was measured at one visit: the pressure, the mean of two where it was taken twice, and the fasting glucose."""

    visit_id: int
    on: date
    systolic: float | None
    diastolic: float | None
    fasting_glucose: float | None


class Before(NamedTuple):
    """What earlier visits tell the next one: the answers to carry over, the last result of each disease."""

    last: VisitRow | None
    answers: Answers
    results: dict[Kind, tuple[Result, ...]]


def find_by_client_key(client_key: UUID) -> Visit | None:
    """Return the visit a sender already delivered under this key."""
    return db.session.execute(select(Visit).where(Visit.client_key == client_key)).scalar_one_or_none()


def get_visit(visit_id: int, *, reader: Reader) -> Visit:
    """Return one visit to a person of the reader's areas."""
    wanted = select(Visit).join(Person, Person.id == Visit.person_id)
    wanted = wanted.where(Visit.id == visit_id, may_see(reader))
    visit = db.session.execute(wanted).scalar_one_or_none()
    if visit is None:
        raise NotFound
    return visit


def list_visits(person_id: int, *, limit: int = 20, before: tuple[date, int] | None = None) -> list[VisitRow]:
    """Return a person's visits, newest first; ``before`` is the (day, id) of the last one already shown.

    Voided visits are in the list: they are shown struck, with their reason.
    """
    wanted = select(*_ROW).where(Visit.person_id == person_id)
    return _rows(_newest_first(wanted, before).limit(limit))


def count_visits(person_id: int, *, after_id: int = 0) -> int:
    """Return how many visits stand in a record, or how many were filed after one."""
    wanted = select(func.count(Visit.id)).where(Visit.person_id == person_id, Visit.id > after_id)
    return db.session.scalar(wanted) or 0


def newest_in(areas: Sequence[str], *, limit: int = 20) -> list[VisitRow]:
    """Return the visits filed last in some areas to people who are there still, with their names."""
    wanted = select(*_ROW, Person.name.label("person_name")).join(Person, Person.id == Visit.person_id)
    wanted = wanted.where(within(Visit.area_code, areas), within(Person.area_code, areas))
    return _rows(wanted.order_by(Visit.filed_at.desc(), Visit.id.desc()).limit(limit))


def look_back(person_id: int, *, before: tuple[date, int] | None = None) -> Before:
    """Return what the last visits tell (those before a (day, id), where one is given): what to carry over, results."""
    wanted = select(*_ROW, Visit.answers).where(Visit.person_id == person_id, Visit.voided_at.is_(None))
    found = db.session.execute(_newest_first(wanted, before).limit(LOOK_BACK)).all()
    answers: dict[str, Any] = {}
    results: dict[Kind, tuple[Result, ...]] = {}
    for row in reversed(found):
        answers.update(row.answers)
        for kind, result in row.results.items():
            results[Kind(kind)] = (Result(result), *results.get(Kind(kind), ()))
    return Before(VisitRow(*found[0][:-1]) if found else None, answers, results)


def list_readings(person_id: int, *, since: date) -> list[Reading]:
    """Return the blood pressures and fasting glucoses measured since a day, the oldest first; voided visits tell nothing."""
    wanted = select(Visit.id, Visit.visited_on, Visit.answers).where(
        Visit.person_id == person_id, Visit.voided_at.is_(None), Visit.visited_on >= since
    )
    found = [
        Reading(
            visit_id,
            on,
            mean_of(answers, "systolic", "systolic_2"),
            mean_of(answers, "diastolic", "diastolic_2"),
            mean_of(answers, "fasting_glucose"),
        )
        for visit_id, on, answers in db.session.execute(wanted.order_by(Visit.visited_on, Visit.id))
    ]
    return [reading for reading in found if any(value is not None for value in reading[2:])]


def last_answers(person_id: int) -> Answers:
    """Return the newest answer to each question, for "as last time"."""
    return look_back(person_id).answers


def known_days(person_ids: Iterable[int]) -> set[tuple[int, date, tuple[str, ...]]]:
    """Return what is on record of some persons by person, day and kinds, voided visits too.

    A voided visit stays known, so that importing its file again does not bring it back, unless it was struck because
    the file itself was taken back.
    """
    known: set[tuple[int, date, tuple[str, ...]]] = set()
    wanted = sorted(set(person_ids))
    for start in range(0, len(wanted), CHUNK):
        some = select(Visit.person_id, Visit.visited_on, Visit.kinds)
        some = some.where(
            Visit.person_id.in_(wanted[start : start + CHUNK]), Visit.void_reason != ROSTER_UNDONE
        )
        known.update(
            (row.person_id, row.visited_on, kinds_key(row.kinds)) for row in db.session.execute(some)
        )
    return known


def _newest_first(wanted: Select[Any], before: tuple[date, int] | None) -> Select[Any]:
    if before is not None:
        day, visit_id = before
        wanted = wanted.where((Visit.visited_on < day) | ((Visit.visited_on == day) & (Visit.id < visit_id)))
    return wanted.order_by(Visit.visited_on.desc(), Visit.id.desc())


def _rows(wanted: Select[Any]) -> list[VisitRow]:
    return [VisitRow(*row) for row in db.session.execute(wanted)]
