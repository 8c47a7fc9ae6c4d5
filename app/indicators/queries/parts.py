"""The parts a number is told by besides everybody: doctors, low-income categories and diseases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Literal

import sqlalchemy as sa

from app.accounts.models import User
from app.core.db import db
from app.people.models import PersonCategory, PersonCondition
from app.policy.terms import Category, Condition

Part = Literal["doctor", "category", "condition"]
EVERYBODY = ""
Held = type[PersonCategory] | type[PersonCondition]


def parts_of(kind: Part) -> list[str]:
    """Return every part of a kind there can be, so that what is read of them are ranges of an index."""
    if kind == "doctor":
        return [f"doctor:{number}" for number in db.session.scalars(sa.select(User.id).order_by(User.id))]
    return [f"{kind}:{each.value}" for each in (Category if kind == "category" else Condition)]


def every_part() -> list[str]:
    """Return every part there can be."""
    return [EVERYBODY, *parts_of("doctor"), *parts_of("category"), *parts_of("condition")]


def by_part(statement: sa.Select[Any], day: date) -> Iterator[sa.Select[Any]]:
    """Return what a statement counts once for each part it belongs to: part, area_code, met, person_id.

    A row that names its own disease belongs to that one alone; another to all that its person has on the day.
    """
    # Worked out once, however many parts ask for it.
    counted = statement.cte("counted").prefix_with("MATERIALIZED")
    row = (counted.c.area_code, counted.c.met, counted.c.person_id)
    yield sa.select(sa.literal(EVERYBODY, sa.String()).label("part"), *row)
    yield sa.select(_named("doctor", counted.c.doctor_id), *row).where(counted.c.doctor_id.is_not(None))
    yield sa.select(_named("condition", counted.c.disease), *row).where(counted.c.disease.is_not(None))
    categories = _held(PersonCategory, PersonCategory.category, counted, day)
    yield sa.select(_named("category", categories.c.what), *row).join_from(
        counted, categories, categories.c.person_id == counted.c.person_id
    )
    conditions = _held(PersonCondition, PersonCondition.condition, counted, day)
    yield (
        sa.select(_named("condition", conditions.c.what), *row)
        .join_from(counted, conditions, conditions.c.person_id == counted.c.person_id)
        .where(counted.c.disease.is_(None))
    )


def _held(model: Held, what: Any, counted: sa.CTE, day: date) -> sa.Subquery:
    """Return what the people counted held on a day, each thing once."""
    held = sa.select(model.person_id, what.label("what")).where(
        model.person_id.in_(sa.select(counted.c.person_id)),
        sa.not_(model.withdrawn),
        model.started_on <= day,
        sa.or_(model.ended_on.is_(None), model.ended_on > day),
    )
    return held.distinct().subquery()


def _named(kind: Part, what: Any) -> sa.ColumnElement[str]:
    return (sa.literal(f"{kind}:", sa.String()) + sa.cast(what, sa.String(40))).label("part")
