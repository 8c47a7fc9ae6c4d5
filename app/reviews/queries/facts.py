"""What the signals read: the logs of some doctors filed in a month, each with the person's state and the village's middle."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.core.clock import local
from app.core.db import db
from app.core.regions import Level, full_code
from app.duties.models import DutyEvent, ExcuseRecord
from app.people.models import Person
from app.policy.terms import Event, ExcuseReason, Mode
from app.reviews.queries.awaiting import midnight
from app.reviews.rules.facts import Limits, Log
from app.reviews.rules.lanes import Span, span_of
from app.reviews.rules.places import Place, metres_between, middle_of
from app.visits.models import Visit, VisitCapture, VisitReading
from app.visits.rules import VisitSource
from app.visits.rules.section import figure

A_YEAR: Final = timedelta(days=365)
REMARKS: Final = ("round_note",)
FACE_TO_FACE: Final = (Mode.HOME, Mode.CLINIC)
prior = aliased(VisitReading, name="prior")
_COLUMNS: Final[tuple[Any, ...]] = (
    Visit.id,
    Visit.doctor_id,
    Visit.area_code,
    Visit.person_id,
    Visit.visited_on,
    Visit.mode,
    Visit.answers,
    Visit.note,
    Visit.source,
    Visit.filed_at,
    Visit.first_filed_at,
    Person.household_id,
    Person.died_on,
    VisitCapture.captured_at,
    VisitCapture.clock_ahead,
    VisitCapture.latitude,
    VisitCapture.longitude,
    VisitCapture.accuracy_m,
    VisitReading.systolic,
    VisitReading.diastolic,
    prior.systolic.label("systolic_before"),
    prior.diastolic.label("diastolic_before"),
)


@dataclass(frozen=True, slots=True)
class DoctorMonth:
    """A doctor's logs of a month, and the township most of them were made in."""

    doctor_id: int
    area_code: str
    logs: tuple[Log, ...]


def filed_in(span: Span) -> sa.ColumnElement[bool]:
    """Return the condition that a log stands, was filed in a span by a doctor of the house, and came from no list."""
    return sa.and_(
        Visit.filed_at >= midnight(span.first),
        Visit.filed_at < midnight(span.after),
        Visit.voided_at.is_(None),
        Visit.doctor_id.is_not(None),
        Visit.source != VisitSource.ROSTER,
    )


def read_months(doctor_ids: Collection[int], *, month: date, limits: Limits) -> list[DoctorMonth]:
    """Return what some doctors filed in a month, as the signals read it."""
    span = span_of(month, today=month)
    rows = db.session.execute(_rows(doctor_ids, span)).all()
    least = int(limits["far-away.least"])
    middles = _middles({row.area_code for row in rows}, until=span.after, least=least)
    by_doctor: dict[int, list[Log]] = defaultdict(list)
    towns: dict[int, Counter[str]] = defaultdict(Counter)
    for row in rows:
        by_doctor[row.doctor_id].append(_log(row, middles))
        towns[row.doctor_id][full_code(row.area_code[: Level.TOWN.digits])] += 1
    return [
        DoctorMonth(
            doctor_id, min(towns[doctor_id].items(), key=lambda one: (-one[1], one[0]))[0], tuple(logs)
        )
        for doctor_id, logs in by_doctor.items()
    ]


def _rows(doctor_ids: Collection[int], span: Span) -> sa.Select[Any]:
    stay = _in_hospital().label("in_hospital")
    joined = sa.select(*_COLUMNS, stay).select_from(Visit).join(Person, Person.id == Visit.person_id)
    joined = joined.outerjoin(VisitCapture, VisitCapture.visit_id == Visit.id)
    joined = joined.outerjoin(VisitReading, VisitReading.visit_id == Visit.id)
    joined = joined.outerjoin(prior, prior.visit_id == _before())
    return joined.where(Visit.doctor_id.in_(doctor_ids), filed_in(span)).order_by(Visit.id)


def _before() -> sa.ScalarSelect[Any]:
    """Return the visit before, of the same person, at which a pressure was taken."""
    reading, stood = aliased(VisitReading), aliased(Visit)
    earlier = sa.select(reading.visit_id).join(stood, stood.id == reading.visit_id)
    earlier = earlier.where(
        reading.person_id == Visit.person_id,
        reading.visited_on < Visit.visited_on,
        reading.systolic.is_not(None),
        stood.voided_at.is_(None),
    )
    newest = earlier.order_by(reading.visited_on.desc(), reading.visit_id.desc()).limit(1)
    return newest.correlate(Visit).scalar_subquery()


def _in_hospital() -> sa.ColumnElement[bool]:
    """Return the condition that somebody was met inside a hospital stay from which no coming home is noted."""
    home = sa.exists().where(
        DutyEvent.person_id == ExcuseRecord.person_id,
        DutyEvent.event == Event.DISCHARGE,
        DutyEvent.voided.is_(False),
        DutyEvent.happened_on.between(ExcuseRecord.from_on, Visit.visited_on),
    )
    stay = sa.exists().where(
        ExcuseRecord.person_id == Visit.person_id,
        ExcuseRecord.reason == ExcuseReason.IN_HOSPITAL,
        ExcuseRecord.from_on < Visit.visited_on,
        ExcuseRecord.return_on > Visit.visited_on,
        ~home,
    )
    return sa.and_(Visit.mode.in_(FACE_TO_FACE), stay)


def _middles(villages: Iterable[str], *, until: date, least: int) -> dict[str, Place]:
    """Return the middle of the home visits of each village in the year before a day, where there are enough of them."""
    columns: tuple[Any, ...] = (Visit.area_code, VisitCapture.latitude, VisitCapture.longitude)
    found = (
        sa.select(*columns)
        .join(VisitCapture, VisitCapture.visit_id == Visit.id)
        .where(
            Visit.area_code.in_(sorted(villages)),
            Visit.visited_on.between(until - A_YEAR, until),
            Visit.mode == Mode.HOME,
            Visit.voided_at.is_(None),
            VisitCapture.latitude.is_not(None),
            VisitCapture.longitude.is_not(None),
        )
    )
    places: dict[str, list[Place]] = defaultdict(list)
    for village, latitude, longitude in db.session.execute(found):
        places[village].append(Place(latitude, longitude))
    middles = ((village, middle_of(each, least=least)) for village, each in places.items())
    return {village: middle for village, middle in middles if middle is not None}


def _log(row: Any, middles: Mapping[str, Place]) -> Log:
    captured, entered = _captured(row), local(row.first_filed_at or row.filed_at)
    by_day = local(captured) if captured is not None else entered
    return Log(
        id=row.id,
        house=f"h{row.household_id}" if row.household_id else f"p{row.person_id}",
        visited_on=row.visited_on,
        entered_on=min(by_day, entered).date(),
        mode=row.mode,
        pressure=_pair(row.systolic, row.diastolic),
        typed=figure(row.answers, "systolic"),
        before=_pair(row.systolic_before, row.diastolic_before),
        moment=by_day if by_day.date() == row.visited_on and _tells_when(row, captured) else None,
        captured=captured is not None,
        metres=_metres(row, middles),
        after_death=row.died_on is not None and row.visited_on > row.died_on,
        in_hospital=bool(row.in_hospital),
        words=_remark(row),
    )


def _tells_when(row: Any, captured: datetime | None) -> bool:
    """Return whether it is known when a log was first put down: a tablet says so, or it was typed on the page at once."""
    typed = row.source is VisitSource.PAGE and row.first_filed_at is None
    return row.mode is Mode.HOME and (captured is not None or typed)


def _captured(row: Any) -> datetime | None:
    """Return when a tablet put a log down, by the server's clock."""
    at: datetime | None = row.captured_at
    return None if at is None else at - timedelta(seconds=row.clock_ahead or 0)


def _metres(row: Any, middles: Mapping[str, Place]) -> float | None:
    middle = middles.get(row.area_code)
    if middle is None or row.latitude is None or row.longitude is None:
        return None
    apart = metres_between(Place(row.latitude, row.longitude), middle)
    return max(0.0, apart - (row.accuracy_m or 0))


def _pair(systolic: float | None, diastolic: float | None) -> tuple[float, float] | None:
    return None if systolic is None or diastolic is None else (systolic, diastolic)


def _remark(row: Any) -> str:
    written: Sequence[object] = (row.note, *(row.answers.get(name) for name in REMARKS))
    return " ".join(words for words in written if isinstance(words, str) and words)
