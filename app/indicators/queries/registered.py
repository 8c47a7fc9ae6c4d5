"""What every statement is made of: who counts on a day, which diseases they have on record, and what a row says."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final

import sqlalchemy as sa

from app.accounts.scope import within
from app.duties.models import EvidenceRecord
from app.indicators.rules.months import Window
from app.people.models import Person, PersonCondition
from app.people.queries import is_on_record
from app.policy.terms import Condition

Statement = Callable[[Window, Sequence[str]], sa.Select[Any]]
"""One row a unit of the denominator: person_id, area_code, doctor_id, disease, met (0 or 1)."""

# The kinds of the eight pilot groups: a disease with complications or on insulin is followed up as the plain one.
GROUPS: Final[Mapping[Condition, frozenset[Condition]]] = {
    Condition.HYPERTENSION: frozenset({Condition.HYPERTENSION, Condition.HYPERTENSION_COMPLICATED}),
    Condition.DIABETES: frozenset({Condition.DIABETES, Condition.DIABETES_INSULIN}),
    Condition.COPD: frozenset({Condition.COPD}),
    Condition.CORONARY: frozenset({Condition.CORONARY}),
    Condition.STROKE: frozenset({Condition.STROKE}),
    Condition.HEART_FAILURE: frozenset({Condition.HEART_FAILURE}),
}
NO_DISEASE = sa.cast(sa.null(), sa.String(40))


def counts_on(day: date, areas: Sequence[str]) -> sa.ColumnElement[bool]:
    """Return the condition that somebody of some areas counts on a day: on record, alive, not moved away and not lost."""
    gone = (Person.died_on, Person.moved_on, Person.lost_on)
    here = (sa.or_(column.is_(None), column > day) for column in gone)
    return sa.and_(within(Person.area_code, areas), is_on_record(), *here)


def is_held(day: date) -> sa.ColumnElement[bool]:
    """Return the condition that a condition on record is held on a day."""
    c = PersonCondition
    return sa.and_(sa.not_(c.withdrawn), c.started_on <= day, sa.or_(c.ended_on.is_(None), c.ended_on > day))


def held_diseases(
    window: Window, areas: Sequence[str], *, diseases: Collection[Condition] = tuple(GROUPS)
) -> sa.Subquery:
    """Return each disease of each person who counts: the person, the plain disease, and since when it is on record."""
    c = PersonCondition
    plain = sa.case(*((c.condition.in_(GROUPS[each]), each.value) for each in diseases))
    held = sa.case((is_held(window.as_of), 1), else_=0)
    stated = sa.select(
        *(Person.id.label("person_id"), Person.area_code, Person.doctor_id, Person.born_on),
        *(plain.label("disease"), c.started_on, held.label("held")),
    ).join_from(Person, c, c.person_id == Person.id)
    every = [condition for each in diseases for condition in GROUPS[each]]
    counted = counts_on(window.as_of, areas)
    told = stated.where(counted, c.condition.in_(every), sa.not_(c.withdrawn)).subquery("stated")
    who = (told.c.person_id, told.c.area_code, told.c.doctor_id, told.c.born_on, told.c.disease)
    since = sa.func.min(told.c.started_on).label("since")
    # The day it was first put on record: an insulin row that follows a plain one starts nothing anew.
    return sa.select(*who, since).group_by(*who).having(sa.func.max(told.c.held) == 1).subquery("held")


def was_seen(held: sa.Subquery, since: date, until: date) -> sa.ColumnElement[bool]:
    """Return the condition that somebody was seen for the disease of the row between two days, both included."""
    return sa.exists().where(followed_up(held, since, until)).correlate(held)


def followed_up(held: sa.Subquery, since: date, until: date) -> sa.ColumnElement[bool]:
    """Return the condition that a piece of evidence speaks of a person and disease in those days."""
    e = EvidenceRecord
    return sa.and_(
        e.person_id == held.c.person_id,
        sa.type_coerce(e.kind, sa.String) == held.c.disease,
        sa.not_(e.voided),
        e.seen_on.between(since, until),
    )


def rows_of(
    source: Any, *, met: sa.ColumnElement[bool], disease: sa.ColumnElement[Any] = NO_DISEASE
) -> tuple[sa.ColumnElement[Any], ...]:
    """Return what a row says, of people or of a table that names them."""
    person_id = source.id if source is Person else source.person_id
    return (
        person_id.label("person_id"),
        source.area_code.label("area_code"),
        source.doctor_id.label("doctor_id"),
        disease.label("disease"),
        sa.case((met, 1), else_=0).label("met"),
    )
