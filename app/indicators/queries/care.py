"""Chronic care: who is managed, who is managed to the standard, who is cared for at the base, who keeps the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from app.careplans.queries.adherence import people_on_medicine
from app.careplans.rules.adherence import RANKS, Period
from app.careplans.rules.vocabulary import Taken
from app.duties.models import EvidenceRecord
from app.indicators.queries.registered import (
    GROUPS,
    Statement,
    counts_on,
    followed_up,
    held_diseases,
    is_held,
    rows_of,
    was_seen,
)
from app.indicators.rules.months import Window
from app.people.models import Person, PersonCondition
from app.policy import book
from app.policy.rule import Interval
from app.policy.terms import Condition, Mode
from app.visits.models import Visit

A_YEAR, A_QUARTER = 12, 3
FACE_TO_FACE = (Mode.CLINIC, Mode.HOME)
STANDARDS: Final = {
    Condition.HYPERTENSION: "hypertension.visits.per-year",
    Condition.DIABETES: "diabetes.visits.per-year",
    Condition.COPD: "copd.visits.per-year",
}
ADHERENCE_MONTHS = "careplan.adherence.months"


def management(window: Window, areas: Sequence[str]) -> sa.Select[Any]:
    """Return each person and disease of the eight groups; met where seen for it since the first of January."""
    held = held_diseases(window, areas)
    seen = was_seen(held, window.year_from, window.until)
    return sa.select(*rows_of(held.c, met=seen, disease=held.c.disease))


def standard_management(window: Window, areas: Sequence[str]) -> sa.Select[Any]:
    """Return the managed of the year; met where seen on as many days of the last twelve months as the standard asks.

    The national standard counts meetings face to face; for COPD its own standard counts any way of seeing somebody.
    """
    held = held_diseases(window, areas, diseases=tuple(STANDARDS))
    met_in_person = sa.or_(EvidenceRecord.mode.in_(FACE_TO_FACE), held.c.disease == Condition.COPD.value)
    days = (
        sa.select(sa.func.count(EvidenceRecord.seen_on.distinct()))
        .where(followed_up(held, window.back(A_YEAR), window.as_of), met_in_person)
        .correlate(held)
        .scalar_subquery()
    )
    asked = sa.case(*((held.c.disease == each.value, _asked(each, held, window)) for each in STANDARDS))
    rows = sa.select(*rows_of(held.c, met=days >= asked, disease=held.c.disease))
    return rows.where(was_seen(held, window.year_from, window.until))


def base_care(window: Window, areas: Sequence[str]) -> sa.Select[Any]:
    """Return everybody with a disease of the eight groups; met where visited in the last three months."""
    c, every = PersonCondition, [condition for group in GROUPS.values() for condition in group]
    ill = sa.exists().where(c.person_id == Person.id, c.condition.in_(every), is_held(window.as_of))
    days = Visit.visited_on.between(window.back(A_QUARTER), window.as_of)
    visited = sa.exists().where(Visit.person_id == Person.id, days, Visit.voided_at.is_(None))
    rows = sa.select(*rows_of(Person, met=visited.correlate(Person)))
    return rows.where(counts_on(window.as_of, areas), ill.correlate(Person))


def adherence(window: Window, areas: Sequence[str]) -> sa.Select[Any]:
    """Return whoever has medicine in force and was asked in the last months; met where it is taken as agreed.

    The same people and the same word as the page of the care plans on that day.
    """
    months = int(book.current().figures.value(ADHERENCE_MONTHS, on=window.as_of))
    period = Period(Interval(-months, "month").after(window.as_of), window.as_of)
    here = counts_on(window.as_of, areas)
    asked = people_on_medicine(areas, period=period, here=here).subquery("asked")
    rows = sa.select(*rows_of(Person, met=asked.c.rank == RANKS[Taken.AS_AGREED]))
    return rows.join_from(asked, Person, Person.id == asked.c.id).where(asked.c.rank > 0)


def _asked(disease: Condition, held: sa.Subquery, window: Window) -> sa.ColumnElement[int]:
    """Return how many days the standard asks for the whole months a disease is on record: one at least."""
    a_year = int(book.current().figures.value(STANDARDS[disease], on=window.as_of))
    asked: sa.ColumnElement[int] = sa.literal(min(a_year, 1))
    for number in range(2, a_year + 1):
        months = -(-A_YEAR * number // a_year)
        asked = asked + sa.case((held.c.since <= window.back(months), 1), else_=0)
    return asked


STATEMENTS: Final[Mapping[str, Statement]] = {
    "management": management,
    "standard-management": standard_management,
    "base-care": base_care,
    "adherence": adherence,
}
