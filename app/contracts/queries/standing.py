"""The conditions every list and count of the room is made of: who is a resident, who has signed, who belongs where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import sqlalchemy as sa

from app.accounts.scope import within
from app.contracts.rules import (
    CHILD_TO,
    CONDITIONS_OF,
    ELDERLY_FROM,
    ENDING,
    KeyGroup,
    Standing,
    years_before,
)
from app.people.models import Contract, Person, PersonCategory, PersonCondition
from app.people.queries import is_on_record, runs_on

Condition = sa.ColumnElement[bool]


def is_resident() -> Condition:
    """Return the condition that somebody counts: on record, and neither dead nor moved away nor lost."""
    return sa.and_(
        is_on_record(), Person.died_on.is_(None), Person.moved_on.is_(None), Person.lost_on.is_(None)
    )


def signed_on(day: date, *, areas: Sequence[str]) -> sa.Subquery:
    """Return the people of some areas with a contract that runs on a day."""
    running = sa.select(Contract.person_id).where(runs_on(day), _of_somebody_in(areas))
    return running.distinct().subquery("signed")


def newest_contract(*, areas: Sequence[str]) -> sa.Subquery:
    """Return the newest contract that still speaks of everybody in some areas."""
    c = Contract
    order = sa.func.row_number().over(partition_by=c.person_id, order_by=(c.starts_on.desc(), c.id.desc()))
    columns = (c.id, c.person_id, c.team, c.doctor_name, c.starts_on, c.ends_on, c.closed_on, c.close_code)
    ranked = (
        sa.select(*columns, c.close_reason, order.label("place"))
        .where(sa.not_(c.withdrawn), _of_somebody_in(areas))
        .subquery()
    )
    named = [column for column in ranked.c if column.name != "place"]
    return sa.select(*named).where(ranked.c.place == 1).subquery("newest")


def stands(standing: Standing, *, signed: sa.Subquery, newest: sa.Subquery, day: date) -> Condition:
    """Return the condition that somebody stands so on a day, of people joined with both subqueries."""
    has, last = signed.c.person_id.is_not(None), newest.c
    if standing in ENDING:
        until = day + timedelta(days=ENDING[standing])
        return sa.and_(has, last.closed_on.is_(None), last.ends_on <= until)
    unsigned = signed.c.person_id.is_(None)
    return {
        Standing.SIGNED: has,
        Standing.UNSIGNED: unsigned,
        Standing.EXPIRED: sa.and_(unsigned, last.closed_on.is_(None), last.ends_on < day),
        Standing.DISSOLVED: sa.and_(unsigned, last.closed_on.is_not(None)),
        Standing.NEVER: last.person_id.is_(None),
    }[standing]


def belongs(group: KeyGroup, *, day: date) -> Condition:
    """Return the condition that somebody belongs to a group on a day."""
    if group is KeyGroup.KEY:
        asked = (each for each in KeyGroup if each not in (KeyGroup.KEY, KeyGroup.LOW_INCOME))
        return sa.or_(*(belongs(each, day=day) for each in asked))
    if group is KeyGroup.ELDERLY:
        return Person.born_on <= years_before(day, ELDERLY_FROM)
    if group is KeyGroup.CHILD:
        return Person.born_on > years_before(day, CHILD_TO + 1)
    if group is KeyGroup.LOW_INCOME:
        return _holds(PersonCategory, day)
    return _holds(PersonCondition, day, PersonCondition.condition.in_(CONDITIONS_OF[group]))


def marks_of_groups(day: date, *, areas: Sequence[str]) -> sa.Subquery:
    """Return, of everybody in some areas with a disease that is counted, which of the groups that makes them one of."""
    here = sa.select(Person.id).where(within(Person.area_code, areas))
    marks = [
        sa.func.max(sa.case((PersonCondition.condition.in_(conditions), 1), else_=0)).label(group.name)
        for group, conditions in CONDITIONS_OF.items()
    ]
    marked = sa.select(PersonCondition.person_id, *marks)
    marked = marked.where(_is_open(PersonCondition, day), PersonCondition.person_id.in_(here))
    return marked.group_by(PersonCondition.person_id).subquery("marks")


def belongs_by(group: KeyGroup, marks: sa.Subquery, *, day: date) -> Condition:
    """Return what `belongs` does, of people joined with their marks: for counting all groups of many people at once."""
    if group is KeyGroup.KEY:
        asked = (each for each in KeyGroup if each not in (KeyGroup.KEY, KeyGroup.LOW_INCOME))
        return sa.or_(*(belongs_by(each, marks, day=day) for each in asked))
    return marks.c[group.name] == 1 if group in CONDITIONS_OF else belongs(group, day=day)


def _holds(model: type[PersonCategory | PersonCondition], day: date, *which: Condition) -> Condition:
    return Person.id.in_(sa.select(model.person_id).where(_is_open(model, day), *which))


def _is_open(model: type[PersonCategory | PersonCondition], day: date) -> Condition:
    open_ = sa.or_(model.ended_on.is_(None), model.ended_on > day)
    return sa.and_(sa.not_(model.withdrawn), model.started_on <= day, open_)


def _of_somebody_in(areas: Sequence[str]) -> Condition:
    return Contract.person_id.in_(sa.select(Person.id).where(within(Person.area_code, areas)))
