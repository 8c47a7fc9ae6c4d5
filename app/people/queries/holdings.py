"""What people hold and held: low-income categories, conditions, and the benefit approved for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.people.models import PersonCategory, PersonCondition
from app.policy.engine import Holding
from app.policy.terms import Category, Condition

CHUNK = 500
low, ill = PersonCategory.__table__.c, PersonCondition.__table__.c
# Asked for every page of a list and every reckoning: built once, asked with the ids.
IDS = sa.bindparam("ids", expanding=True, type_=sa.Integer)
CATEGORIES: sa.Select[Any] = sa.select(low.person_id, low.category, low.started_on, low.ended_on)
CATEGORIES = CATEGORIES.where(low.person_id.in_(IDS), sa.not_(low.withdrawn))
CONDITIONS: sa.Select[Any] = sa.select(
    *(ill.person_id, ill.condition, ill.started_on, ill.ended_on, ill.benefit_from, ill.benefit_until)
)
CONDITIONS = CONDITIONS.where(ill.person_id.in_(IDS), sa.not_(ill.withdrawn))


def holdings_of(person_ids: Collection[int]) -> dict[int, list[Holding]]:
    """Return what each person holds and held, as the rulebook reads it: categories, conditions, the benefit."""
    held: dict[int, list[Holding]] = defaultdict(list)
    for chunk in _chunks(list(person_ids)):
        for row in db.session.execute(CATEGORIES, {"ids": chunk}):
            held[row.person_id].append(Holding(row.category, row.started_on, row.ended_on))
        for row in db.session.execute(CONDITIONS, {"ids": chunk}):
            held[row.person_id].append(Holding(row.condition, row.started_on, row.ended_on))
            if row.benefit_from is not None:
                held[row.person_id].append(Holding(None, row.benefit_from, row.benefit_until, benefit=True))
    return held


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    return (ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK))


def list_categories(person_id: int) -> Sequence[PersonCategory]:
    """Return every category a person held, the newest first."""
    query = sa.select(PersonCategory).where(
        PersonCategory.person_id == person_id, sa.not_(PersonCategory.withdrawn)
    )
    return db.session.scalars(
        query.order_by(PersonCategory.started_on.desc(), PersonCategory.id.desc())
    ).all()


def list_conditions(person_id: int) -> Sequence[PersonCondition]:
    """Return every condition a person has or had, the newest first."""
    query = sa.select(PersonCondition).where(
        PersonCondition.person_id == person_id, sa.not_(PersonCondition.withdrawn)
    )
    return db.session.scalars(
        query.order_by(PersonCondition.started_on.desc(), PersonCondition.id.desc())
    ).all()


def find_open_category(person_id: int, category: Category) -> PersonCategory | None:
    """Return the category a person still holds, or None."""
    query = sa.select(PersonCategory).filter_by(
        person_id=person_id, category=category, ended_on=None, withdrawn=False
    )
    return db.session.scalar(query.limit(1))


def find_open_condition(person_id: int, condition: Condition) -> PersonCondition | None:
    """Return the condition a person still has, or None."""
    query = sa.select(PersonCondition).filter_by(
        person_id=person_id, condition=condition, ended_on=None, withdrawn=False
    )
    return db.session.scalar(query.limit(1))
