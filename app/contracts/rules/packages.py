"""服务包: which packages somebody's age and diseases propose, and which of them a role reads of."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from app.accounts.reader import Role
from app.contracts.rules.coverage import CHILD_TO, CONDITIONS_OF, ELDERLY_FROM, KeyGroup
from app.people.rules import Package, hidden_conditions
from app.policy.terms import Condition

_OF_GROUP = {
    KeyGroup.HYPERTENSION: Package.HYPERTENSION,
    KeyGroup.DIABETES: Package.DIABETES,
    KeyGroup.COPD: Package.COPD,
    KeyGroup.MENTAL_DISORDER: Package.MENTAL_DISORDER,
    KeyGroup.TUBERCULOSIS: Package.TUBERCULOSIS,
}


def proposed_packages(age: int | None, conditions: Collection[Condition]) -> tuple[Package, ...]:
    """Return the packages to propose: the general one, and that of every key group somebody belongs to.

    Pregnancy and disability are not on record, so the doctor adds those packages by hand.
    """
    proposed = {package for group, package in _OF_GROUP.items() if CONDITIONS_OF[group] & set(conditions)}
    if age is not None and age >= ELDERLY_FROM:
        proposed.add(Package.ELDERLY)
    if age is not None and age <= CHILD_TO:
        proposed.add(Package.CHILD)
    return tuple(package for package in Package if package is Package.GENERAL or package in proposed)


def packages_told(values: Iterable[str], *, role: Role) -> tuple[Package, ...]:
    """Return the packages of a contract that a role may read of, in the order of the vocabulary."""
    kept = set(values)
    return tuple(each for each in Package if each.value in kept and each not in _hidden(role))


def packages_in_words(packages: Iterable[Package]) -> str:
    """Return packages as the lines of a record and the ledgers say them.

    Those lines are read by everybody who reads care, so a package that would tell a hidden disease is left out of them.
    """
    return "、".join(package.zh for package in packages if package not in _hidden(Role.SUPERVISOR))


def _hidden(role: Role) -> frozenset[Package]:
    hidden = hidden_conditions(role)
    return frozenset(package for group, package in _OF_GROUP.items() if CONDITIONS_OF[group] & hidden)
