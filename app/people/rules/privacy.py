"""Diseases that only those who treat them read of."""

from __future__ import annotations

from app.accounts.reader import Role
from app.policy.terms import Condition, Kind

THOSE_WHO_TREAT = frozenset({Role.VILLAGE_DOCTOR, Role.FAMILY_DOCTOR})
TREATED_ONLY = frozenset({Condition.MENTAL_DISORDER})
KINDS_OF_THE_TREATED = frozenset({Kind.MENTAL_DISORDER})


def hidden_conditions(role: Role) -> frozenset[Condition]:
    """Return the conditions a role does not read of."""
    return frozenset() if role in THOSE_WHO_TREAT else TREATED_ONLY


def hidden_kinds(role: Role) -> frozenset[Kind]:
    """Return the kinds of work a role does not read of, for they would tell the condition."""
    return frozenset() if role in THOSE_WHO_TREAT else KINDS_OF_THE_TREATED
