"""Diseases that only those who treat them read of, held in one place.

Severe mental disorder by name (the Mental Health Law, article 23, keeps it confidential), and whatever a list or a doctor
wrote in words of it or of HIV and sexually transmitted diseases, which stand under the collective names. Tuberculosis
stays visible: the township itself supervises its treatment.
"""

from __future__ import annotations

from app.accounts.reader import Role
from app.policy.terms import Condition, Kind

THOSE_WHO_TREAT = frozenset({Role.VILLAGE_DOCTOR, Role.FAMILY_DOCTOR})
TREATED_ONLY = frozenset({Condition.MENTAL_DISORDER})
KINDS_OF_THE_TREATED = frozenset({Kind.MENTAL_DISORDER})
WORDS_OF_THE_TREATED = ("精神", "心境障碍", "双相", "抑郁", "艾滋", "hiv", "梅毒", "性病")
NOTHING_HIDDEN: frozenset[Kind] = frozenset()


def hidden_conditions(role: Role) -> frozenset[Condition]:
    """Return the conditions a role does not read of."""
    return frozenset() if role in THOSE_WHO_TREAT else TREATED_ONLY


def hidden_kinds(role: Role) -> frozenset[Kind]:
    """Return the kinds of work a role does not read of, for they would tell the condition."""
    return NOTHING_HIDDEN if role in THOSE_WHO_TREAT else KINDS_OF_THE_TREATED


def may_read_of(role: Role, condition: Condition, *, words: str = "") -> bool:
    """Return whether a role reads of a condition as somebody holds it, in the words it was written with."""
    if role in THOSE_WHO_TREAT:
        return True
    return condition not in TREATED_ONLY and not any(word in words.lower() for word in WORDS_OF_THE_TREATED)
