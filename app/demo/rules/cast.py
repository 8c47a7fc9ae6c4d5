"""Who must live in every village so that each page of the application has somebody on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.policy.terms import Category, Condition, SelfCare

C = Condition
# Treatment of tuberculosis just begun, under the family's eyes, and well on: by turns from village to village.
ON_TREATMENT_FOR = (1, 24, 75)


@dataclass(frozen=True, slots=True)
class Part:
    """One resident who lives alone: how old, how ill and since when, and how often a raised pressure was measured."""

    age: int
    conditions: tuple[Condition, ...] = ()
    category: Category | None = None
    self_care: SelfCare | None = None
    since_days: int = 420
    raised: int = 0


PARTS = (
    Part(74, (C.COPD, C.HYPERTENSION, C.DIABETES), Category.DESTITUTE_SCATTERED, SelfCare.PARTLY),
    Part(58, (C.TUBERCULOSIS,)),
    Part(47, (C.MENTAL_DISORDER,), Category.MINIMUM_LIVING, since_days=640),
    Part(71, (C.CORONARY, C.HEART_FAILURE), Category.LOW_MARGIN),
    Part(66, (C.STROKE, C.HYPERTENSION_COMPLICATED), Category.MONITORED_SUDDEN, since_days=380),
    Part(52, (), Category.MINIMUM_LIVING, raised=1),
    Part(61, (), Category.DESTITUTE_SCATTERED, SelfCare.ABLE, since_days=900, raised=2),
    Part(45, raised=3),
    Part(41, (C.HYPERTENSION_RISK,), since_days=230),
    Part(79, since_days=1000),
    Part(36, (C.DIABETES_INSULIN,), Category.RIGID_EXPENDITURE),
)


def parts_of(turn: int) -> tuple[Part, ...]:
    """Return the parts of one village, the course of tuberculosis by turns."""
    days = ON_TREATMENT_FOR[turn % len(ON_TREATMENT_FOR)]
    return tuple(
        replace(part, since_days=days) if C.TUBERCULOSIS in part.conditions else part for part in PARTS
    )
