"""签约覆盖: the groups that are counted, and how many of each have signed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.accounts.reader import Role
from app.core.labels import Labelled
from app.people.rules import hidden_conditions
from app.policy.rule import Interval
from app.policy.terms import Condition

ELDERLY_FROM = 65
CHILD_TO = 6


class KeyGroup(Labelled):
    """重点人群: whose coverage is counted apart."""

    KEY = "key", "重点人群合计", "All key groups"
    ELDERLY = "elderly", "65 岁及以上", "From 65"
    HYPERTENSION = "hypertension", "高血压", "Hypertension"
    DIABETES = "diabetes", "2 型糖尿病", "Type-2 diabetes"
    COPD = "copd", "慢阻肺", "COPD"
    MENTAL_DISORDER = "mental-disorder", "严重精神障碍", "Severe mental disorder"
    TUBERCULOSIS = "tuberculosis", "肺结核", "Tuberculosis"
    CHILD = "child", "0–6 岁儿童", "Children up to 6"
    LOW_INCOME = "low-income", "低收入人口", "Low-income people"


CONDITIONS_OF: Mapping[KeyGroup, frozenset[Condition]] = {
    KeyGroup.HYPERTENSION: frozenset(
        {Condition.HYPERTENSION, Condition.HYPERTENSION_COMPLICATED, Condition.TWO_DISEASES_HYPERTENSION}
    ),
    KeyGroup.DIABETES: frozenset(
        {Condition.DIABETES, Condition.DIABETES_INSULIN, Condition.TWO_DISEASES_DIABETES}
    ),
    KeyGroup.COPD: frozenset({Condition.COPD}),
    KeyGroup.MENTAL_DISORDER: frozenset({Condition.MENTAL_DISORDER}),
    KeyGroup.TUBERCULOSIS: frozenset({Condition.TUBERCULOSIS}),
}


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some people have signed."""

    signed: int = 0
    of: int = 0

    @property
    def unsigned(self) -> int:
        """How many have not."""
        return self.of - self.signed

    @property
    def percent(self) -> str:
        """The share with one decimal; a dash where there is nobody."""
        return f"{100 * self.signed / self.of:.1f}%" if self.of else "—"

    def __add__(self, other: Share) -> Share:
        return Share(self.signed + other.signed, self.of + other.of)


@dataclass(frozen=True, slots=True)
class Coverage:
    """The coverage of one place: of all residents on record, and of each key group."""

    code: str
    name: str
    whole: Share = Share()
    groups: Mapping[KeyGroup, Share] = field(default_factory=dict)


def groups_told(role: Role) -> tuple[KeyGroup, ...]:
    """Return the groups a role is told of: none whose number would tell a hidden disease."""
    hidden = hidden_conditions(role)
    return tuple(group for group in KeyGroup if not CONDITIONS_OF.get(group, frozenset()) & hidden)


def years_before(day: date, years: int) -> date:
    """Return the latest birthday of those who are so many years old on a day."""
    return Interval(-years, "year").after(day)
