"""审核队列: what awaits a verdict in its lanes, a page of it, and how many logs wait where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.queries import area_names
from app.accounts.scope import within
from app.core.db import db
from app.core.regions import Level, full_code
from app.people.models import Person
from app.policy.terms import Kind
from app.reviews.models import Finding, FindingNote, FindingVisit
from app.reviews.queries.awaiting import answered, awaiting, marks
from app.reviews.queries.sampling import drawn_among
from app.reviews.rules.lanes import Mark, Span, lane_of
from app.reviews.rules.sampling import Filed, town_of
from app.reviews.rules.vocabulary import Lane, Signal
from app.visits.models import Visit
from app.visits.queries import VisitRow, as_told

MARKED = tuple(Mark)
_TOLD = (
    Visit.id, Visit.area_code, Area.name, Visit.doctor_id, Visit.doctor_name, Visit.filed_at, Visit.corrects_id,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the queue is asked for: places, months, perhaps one doctor."""

    areas: tuple[str, ...]
    span: Span
    doctor_id: int | None = None


class Waiting(NamedTuple):
    """A log that awaits a verdict: where it stands and why."""

    visit_id: int
    lane: Lane
    marks: tuple[Mark, ...]
    area_code: str
    village: str
    doctor_id: int | None
    doctor_name: str
    filed_at: datetime


@dataclass(frozen=True, slots=True)
class Queue:
    """Everything that awaits a verdict, each lane in the order it is looked through."""

    lanes: dict[Lane, list[Waiting]] = field(default_factory=dict)

    @property
    def first(self) -> Lane:
        """The lane to begin with: the first that holds anything."""
        return next((lane for lane in Lane if self.lanes[lane]), Lane.REST)

    @property
    def total(self) -> int:
        """How many logs wait in all."""
        return sum(map(len, self.lanes.values()))

    def find(self, visit_id: int) -> Waiting | None:
        """Return one log of the queue; None where it waits no longer."""
        return next((one for lane in self.lanes.values() for one in lane if one.visit_id == visit_id), None)

    def place(self, visit_id: int, lane: Lane) -> int | None:
        """Return where a log stands in a lane, counted from 1; None where it does not stand there."""
        ids = [one.visit_id for one in self.lanes[lane]]
        return ids.index(visit_id) + 1 if visit_id in ids else None

    def beside(self, visit_id: int, lane: Lane) -> tuple[int | None, int | None]:
        """Return the logs before and after one in a lane; after what left the lane comes its first."""
        ids = [one.visit_id for one in self.lanes[lane]]
        at = self.place(visit_id, lane) or 0
        return ids[at - 2] if at > 1 else None, ids[at] if at < len(ids) else None

    def after(self, visit_id: int, lane: Lane) -> int | None:
        """Return which log to open once one is decided: the next of its lane, after the last the first that is left."""
        first = next((one.visit_id for one in self.lanes[lane] if one.visit_id != visit_id), None)
        return self.beside(visit_id, lane)[1] or first


class Line(NamedTuple):
    """One row of the queue as it is shown, with the signals that point at it."""

    visit: VisitRow
    waiting: Waiting
    signals: tuple[Signal, ...] = ()


def read_queue(asked: Asked) -> Queue:
    """Return everything that awaits a verdict in some places and months."""
    flags = [flag.label(mark.name) for mark, flag in marks().items()]
    wanted = awaiting(asked.areas, asked.span, *_TOLD, answered().label("answered"), *flags)
    wanted = wanted.outerjoin(Area, Area.code == Visit.area_code)
    if asked.doctor_id is not None:
        wanted = wanted.where(Visit.doctor_id == asked.doctor_id)
    rows = db.session.execute(wanted.order_by(Visit.filed_at, Visit.id)).all()
    drawn = _drawn(rows, asked.span.first)
    lanes: dict[Lane, list[Waiting]] = {lane: [] for lane in Lane}
    for row in rows:
        found = tuple(mark for mark, flag in zip(MARKED, row[len(_TOLD) + 1 :], strict=True) if flag)
        lane = lane_of(answered=bool(row.answered), marks=found, drawn=row.id in drawn)
        lanes[lane].append(Waiting(row.id, lane, found, row.area_code, row.name or row.area_code, *row[3:6]))
    # What is accepted together is compared: a doctor's logs stand beside one another.
    lanes[Lane.REST].sort(key=lambda one: (one.area_code, one.doctor_name, one.filed_at, one.visit_id))
    return Queue(lanes)


def list_lines(waiting: Sequence[Waiting], *, untold: Collection[Kind]) -> list[Line]:
    """Return some logs of the queue as they are shown; of what is not for the reader, only that there is a log."""
    ids = [one.visit_id for one in waiting]
    columns = [getattr(Visit, name) for name in VisitRow._fields if name != "person_name"]
    wanted = sa.select(*columns, Person.name).join(Person, Person.id == Visit.person_id)
    rows = [VisitRow._make(row) for row in db.session.execute(wanted.where(Visit.id.in_(ids)))]
    shown = {row.id: row for row in as_told(rows, untold=untold)}
    pointed = signals_at([one.visit_id for one in waiting if Mark.SIGNAL in one.marks])
    return [Line(shown[one.visit_id], one, pointed.get(one.visit_id, ())) for one in waiting]


def signals_at(visit_ids: Sequence[int]) -> dict[int, tuple[Signal, ...]]:
    """Return the signals that point at each of some logs."""
    found: dict[int, tuple[Signal, ...]] = {}
    if not visit_ids:
        return found
    wanted = sa.select(FindingVisit.visit_id, FindingVisit.signal).where(FindingVisit.visit_id.in_(visit_ids))
    for visit_id, signal in db.session.execute(wanted.order_by(FindingVisit.visit_id, FindingVisit.signal)):
        found[visit_id] = (*found.get(visit_id, ()), signal)
    return found


def list_pointing(visit_id: int) -> Sequence[Finding]:
    """Return the findings behind which a log stands."""
    same = sa.and_(
        FindingVisit.month == Finding.month,
        FindingVisit.doctor_id == Finding.doctor_id,
        FindingVisit.signal == Finding.signal,
    )
    wanted = sa.select(Finding).join(FindingVisit, same).where(FindingVisit.visit_id == visit_id)
    return db.session.scalars(wanted.order_by(Finding.signal)).all()


def count_awaiting(areas: Sequence[str], *, span: Span) -> int:
    """Return how many logs of some areas await a verdict."""
    return db.session.scalar(awaiting(areas, span, sa.func.count())) or 0


def counting_desk(areas: Sequence[str], *, span: Span) -> sa.Select[Any]:
    """Return the question a desk asks, in one row: how many logs wait, how many of them come first, how many findings

    of the span nobody has looked into.
    """
    flags = sa.or_(answered() == 1, *(flag == 1 for flag in marks().values()))
    counted = (sa.func.count(), sa.func.coalesce(sa.func.sum(sa.case((flags, 1), else_=0)), 0))
    told = sa.exists().where(
        FindingNote.month == Finding.month,
        FindingNote.doctor_id == Finding.doctor_id,
        FindingNote.signal == Finding.signal,
    )
    inside = (within(Finding.area_code, areas), Finding.month >= span.first, Finding.month < span.after)
    findings = sa.select(sa.func.count()).select_from(Finding).where(*inside, ~told).scalar_subquery()
    return awaiting(areas, span, *counted, findings)


def count_towns(areas: Sequence[str], *, span: Span) -> list[tuple[str, str, int]]:
    """Return of each town with logs that wait its code, its name and how many, the fullest first."""
    town = sa.func.substr(Visit.area_code, 1, Level.TOWN.digits).label("town")
    counted = awaiting(areas, span, town, sa.func.count()).group_by(town)
    found = {full_code(start): number for start, number in db.session.execute(counted)}
    names = area_names(list(found))
    rows = [(code, names.get(code, code), number) for code, number in found.items()]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def _drawn(rows: Sequence[Any], first: date) -> set[int]:
    towns: dict[str, list[Filed]] = defaultdict(list)
    for row in rows:
        log = Filed(row.id, row.doctor_id, row.filed_at, row.corrects_id)
        towns[town_of(row.area_code)].append(log)
    return {number for town, logs in towns.items() for number in drawn_among(logs, town, first)}
