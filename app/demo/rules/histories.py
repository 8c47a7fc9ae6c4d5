"""A believable year behind every invented resident: visits on time, visits too late, rounds done and missed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from app.demo.rules.villagers import Villager
from app.policy.terms import Category, Condition, Kind, Mode, Result
from app.visits.rules import Answer

KIND_OF = {
    Condition.HYPERTENSION: Kind.HYPERTENSION,
    Condition.HYPERTENSION_COMPLICATED: Kind.HYPERTENSION,
    Condition.DIABETES: Kind.DIABETES,
    Condition.DIABETES_INSULIN: Kind.DIABETES,
    Condition.COPD: Kind.COPD,
    Condition.CORONARY: Kind.CORONARY,
    Condition.STROKE: Kind.STROKE,
    Condition.HEART_FAILURE: Kind.HEART_FAILURE,
}
A_YEAR = 365
ROUND_WEEKS = 12
TREATMENT = {
    Kind.HYPERTENSION: "氨氯地平 5 mg 每日 1 次",
    Kind.DIABETES: "二甲双胍 0.5 g 每日 2 次",
    Kind.COPD: "噻托溴铵 每日 1 吸",
    Kind.CORONARY: "阿司匹林 100 mg 每日 1 次",
    Kind.STROKE: "阿托伐他汀 20 mg 每晚 1 次",
    Kind.HEART_FAILURE: "螺内酯 20 mg 每日 1 次",
}


@dataclass(slots=True)
class Seen:
    """One visit that happened in the invented year."""

    on: date
    mode: Mode
    kinds: tuple[Kind, ...]
    answers: dict[str, Answer] = field(default_factory=dict)
    results: dict[Kind, Result] = field(default_factory=dict)
    emergency: bool = False


def invent_history(dice: Random, villager: Villager, *, today: date) -> list[Seen]:
    """Return everything that happened to one resident up to yesterday, oldest first."""
    seen = [
        *_follow_ups(dice, villager, today),
        *_rounds(dice, villager, today),
        *_meeting(dice, villager, today),
    ]
    return sorted(seen, key=lambda visit: visit.on)


def _follow_ups(dice: Random, villager: Villager, today: date) -> Iterator[Seen]:
    kinds = tuple(dict.fromkeys(KIND_OF[condition] for condition in villager.conditions))
    if not kinds:
        return
    on = today - timedelta(days=dice.randint(A_YEAR - 60, A_YEAR))
    while on < today:
        visit = _measured(dice, kinds, on, Mode.HOME if dice.random() < 0.88 else Mode.CLINIC)
        yield visit
        settled = all(result is Result.CONTROLLED for result in visit.results.values())
        pause = dice.randint(70, 96) if settled else dice.randint(9, 16)
        if dice.random() < 0.3:
            pause += dice.randint(15, 60)
        on += timedelta(days=pause)


def _measured(dice: Random, kinds: tuple[Kind, ...], on: date, mode: Mode) -> Seen:
    bad = dice.random() < 0.26
    systolic, diastolic = (
        (dice.randint(152, 172), dice.randint(92, 104))
        if bad
        else (dice.randint(118, 138), dice.randint(68, 86))
    )
    if dice.random() < 0.012:
        systolic, diastolic, bad = dice.randint(182, 196), dice.randint(110, 116), True
    glucose = dice.randint(78, 112) / 10 if bad else dice.randint(50, 68) / 10
    answers: dict[str, Answer] = {
        "systolic": systolic,
        "diastolic": diastolic,
        "adherence": "sometimes" if bad and dice.random() < 0.5 else "regular",
        "adverse_reaction": "none",
        "drugs": "；".join(TREATMENT[kind] for kind in kinds),
    }
    if Kind.DIABETES in kinds:
        answers["fasting_glucose"] = glucose
    if Kind.COPD in kinds:
        answers["spo2"] = dice.randint(89, 93) if bad else dice.randint(94, 98)
    result = Result.UNCONTROLLED if bad else Result.CONTROLLED
    both = (*kinds, Kind.GENERAL) if mode is Mode.HOME else kinds
    return Seen(on, mode, both, answers, dict.fromkeys(both, result), emergency=systolic >= 180)


def _rounds(dice: Random, villager: Villager, today: date) -> Iterator[Seen]:
    if villager.category is not Category.DESTITUTE_SCATTERED:
        return
    monday = today - timedelta(days=today.weekday())
    parts: dict[str, Answer] = {"round_parts": ["round", "consultation", "education", "medication"]}
    for weeks_ago in range(ROUND_WEEKS, -1, -1):
        on = monday - timedelta(weeks=weeks_ago) + timedelta(days=dice.randint(0, 4))
        chance = 0.45 if weeks_ago == 0 else 0.88
        if on < today and dice.random() < chance:
            yield Seen(on, Mode.HOME, (Kind.WEEKLY_ROUND,), dict(parts))


def _meeting(dice: Random, villager: Villager, today: date) -> Iterator[Seen]:
    if villager.category is None:
        return
    year = today.year if today > date(today.year, 3, 31) else today.year - 1
    on = date(year, dice.randint(1, 3), dice.randint(2, 28))
    if villager.since < on and dice.random() < 0.94:
        yield Seen(on, Mode.HOME, (Kind.MEETING,))
