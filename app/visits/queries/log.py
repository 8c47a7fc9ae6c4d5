"""The log itself: one visit, a person's visits, the newest of an area, what the last ones tell."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Integer, Select, bindparam, func, select, union_all

from app.accounts.models import Area
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

LOOK_BACK = 8
CHUNK = 500
KEPT = 512

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
    Visit.corrects_id,
    Visit.first_filed_at,
)


class Standing(NamedTuple):
    """What a visit about to be filed must know of its person, and whether it was delivered before, for whomever."""

    area_code: str
    born_on: date | None
    died_on: date | None
    delivered_id: int | None


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
    corrects_id: int | None = None
    first_filed_at: datetime | None = None
    person_name: str = ""

    @property
    def entered_late(self) -> bool:
        """Tell whether the record was first made on a later day than the visit; mending it later makes it no later."""
        return self.visited_on < local(self.first_filed_at or self.filed_at).date()

    @property
    def all_kinds(self) -> tuple[Kind, ...]:
        """The kinds of work the visit did."""
        return tuple(Kind(value) for value in self.kinds)

    @property
    def all_results(self) -> dict[Kind, Result]:
        """How each disease was classed."""
        return {Kind(kind): Result(result) for kind, result in self.results.items()}


class Before(NamedTuple):
    """What earlier visits tell the next one: the answers to carry over, the last result of each disease."""

    last: VisitRow | None
    answers: Answers
    results: dict[Kind, tuple[Result, ...]]
    earlier: tuple[tuple[date, Answers], ...] = ()
    classed: tuple[tuple[date, dict[Kind, Result]], ...] = ()
    latest: tuple[VisitRow, ...] = ()


# Asked by every visit that is filed, so they are built once.
_KEY, _WHOM = bindparam("key", type_=Visit.client_key.type), bindparam("person", type_=Integer)
_STANDING = (
    select(Person.area_code, Person.born_on, Person.died_on, Visit.id)
    .outerjoin(Visit, Visit.client_key == _KEY)
    .where(Person.id == _WHOM)
)
_LOOK_BACK = select(*_ROW, Visit.answers).where(Visit.person_id == _WHOM, Visit.voided_at.is_(None))


def stand_now(person_id: int, *, client_key: UUID) -> Standing:
    """Return how a person stands now, and the visit that a sender already delivered under a key."""
    asked = {"person": person_id, "key": client_key}
    return Standing(*db.session.execute(_STANDING, asked).one())


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


def as_told(visits: Iterable[VisitRow], *, untold: Collection[Kind]) -> list[VisitRow]:
    """Return lines of a log as a reader may know them, who is not told of some kinds of work: nor of what was found."""
    hidden = {kind.value for kind in untold}
    return [visit if hidden.isdisjoint(visit.kinds) else _without(visit, hidden) for visit in visits]


def newest_in(
    areas: Sequence[str], *, limit: int = 20, untold: Collection[Kind] = frozenset()
) -> list[VisitRow]:
    """Return the visits filed last in some areas to people who are there still, with their names."""
    return as_told(_rows(_newest_statement(tuple(areas), limit)), untold=untold)


@lru_cache(maxsize=KEPT)
def _newest_statement(areas: tuple[str, ...], limit: int) -> Select[Any]:
    """Look first where something was filed last: the newest of a county lie in as many of its villages at most."""
    there = select(Visit.id).join(Person, Person.id == Visit.person_id).where(within(Person.area_code, areas))
    there = there.order_by(Visit.filed_at.desc(), Visit.id.desc())
    last = there.with_only_columns(Visit.filed_at, maintain_column_froms=True)
    last_at = last.where(Visit.area_code == Area.code).limit(1).correlate(Area).scalar_subquery()
    places = select(Area.code, last_at.label("last_at")).where(within(Area.code, areas)).subquery()
    busiest = select(places.c.code).where(places.c.last_at.is_not(None))
    busy = busiest.order_by(places.c.last_at.desc(), places.c.code).limit(limit).cte("busy")
    codes = (select(busy.c.code).order_by(busy.c.code).limit(1).offset(at) for at in range(limit))
    found = [there.where(Visit.area_code == code.scalar_subquery()).limit(limit).subquery() for code in codes]
    newest = union_all(*(select(each.c.id) for each in found)).cte("newest")
    wanted = select(*_ROW, Person.name.label("person_name")).join(newest, newest.c.id == Visit.id)
    wanted = wanted.join(Person, Person.id == Visit.person_id)
    return wanted.order_by(Visit.filed_at.desc(), Visit.id.desc()).limit(limit)


def look_back(person_id: int, *, before: tuple[date, int] | None = None) -> Before:
    """Return what the last visits tell (those before a (day, id), where one is given): what to carry over, results."""
    wanted = _LAST if before is None else _newest_first(_LOOK_BACK, before).limit(LOOK_BACK)
    return before_of(db.session.execute(wanted, {"person": person_id}).all())


def before_of(found: Sequence[Any]) -> Before:
    """Return what a person's last visits tell; the newest first, each with its answers as the last column."""
    answers: dict[str, Any] = {}
    results: dict[Kind, tuple[Result, ...]] = {}
    for row in reversed(found):
        answers.update(row.answers)
        for kind, result in row.results.items():
            results[Kind(kind)] = (Result(result), *results.get(Kind(kind), ()))
    earlier = tuple((row.visited_on, row.answers) for row in found)
    classed = tuple(
        (row.visited_on, {Kind(kind): Result(found_) for kind, found_ in row.results.items()})
        for row in found
    )
    latest = tuple(VisitRow(*row[:-1]) for row in found)
    return Before(latest[0] if latest else None, answers, results, earlier, classed, latest)


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


def _without(visit: VisitRow, hidden: Collection[str]) -> VisitRow:
    return visit._replace(
        kinds=[kind for kind in visit.kinds if kind not in hidden],
        results={kind: result for kind, result in visit.results.items() if kind not in hidden},
        summary="",
        note="",
    )


def _newest_first(wanted: Select[Any], before: tuple[date, int] | None) -> Select[Any]:
    if before is not None:
        day, visit_id = before
        wanted = wanted.where((Visit.visited_on < day) | ((Visit.visited_on == day) & (Visit.id < visit_id)))
    return wanted.order_by(Visit.visited_on.desc(), Visit.id.desc())


_LAST = _newest_first(_LOOK_BACK, None).limit(LOOK_BACK)


def _rows(wanted: Select[Any]) -> list[VisitRow]:
    return [VisitRow(*row) for row in db.session.execute(wanted)]
