"""What people hold and held: low-income categories, conditions, and the benefit approved for them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

import sqlalchemy as sa

from app.core.db import db
from app.people.models import PersonCategory, PersonCondition
from app.policy.spells import Holding
from app.policy.terms import Category, Condition

CHUNK = 500
low, ill = PersonCategory.__table__.c, PersonCondition.__table__.c
# Asked for every page of a list and every reckoning: built once, asked with the ids.
IDS = sa.bindparam("ids", expanding=True, type_=sa.Integer)
NO_DAY = sa.null().cast(sa.Date)
CATEGORIES = sa.select(
    low.person_id, sa.type_coerce(low.category, sa.String), low.started_on, low.ended_on, NO_DAY, NO_DAY
).where(low.person_id.in_(IDS), sa.not_(low.withdrawn))
CONDITIONS = sa.select(
    ill.person_id, sa.type_coerce(ill.condition, sa.String), ill.started_on, ill.ended_on,
    ill.benefit_from, ill.benefit_until,
).where(ill.person_id.in_(IDS), sa.not_(ill.withdrawn))  # fmt: skip
HELD = sa.union_all(CATEGORIES, CONDITIONS)
WHAT: dict[str, Category | Condition] = {term.value: term for term in (*Category, *Condition)}
assert len(WHAT) == len(Category) + len(Condition)


def holdings_of(person_ids: Collection[int]) -> dict[int, list[Holding]]:
    """Return what each person holds and held, as the rulebook reads it: categories, conditions, the benefit."""
    held: dict[int, list[Holding]] = defaultdict(list)
    for chunk in _chunks(list(person_ids)):
        rows = db.session.connection().execute(HELD, {"ids": chunk}).all()
        for person_id, what, since, until, benefit_from, benefit_until in rows:
            held[person_id].append(Holding(WHAT[what], since, until))
            if benefit_from is not None:
                held[person_id].append(Holding(None, benefit_from, benefit_until, benefit=True))
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
