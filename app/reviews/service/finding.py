"""Finding: the signals of doctors' months are kept as they are found now, and a supervisor notes what she makes of one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, Final, NamedTuple

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.core import clock
from app.core.claims import JobClaim
from app.core.db import db, insert_into
from app.duties.models import table_of
from app.people.rules import tidy_words
from app.policy import book
from app.reviews.models import Finding, FindingNote, FindingVisit
from app.reviews.queries.facts import filed_in, read_months
from app.reviews.rules.facts import Found
from app.reviews.rules.lanes import span_of
from app.reviews.rules.signals import find_all, limits_on
from app.reviews.rules.vocabulary import Judgement, Signal
from app.visits.models import Visit

JOB: Final = "find-signals"
CHUNK: Final = 500


class About(NamedTuple):
    """Which signal of whose month."""

    signal: Signal
    doctor_id: int
    month: date
    area_code: str


def find_signals_of(doctor_ids: Collection[int], *, month: date) -> int:
    """Find anew what the signals say of some doctors' logs of a month, and keep it; return how many findings changed."""
    limits = limits_on(book.current().figures, on=month)
    months = read_months(doctor_ids, month=month, limits=limits)
    found = {
        (one.doctor_id, each.signal): (one.area_code, each)
        for one in months
        for each in find_all(one.logs, limits)
    }
    kept = _kept(doctor_ids, month)
    gone = set(kept) - set(found)
    changed = {key: value for key, value in found.items() if kept.get(key) != _row(*value)}
    for doctor_id, signal in gone | set(changed):
        _forget(doctor_id, signal, month)
    _keep(changed, month)
    return len(gone) + len(changed)


def doctors_of(month: date) -> list[int]:
    """Return the doctors who filed logs in a month, and those of whom something was found then."""
    filed = sa.select(Visit.doctor_id).where(filed_in(span_of(month, today=month))).distinct()
    found = sa.select(Finding.doctor_id).where(Finding.month == month)
    return sorted({*db.session.scalars(filed), *db.session.scalars(found)} - {None})


def touched_since(since: datetime) -> dict[date, list[int]]:
    """Return whose months have logs that were filed or struck since an instant."""
    columns: tuple[Any, ...] = (Visit.doctor_id, Visit.filed_at)
    touched = sa.select(*columns).where(Visit.doctor_id.is_not(None))
    found: dict[date, set[int]] = {}
    for wanted in (touched.where(Visit.filed_at >= since), touched.where(Visit.voided_at >= since)):
        for doctor_id, filed_at in db.session.execute(wanted):
            found.setdefault(clock.local(filed_at).date().replace(day=1), set()).add(doctor_id)
    return {month: sorted(doctors) for month, doctors in found.items()}


def last_turn() -> datetime | None:
    """Return when the signals were last looked for, None where they never were."""
    return db.session.scalar(sa.select(sa.func.max(JobClaim.claimed_at)).where(JobClaim.job == JOB))


def mark_turn(at: datetime) -> None:
    """Note when the signals were looked for: one row, which the next turn moves on."""
    slot = clock.local(at).isoformat(timespec="seconds")
    moved = sa.update(JobClaim).where(JobClaim.job == JOB).values(slot=slot, claimed_at=at)
    result: Any = db.session.execute(moved)
    if not result.rowcount:
        db.session.execute(insert_into(JobClaim).values(job=JOB, slot=slot, claimed_at=at))


def note_finding(about: About, judgement: Judgement, *, words: str, by: Reader) -> FindingNote:
    """Note what a supervisor found when she looked into a signal. Nothing else follows from it."""
    note = FindingNote(
        **about._asdict(),
        judgement=judgement,
        words=tidy_words(words),
        noted_at=clock.now(),
        by_id=by.id,
        by_name=by.name,
    )
    db.session.add(note)
    db.session.flush()
    return note


def _row(area_code: str, found: Found) -> tuple[Any, ...]:
    return area_code, found.found, found.among, dict(found.told), found.visit_ids


def _kept(doctor_ids: Collection[int], month: date) -> dict[tuple[int, Signal], tuple[Any, ...]]:
    of_them = sa.and_(FindingVisit.month == month, FindingVisit.doctor_id.in_(doctor_ids))
    behind = sa.select(FindingVisit.doctor_id, FindingVisit.signal, FindingVisit.visit_id).where(of_them)
    visits: dict[tuple[int, Signal], list[int]] = {}
    for doctor_id, signal, visit_id in db.session.execute(behind.order_by(FindingVisit.visit_id)):
        visits.setdefault((doctor_id, signal), []).append(visit_id)
    columns = (Finding.area_code, Finding.found, Finding.among, Finding.told)
    wanted = sa.select(Finding.doctor_id, Finding.signal, *columns)
    wanted = wanted.where(Finding.month == month, Finding.doctor_id.in_(doctor_ids))
    return {
        (row.doctor_id, row.signal): (*row[2:], tuple(visits.get((row.doctor_id, row.signal), ())))
        for row in db.session.execute(wanted)
    }


def _forget(doctor_id: int, signal: Signal, month: date) -> None:
    for model in (FindingVisit, Finding):
        table = table_of(model)
        of_it = (table.c.doctor_id == doctor_id) & (table.c.signal == signal) & (table.c.month == month)
        db.session.execute(sa.delete(table).where(of_it))


def _keep(found: dict[tuple[int, Signal], tuple[str, Found]], month: date) -> None:
    rows: list[dict[str, Any]] = []
    behind: list[dict[str, Any]] = []
    for (doctor_id, signal), (area_code, each) in found.items():
        key = {"month": month, "doctor_id": doctor_id, "signal": signal}
        told = {"found": each.found, "among": each.among, "told": dict(each.told)}
        rows.append({**key, "area_code": area_code, **told})
        behind += [{**key, "visit_id": visit_id} for visit_id in each.visit_ids]
    if not rows:
        return
    # Another process may have kept the same meanwhile: what is found is the same, whoever finds it.
    db.session.execute(insert_into(table_of(Finding)).on_conflict_do_nothing(), rows)
    for at in range(0, len(behind), CHUNK):
        db.session.execute(
            insert_into(table_of(FindingVisit)).on_conflict_do_nothing(), behind[at : at + CHUNK]
        )
