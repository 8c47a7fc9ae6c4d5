"""Control: whether the last follow-up of the year that measured something met the limits of that day and age."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, Final

import sqlalchemy as sa

from app.duties.models import EvidenceRecord
from app.indicators.queries.registered import Statement, followed_up, held_diseases, rows_of, was_seen
from app.indicators.rules.months import Window
from app.policy import book
from app.policy.terms import Condition
from app.policy.thresholds import Figures
from app.visits.models import VisitReading

ASSESSED = ("bp.indicator.systolic", "bp.indicator.diastolic")
CLINICAL = ("bp.clinical.systolic", "bp.clinical.diastolic")
GLUCOSE = ("glucose.control",)
Measured = tuple[Any, ...]


def pressure_control(window: Window, areas: Sequence[str]) -> sa.Select[Any]:
    """Return the managed of the year with hypertension; met where the last pressure was below the assessment's limits."""
    return _controlled(window, areas, disease=Condition.HYPERTENSION, names=ASSESSED)


def pressure_control_clinical(window: Window, areas: Sequence[str]) -> sa.Select[Any]:
    """Return the managed of the year with hypertension; met where the last pressure reached the clinical aim of its day."""
    return _controlled(window, areas, disease=Condition.HYPERTENSION, names=CLINICAL)


def glucose_control(window: Window, areas: Sequence[str]) -> sa.Select[Any]:
    """Return the managed of the year with diabetes; met where the last fasting glucose was below the limit."""
    return _controlled(window, areas, disease=Condition.DIABETES, names=GLUCOSE)


def _controlled(
    window: Window, areas: Sequence[str], *, disease: Condition, names: Sequence[str]
) -> sa.Select[Any]:
    r = VisitReading
    held = held_diseases(window, areas, diseases=(disease,))
    measured: Measured = (r.fasting_glucose,) if names is GLUCOSE else (r.systolic, r.diastolic)
    # Nothing measured all year is not controlled, as is whoever was lost.
    last = sa.func.coalesce(_last_reading(held, window, measured=measured, names=names), 0)
    rows = sa.select(*rows_of(held.c, met=last == 1, disease=held.c.disease))
    return rows.where(was_seen(held, window.year_from, window.until))


def _last_reading(
    held: sa.Subquery, window: Window, *, measured: Measured, names: Sequence[str]
) -> sa.ScalarSelect[Any]:
    """Return 1 where the last follow-up of the year that measured it met the limits, 0 where not, null where none did."""
    e, r = EvidenceRecord, VisitReading
    met = _within_limits(held, window, measured=measured, names=names)
    told = sa.select(met).join_from(e, r, r.visit_id == e.visit_id)
    told = told.where(followed_up(held, window.year_from, window.until), *(m.is_not(None) for m in measured))
    return told.order_by(e.seen_on.desc(), e.visit_id.desc()).limit(1).correlate(held).scalar_subquery()


def _within_limits(
    held: sa.Subquery, window: Window, *, measured: Measured, names: Sequence[str]
) -> sa.ColumnElement[int]:
    """Return 1 where all values lie below the limits in force on the day at the age of that day."""
    figures = book.current().figures
    met: list[Any] = []
    for since, until in _stretches(names, window.year_from, window.until, figures=figures):
        in_force = EvidenceRecord.seen_on.between(since, until)
        for age in _ages(names, figures):
            limits = [figures.value(name, on=since, age=age) for name in names]
            below = sa.and_(*(value < limit for value, limit in zip(measured, limits, strict=True)))
            of_age = in_force if age is None else sa.and_(in_force, _is_aged(held, age, window))
            met.append((of_age, sa.case((below, 1), else_=0)))
    return sa.case(*met, else_=0)


def _is_aged(held: sa.Subquery, age: int, window: Window) -> sa.ColumnElement[bool]:
    """Return the condition that somebody is so old on the day they were seen; an unknown birth date is not."""
    born, seen, year = held.c.born_on, EvidenceRecord.seen_on, window.month.year - age
    birthday = _day_of_year(born) <= _day_of_year(seen)
    in_its_year = sa.and_(born <= date(year, 12, 31), birthday)
    return sa.or_(born < date(year, 1, 1), in_its_year)


def _day_of_year(day: Any) -> sa.ColumnElement[int]:
    return sa.extract("month", day) * 100 + sa.extract("day", day)


def _ages(names: Sequence[str], figures: Figures) -> list[int | None]:
    """Return the ages that change a limit, the oldest first, and last the age of everybody else."""
    endings = {figure.id.rpartition(".")[2] for figure in figures if figure.id.rpartition(".")[0] in names}
    return [*sorted((int(ending) for ending in endings if ending.isdigit()), reverse=True), None]


def _stretches(
    names: Sequence[str], since: date, until: date, *, figures: Figures
) -> Iterator[tuple[date, date]]:
    """Return the stretches of some days in which none of the limits changes, each with its first and last day."""
    starts = {since, until + timedelta(days=1)}
    for figure in figures:
        if figure.id.startswith(tuple(names)):
            ends = () if figure.effective_to is None else (figure.effective_to + timedelta(days=1),)
            starts |= {day for day in (figure.effective_from, *ends) if since < day <= until}
    for start, following in pairwise(sorted(starts)):
        yield start, following - timedelta(days=1)


STATEMENTS: Final[Mapping[str, Statement]] = {
    "pressure-control": pressure_control,
    "pressure-control-clinical": pressure_control_clinical,
    "glucose-control": glucose_control,
}
