"""The care plans of the invented township: who has one, from which template, what became of it, and how long it lasts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, auto
from random import Random

from app.careplans.rules.vocabulary import Disease, disease_of
from app.demo.rules.villagers import Villager
from app.policy.terms import Condition

# Of those with one disease of the eight groups, how many have a plan; with several, everybody has.
SHARE = 0.55
USUAL, LONG = 28, 84


class Fate(Enum):
    """What became of the plan of somebody's first disease."""

    IN_FORCE = auto()
    REVISED = auto()
    PROPOSED = auto()
    REVISION_PROPOSED = auto()
    RETURNED = auto()
    DRAFTED = auto()
    ENDED = auto()


F = Fate
# In every village by turns, so that every list of plans is alive; after them plans are simply in force.
FATES = (F.REVISED, F.PROPOSED, F.IN_FORCE, F.REVISION_PROPOSED, F.RETURNED, F.ENDED, F.DRAFTED, F.PROPOSED)
UNSIGNED = frozenset({F.PROPOSED, F.RETURNED, F.DRAFTED})
# How many days ago medicine was given out, and how often: lately, to be fetched this week, running out, run out.
LATELY, THIS_WEEK, RUNNING_OUT, RUN_OUT = (0, 11), (12, 20), (22, 27), (31, 44)
SUPPLIES = ((LATELY, 52), (THIS_WEEK, 26), (RUNNING_OUT, 15), (RUN_OUT, 7))
FOR_LONG, FOR_LONG_SHARE = (8, 60), 0.3
OLD, OLD_SHARE = (150, 340), 0.3

TEMPLATES: Mapping[Disease, tuple[str, ...]] = {
    Disease.HYPERTENSION: ("hypertension-controlled", "hypertension-controlled", "hypertension-new"),
    Disease.DIABETES: ("diabetes-controlled", "diabetes-new"),
    Disease.COPD: ("copd-stable",),
    Disease.CORONARY: ("coronary-stable",),
    Disease.STROKE: ("stroke-stable", "stroke-disabled"),
    Disease.HEART_FAILURE: ("heart-failure-stable",),
}
# What a plan is revised to where the one before was not enough.
NEXT: Mapping[Disease, str] = {
    Disease.HYPERTENSION: "hypertension-uncontrolled",
    Disease.DIABETES: "diabetes-uncontrolled",
    Disease.COPD: "copd-frequent",
    Disease.CORONARY: "coronary-angina",
    Disease.STROKE: "stroke-disabled",
    Disease.HEART_FAILURE: "heart-failure-swollen",
}
# Of the cast: what they do not bear, one of whom gets another medicine, one the same with a reason.
NOT_BORNE: Mapping[tuple[Condition, ...], str] = {
    (Condition.STROKE, Condition.HYPERTENSION_COMPLICATED): "阿司匹林",
    (Condition.CORONARY, Condition.HEART_FAILURE): "磺胺类",
}
HEAVIER = {
    Condition.HYPERTENSION_COMPLICATED: "hypertension-complicated",
    Condition.DIABETES_INSULIN: "diabetes-insulin",
}
# With several diseases the heavier form, whose first medicine lasts two weeks.
SEVERAL = {Disease.STROKE: "stroke-disabled", Disease.HEART_FAILURE: "heart-failure-swollen"}
TWO_WEEKS = (0, 5)


@dataclass(frozen=True, slots=True)
class Course:
    """The plan for one disease: the template it was written from."""

    disease: Disease
    template: str


@dataclass(frozen=True, slots=True)
class Treatment:
    """Everything one invented resident's plans say: since when, for which diseases, and when medicine was given out.

    What became of it concerns the first disease; ``revised_on`` is when that plan was written anew or is to be.
    ``guided`` had the advice of the lead hospital.
    """

    since: date
    courses: tuple[Course, ...]
    fate: Fate
    issued_on: date
    days: int
    revised_on: date
    guided: bool = False

    @property
    def begun_at_once(self) -> bool:
        """Whether the medicine was given out with the signature and never since."""
        return self.since == self.issued_on and self.days == USUAL and not self.guided


def diseases_of(villager: Villager) -> tuple[Disease, ...]:
    """Return what a resident may have plans for, in the order of the vocabulary."""
    found = {disease_of(condition) for condition in villager.conditions}
    return tuple(disease for disease in Disease if disease in found)


def is_treated(villager: Villager) -> bool:
    """Return whether somebody has care plans; the same resident always has, or never."""
    several = len(diseases_of(villager)) > 1
    return several or (bool(diseases_of(villager)) and _dice(villager).random() < SHARE)


def invent_treatments(residents: Mapping[int, Villager], *, today: date) -> dict[int, Treatment]:
    """Return the treatments of one village's residents by number; the first of them meet every fate."""
    treated = [(key, one) for key, one in residents.items() if is_treated(one)]
    fates = (*FATES, *(F.IN_FORCE for _ in treated))
    return {key: _treatment(one, fate, today=today) for (key, one), fate in zip(treated, fates, strict=False)}


def _treatment(villager: Villager, fate: Fate, *, today: date) -> Treatment:
    dice = _dice(villager)
    dice.random()
    courses = tuple(_course(dice, disease, villager) for disease in diseases_of(villager))
    is_stable = fate is F.IN_FORCE and [course.template for course in courses] == ["hypertension-controlled"]
    issued_on, days = _supply(dice, today, is_stable=is_stable)
    if any(course.template == SEVERAL[Disease.HEART_FAILURE] for course in courses):
        issued_on = today - timedelta(days=dice.randint(*TWO_WEEKS))
    old = dice.random() < OLD_SHARE or fate not in (F.IN_FORCE, *UNSIGNED)
    since = today - timedelta(days=dice.randint(*OLD)) if old else issued_on
    since = max(min(since, issued_on), villager.since)
    revised_on = today - timedelta(days=dice.randint(1, 6))
    if fate is F.REVISED:
        issued_on, days = max(today - timedelta(days=dice.randint(8, 11)), villager.since), USUAL
        revised_on = issued_on
    guided = fate is F.REVISED and len(courses) > 1
    return Treatment(since, courses, fate, max(issued_on, since), days, max(revised_on, since), guided)


def _course(dice: Random, disease: Disease, villager: Villager) -> Course:
    heavier = next(
        (HEAVIER[c] for c in villager.conditions if c in HEAVIER and disease_of(c) is disease), None
    )
    chosen = dice.choice(TEMPLATES[disease])
    if len(diseases_of(villager)) > 1:
        chosen = SEVERAL.get(disease, chosen)
    return Course(disease, heavier or chosen)


def _supply(dice: Random, today: date, *, is_stable: bool) -> tuple[date, int]:
    """Return when medicine was last given out and for how long: twelve weeks only where pressure is on target."""
    if is_stable and dice.random() < FOR_LONG_SHARE:
        return today - timedelta(days=dice.randint(*FOR_LONG)), LONG
    ago = dice.choices([each for each, _ in SUPPLIES], [weight for _, weight in SUPPLIES])[0]
    return today - timedelta(days=dice.randint(*ago)), USUAL


def _dice(villager: Villager) -> Random:
    """Return dice of somebody's own, so that nobody's treatment hangs on how many live before them."""
    return Random(villager.number)
