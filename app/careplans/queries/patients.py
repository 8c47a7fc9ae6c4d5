"""What the checks of a plan must know of the person: age, sex, diseases, circumstances, allergies, other medicines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from app.careplans.rules.patient import Patient
from app.careplans.rules.vocabulary import Circumstance
from app.people.models import Person
from app.people.queries import holdings_of, list_allergies, list_drugs
from app.people.rules import age_on
from app.policy.terms import Condition


def patient_of(person: Person, *, circumstances: Iterable[Circumstance] = (), day: date) -> Patient:
    """Return what is known of somebody on a day; ``circumstances`` are those their plans name."""
    return Patient(
        age=age_on(person.born_on, day),
        sex=person.sex,
        conditions=conditions_held(person.id, day=day),
        circumstances=frozenset(circumstances),
        allergies=tuple(one.substance for one in list_allergies(person.id)),
        other_drugs=tuple(one.name for one in list_drugs(person.id)),
    )


def conditions_held(person_id: int, *, day: date) -> frozenset[Condition]:
    """Return the diseases somebody has on a day."""
    held = holdings_of([person_id]).get(person_id, ())
    going_on = (one.what for one in held if one.ends_on is None or one.ends_on > day)
    return frozenset(what for what in going_on if isinstance(what, Condition))
