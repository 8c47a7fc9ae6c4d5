"""Reads of screening: how far each village is this year, and what was measured in one of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.accounts.scope import within
from app.core.db import db
from app.duties.models import Duty, DutyLine
from app.people.models import Person, PersonCondition
from app.people.queries import is_on_record, may_see
from app.policy.terms import Condition
from app.screening.rules import Coverage, Resident, Screened
from app.visits.models import Visit
from app.visits.sections.screening.path import HAVE_HYPERTENSION

RULE = "pressure-screening"
HAVE_DIABETES = frozenset({Condition.DIABETES, Condition.DIABETES_INSULIN, Condition.TWO_DISEASES_DIABETES})
CARD = (Person.id, Person.name, Person.sex, Person.born_on, Person.group_name)
duty, line = Duty.__table__.c, DutyLine.__table__.c


def list_coverage(areas: Sequence[str], *, day: date) -> list[Coverage]:
    """Return every village of some areas where somebody is to be measured this year, and how many were."""
    last = date(day.year, 12, 31)
    waiting = sa.select(duty.area_code.label("code"), sa.literal(0).label("done")).where(
        within(duty.area_code, areas), duty.rule_id == RULE, duty.due_on <= last, duty.opens_on <= day
    )
    measured = sa.select(line.area_code.label("code"), sa.literal(1).label("done")).where(
        within(line.area_code, areas), line.rule_id == RULE, line.due_on == last, line.settled_on.is_not(None)
    )
    both = sa.union_all(waiting, measured).subquery()
    counted = (
        sa.select(both.c.code, sa.func.coalesce(Area.name, ""), sa.func.sum(both.c.done), sa.func.count())
        .select_from(both.outerjoin(Area, Area.code == both.c.code))
        .group_by(both.c.code, Area.name)
        .order_by(both.c.code)
    )
    return [Coverage(row[0], row[1], int(row[2]), int(row[3])) for row in db.session.execute(counted)]


def list_unmeasured(
    reader: Reader, village: str, *, day: date, limit: int, offset: int = 0
) -> list[Resident]:
    """Return who of a village is still to be measured this year, by group and name."""
    wanted = (
        sa.select(*CARD)
        .join(Duty, sa.and_(Duty.person_id == Person.id, Duty.rule_id == RULE))
        .where(may_see(reader), within(Person.area_code, [village]))
        .where(Duty.due_on <= date(day.year, 12, 31), Duty.opens_on <= day)
        .order_by(Person.group_name, Person.name, Person.id)
        .limit(limit)
        .offset(offset)
    )
    return [Resident._make(row) for row in db.session.execute(wanted)]


def list_screened(reader: Reader, village: str, *, day: date, days: int) -> list[Screened]:
    """Return everybody of a village whose pressure or fasting glucose was taken within some days, with the answers.

    Pressures of those known to have hypertension and glucose of those known to have diabetes are follow-up, no screening.
    """
    hypertensive, diabetic = _has(HAVE_HYPERTENSION), _has(HAVE_DIABETES)
    pressure, glucose = (_answered(name) for name in ("systolic", "fasting_glucose"))
    at_risk = _has(frozenset({Condition.HYPERTENSION_RISK}))
    wanted = (
        sa.select(*CARD, hypertensive, diabetic, at_risk, Visit.visited_on, Visit.answers)
        .join(Visit, Visit.person_id == Person.id)
        .where(may_see(reader), within(Person.area_code, [village]), _is_resident())
        .where(Visit.voided_at.is_(None), Visit.visited_on > day - timedelta(days=days))
        .where(sa.or_(sa.and_(pressure, sa.not_(hypertensive)), sa.and_(glucose, sa.not_(diabetic))))
        .order_by(Person.id, Visit.visited_on, Visit.id)
    )
    found: dict[int, Screened] = {}
    for row in db.session.execute(wanted):
        one = found.setdefault(row.id, Screened(Resident._make(row[: len(CARD)]), *row[len(CARD) : -2]))
        one.visits.append((row.visited_on, row.answers))
    return list(found.values())


def _has(conditions: frozenset[Condition]) -> sa.ColumnElement[bool]:
    """Return whether a resident has one of some conditions now."""
    return sa.exists().where(
        PersonCondition.person_id == Person.id,
        PersonCondition.condition.in_(conditions),
        PersonCondition.ended_on.is_(None),
        sa.not_(PersonCondition.withdrawn),
    )


def _answered(name: str) -> sa.ColumnElement[bool]:
    answered: sa.ColumnElement[bool] = Visit.answers[name].as_string().is_not(None)
    return answered


def _is_resident() -> sa.ColumnElement[bool]:
    gone = (Person.died_on, Person.moved_on, Person.lost_on)
    return sa.and_(is_on_record(), *(day.is_(None) for day in gone))
