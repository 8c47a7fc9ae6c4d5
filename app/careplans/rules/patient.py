"""Whom a plan is written for, as far as its safety asks."""

from __future__ import annotations

from dataclasses import dataclass

from app.careplans.rules.vocabulary import Circumstance
from app.policy.terms import Condition, Sex


@dataclass(frozen=True, slots=True)
class Patient:
    """What is on record of somebody: age, sex, diseases, circumstances, allergies and what else is taken.

    ``allergies`` are the notes as they were written; ``other_drugs`` the names of medicines outside the plans.
    """

    age: int | None = None
    sex: Sex = Sex.UNKNOWN
    conditions: frozenset[Condition] = frozenset()
    circumstances: frozenset[Circumstance] = frozenset()
    allergies: tuple[str, ...] = ()
    other_drugs: tuple[str, ...] = ()
