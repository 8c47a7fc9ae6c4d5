"""What a resident holds: low-income categories, conditions and their benefit, from a day to a day."""

from __future__ import annotations

from datetime import date

from app.core import clock
from app.core.db import db
from app.people.models import Person, PersonCategory, PersonCondition
from app.people.queries import find_open_category, find_open_condition
from app.policy.terms import Category, Condition


def add_category(
    person: Person, category: Category, *, starts_on: date, basis: str = "", source_list: str = ""
) -> PersonCategory:
    """Note that a person holds a category from a day; one already held is returned as it is."""
    held = find_open_category(person.id, category)
    if held is not None:
        return held
    held = PersonCategory(
        person_id=person.id,
        category=category,
        started_on=starts_on,
        basis=basis,
        source_list=source_list,
        created_at=clock.now(),
    )
    db.session.add(held)
    db.session.flush()
    return held


def close_category(held: PersonCategory, *, on: date) -> None:
    """End a category; its history is kept."""
    held.ended_on = max(on, held.started_on)


def add_condition(
    person: Person, condition: Condition, *, starts_on: date, benefit_from: date | None = None, **facts: str
) -> PersonCondition:
    """Note that a person has a condition from a day; one already noted gains the benefit where it is new."""
    held = find_open_condition(person.id, condition)
    if held is None:
        held = PersonCondition(
            person_id=person.id, condition=condition, started_on=starts_on, created_at=clock.now(), **facts
        )
        db.session.add(held)
    if benefit_from is not None and (held.benefit_from is None or held.benefit_until is not None):
        held.benefit_from, held.benefit_until = benefit_from, None
    db.session.flush()
    return held


def close_condition(held: PersonCondition, *, on: date) -> None:
    """End a condition by a doctor's deed; its benefit ends with it."""
    held.ended_on = max(on, held.started_on)
    if held.benefit_from is not None and held.benefit_until is None:
        held.benefit_until = max(on, held.benefit_from)
