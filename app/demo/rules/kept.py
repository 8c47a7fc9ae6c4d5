"""How invented plans were kept, as the answers of each invented visit have it: the least kept plan speaks for all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from app.careplans.rules.checks import MONITORING, CheckEntry
from app.careplans.rules.vocabulary import Disease, Effect, HealthKind, Taken, WhyNot
from app.policy.terms import Kind
from app.visits.rules import Answers

KIND_OF = {
    Disease.HYPERTENSION: Kind.HYPERTENSION,
    Disease.DIABETES: Kind.DIABETES,
    Disease.COPD: Kind.COPD,
    Disease.CORONARY: Kind.CORONARY,
    Disease.STROKE: Kind.STROKE,
    Disease.HEART_FAILURE: Kind.HEART_FAILURE,
}
TOLD = {"regular": Taken.AS_AGREED, "irregular": Taken.PARTLY, "none": Taken.NOT}
REASONS = (
    (WhyNot.FORGOT, "农忙，早上常忘（虚构）"),
    (WhyNot.FELT_WELL, "血压不高就停几天（虚构）"),
    (WhyNot.COST, ""),
    (WhyNot.RAN_OUT, "药吃完没去取（虚构）"),
    (WhyNot.OUT_OF_STOCK, "村卫生室缺药一周（虚构）"),
    (WhyNot.SIDE_EFFECT, "吃了脚踝发胀，自己减半（虚构）"),
    (WhyNot.TOO_MANY, ""),
)
SALT = {"light": Taken.AS_AGREED, "medium": Taken.PARTLY, "heavy": Taken.NOT}
ACTIVE_FROM, LESS_FROM = 5, 3


@dataclass(frozen=True, slots=True)
class InForce:
    """A version of a resident's plan, and the days on which it held."""

    person_id: int
    plan_id: int
    version_id: int
    disease: Disease
    since: date
    until: date | None = None

    def held_on(self, day: date) -> bool:
        """Whether it was in force on a day."""
        return self.since <= day and (self.until is None or day < self.until)


def checks_of(
    dice: Random, plans: Sequence[InForce], *, kinds: Sequence[str], answers: Answers
) -> Iterator[CheckEntry]:
    """Yield how each plan was kept that a visit asked about; what was told of medicine concerns the first of them."""
    taken = TOLD.get(str(answers.get("adherence")))
    if taken is None:
        return
    asked = [plan for plan in plans if KIND_OF[plan.disease].value in kinds]
    for place, plan in enumerate(asked):
        yield _check(dice, plan, answers, taken=Taken.AS_AGREED if place else taken)


def _check(dice: Random, plan: InForce, answers: Answers, *, taken: Taken) -> CheckEntry:
    why, words = (None, "") if taken is Taken.AS_AGREED else dice.choice(REASONS)
    reaction = str(answers.get("adverse_detail") or "")
    good = Effect.BETTER if dice.random() < 0.4 else Effect.SAME
    return CheckEntry(
        plan.plan_id,
        plan.version_id,
        treatment=taken,
        others=_others(answers),
        why=(why,) if why else (),
        why_words=words,
        effect=good if taken is not Taken.NOT else Effect.WORSE,
        reaction=reaction,
    )


def _others(answers: Answers) -> dict[str, Taken]:
    """Return how what else is prescribed was kept, as far as the answers tell."""
    exercise = answers.get("exercise_weekly")
    times = exercise if isinstance(exercise, int) else 0
    moved = Taken.AS_AGREED if times >= ACTIVE_FROM else Taken.PARTLY if times >= LESS_FROM else Taken.NOT
    return {
        HealthKind.DIET.value: SALT.get(str(answers.get("salt")), Taken.PARTLY),
        HealthKind.EXERCISE.value: moved,
        MONITORING: Taken.AS_AGREED if answers.get("compliance") == "good" else Taken.PARTLY,
    }
