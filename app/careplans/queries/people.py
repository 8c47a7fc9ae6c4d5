"""Conditions about people that the lists of plans share: who is here, and who has which disease without a plan."""

from __future__ import annotations

import sqlalchemy as sa

from app.careplans.models import CarePlan
from app.careplans.rules.vocabulary import Disease
from app.people.models import Person, PersonCondition
from app.people.queries import is_on_record

# The disease whose plan covers a condition on record, as the database says it.
DISEASE_HELD = sa.case(
    *((PersonCondition.condition.in_(disease.conditions), disease.value) for disease in Disease), else_=""
)
COVERED = tuple(condition for disease in Disease for condition in disease.conditions)


def is_here() -> sa.ColumnElement[bool]:
    """Return the condition that somebody is on record, and neither dead nor moved away nor lost."""
    gone = (Person.died_on, Person.moved_on, Person.lost_on)
    return sa.and_(is_on_record(), *(column.is_(None) for column in gone))


def is_open() -> sa.ColumnElement[bool]:
    """Return the condition that a plan has a version that counts: in force, waiting or being written."""
    pointers = (CarePlan.in_force_id, CarePlan.waiting_id, CarePlan.draft_id)
    return sa.or_(*(pointer.is_not(None) for pointer in pointers))


def lacks_a_plan() -> sa.ColumnElement[bool]:
    """Return the condition that a condition on record is one of the eight groups' and no plan covers it."""
    c, plan = PersonCondition, CarePlan
    covering = sa.exists().where(
        plan.person_id == c.person_id, is_open(), sa.cast(plan.disease, sa.String) == DISEASE_HELD
    )
    return sa.and_(
        c.condition.in_(COVERED), c.ended_on.is_(None), sa.not_(c.withdrawn), sa.not_(covering.correlate(c))
    )
