"""What the signals found: the panel of a month, by doctor and by township, one finding, and the notes beside it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.models import User, UserArea
from app.accounts.queries import area_names
from app.accounts.scope import within
from app.core.clock import local
from app.core.db import db
from app.core.errors import NotFound
from app.core.regions import Level, full_code
from app.people.models import Person
from app.people.queries import is_on_record
from app.reviews.models import Finding, FindingNote, FindingVisit
from app.reviews.queries.facts import filed_in
from app.reviews.rules.lanes import Span
from app.reviews.rules.vocabulary import Judgement, Signal
from app.visits.models import Visit


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A doctor's month: how many logs, what was found in them, and what was last noted about each signal."""

    doctor_id: int
    name: str
    area_code: str
    logs: int
    findings: Mapping[Signal, Finding] = field(default_factory=dict)
    judged: Mapping[Signal, Judgement] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TownRow:
    """A township's month: how many doctors filed logs, how many of them have findings, and with which signals."""

    area_code: str
    name: str
    doctors: int
    pointed: int
    signals: Mapping[Signal, int]


class Behind(NamedTuple):
    """A log behind a finding."""

    visit_id: int
    person_name: str
    village: str
    visited_on: date
    filed_at: datetime

    @property
    def filed_on(self) -> date:
        """The day it was filed."""
        return local(self.filed_at).date()


def list_panel(areas: Sequence[str], span: Span, *, limit: int, offset: int = 0) -> list[PanelRow]:
    """Return the doctors who filed logs of some areas in a month, those with most findings first."""
    logs = _logs(areas, span).subquery()
    pointed = sa.select(Finding.doctor_id, sa.func.count().label("signals"))
    pointed = pointed.where(Finding.month == span.first, within(Finding.area_code, areas))
    found = pointed.group_by(Finding.doctor_id).subquery()
    signals = sa.func.coalesce(found.c.signals, 0)
    wanted = sa.select(User.id, User.full_name, logs.c.area_code, logs.c.logs).join(
        logs, logs.c.doctor_id == User.id
    )
    wanted = wanted.outerjoin(found, found.c.doctor_id == User.id)
    by = (signals.desc(), logs.c.area_code, User.full_name, User.id)
    rows = db.session.execute(wanted.order_by(*by).limit(limit).offset(offset)).all()
    ids = [row.id for row in rows]
    findings, judged = _findings(areas, ids, span.first), _judged(areas, ids, span.first)
    return [
        PanelRow(row.id, row.full_name, row.area_code, row.logs, findings[row.id], judged[row.id])
        for row in rows
    ]


def list_towns_pointed(areas: Sequence[str], span: Span) -> list[TownRow]:
    """Return for each township of some areas how many doctors have findings in a month, the most first."""
    town = sa.func.substr(Visit.area_code, 1, Level.TOWN.digits)
    counted = sa.select(town, sa.func.count(sa.distinct(Visit.doctor_id)))
    counted = counted.where(filed_in(span), within(Visit.area_code, areas)).group_by(town)
    doctors = {full_code(start): number for start, number in db.session.execute(counted)}
    kept = sa.select(Finding.area_code, Finding.doctor_id, Finding.signal)
    kept = kept.where(Finding.month == span.first, within(Finding.area_code, areas))
    signals: dict[str, Counter[Signal]] = defaultdict(Counter)
    pointed: dict[str, set[int]] = defaultdict(set)
    for code, doctor_id, signal in db.session.execute(kept):
        signals[code][signal] += 1
        pointed[code].add(doctor_id)
    names = area_names(sorted({*doctors, *signals}))
    rows = [
        TownRow(code, name, doctors.get(code, 0), len(pointed[code]), signals[code])
        for code, name in names.items()
    ]
    return sorted(rows, key=lambda row: (-row.pointed, row.area_code))


def find_finding(
    signal: Signal, doctor_id: int, *, month: date, areas: Sequence[str]
) -> tuple[Finding | None, str]:
    """Return a finding with the doctor's name; none where nothing is found of a doctor who works in the areas.

    A doctor of other areas is told as absent.
    """
    doctor = db.session.scalar(sa.select(User.full_name).where(User.id == doctor_id))
    one = sa.and_(Finding.month == month, Finding.doctor_id == doctor_id, Finding.signal == signal)
    finding = db.session.scalar(sa.select(Finding).where(one, within(Finding.area_code, areas)))
    if doctor is None or (finding is None and not _works_in(doctor_id, areas)):
        raise NotFound
    return finding, doctor


def list_notes(signal: Signal, doctor_id: int, *, month: date, areas: Sequence[str]) -> Sequence[FindingNote]:
    """Return what was noted about a signal of a doctor's month, the newest first."""
    wanted = sa.select(FindingNote).where(
        FindingNote.doctor_id == doctor_id,
        FindingNote.signal == signal,
        FindingNote.month == month,
        within(FindingNote.area_code, areas),
    )
    return db.session.scalars(wanted.order_by(FindingNote.id.desc())).all()


def list_behind(
    finding: Finding, *, areas: Sequence[str], limit: int | None = None, offset: int = 0
) -> list[Behind]:
    """Return the logs behind a finding, as far as they and their people lie in the areas."""
    columns = (Visit.id, Person.name, Visit.area_code, Visit.visited_on, Visit.filed_at)
    wanted = sa.select(*columns).select_from(FindingVisit).join(Visit, Visit.id == FindingVisit.visit_id)
    wanted = wanted.join(Person, Person.id == Visit.person_id).where(
        FindingVisit.doctor_id == finding.doctor_id,
        FindingVisit.month == finding.month,
        FindingVisit.signal == finding.signal,
        within(Visit.area_code, areas),
        within(Person.area_code, areas),
        is_on_record(),
    )
    by = (Visit.visited_on.desc(), Visit.id.desc())
    rows = db.session.execute(wanted.order_by(*by).limit(limit).offset(offset)).all()
    names = area_names(sorted({row.area_code for row in rows}))
    return [
        Behind(row.id, row.name, names.get(row.area_code, row.area_code), row.visited_on, row.filed_at)
        for row in rows
    ]


def _works_in(doctor_id: int, areas: Sequence[str]) -> bool:
    held = sa.select(UserArea.user_id).where(UserArea.user_id == doctor_id, within(UserArea.area_code, areas))
    return db.session.scalar(held.limit(1)) is not None


def _logs(areas: Sequence[str], span: Span) -> sa.Select[Any]:
    """Return how many logs each doctor filed, with the first of the townships they were made in."""
    town = sa.func.min(sa.func.substr(Visit.area_code, 1, Level.TOWN.digits)).label("area_code")
    columns: tuple[Any, ...] = (Visit.doctor_id, town, sa.func.count().label("logs"))
    return sa.select(*columns).where(filed_in(span), within(Visit.area_code, areas)).group_by(Visit.doctor_id)


def _findings(
    areas: Sequence[str], doctor_ids: Collection[int], month: date
) -> dict[int, dict[Signal, Finding]]:
    wanted = sa.select(Finding).where(
        Finding.month == month, Finding.doctor_id.in_(doctor_ids), within(Finding.area_code, areas)
    )
    return _by_doctor((each.doctor_id, each.signal, each) for each in db.session.scalars(wanted))


def _judged(
    areas: Sequence[str], doctor_ids: Collection[int], month: date
) -> dict[int, dict[Signal, Judgement]]:
    wanted = sa.select(FindingNote.doctor_id, FindingNote.signal, FindingNote.judgement).where(
        FindingNote.month == month,
        FindingNote.doctor_id.in_(doctor_ids),
        within(FindingNote.area_code, areas),
    )
    # Told in the order they were noted, so that the newest stands.
    return _by_doctor(tuple(row) for row in db.session.execute(wanted.order_by(FindingNote.id)))


def _by_doctor(rows: Iterable[Any]) -> dict[int, dict[Signal, Any]]:
    found: dict[int, dict[Signal, Any]] = defaultdict(dict)
    for doctor_id, signal, what in rows:
        found[doctor_id][signal] = what
    return found
