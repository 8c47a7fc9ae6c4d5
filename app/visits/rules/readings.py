"""Several readings of the blood pressure at one visit: which value counts, and what they say about each other.

The page works the same names out as they are typed: ``systolic_mean`` (of the last two readings on the arm measured),
``systolic_highest`` (of all), ``systolic_apart`` (two readings differ so much, while a third is not there) and
``systolic_arms`` (the two arms differ so much); the same for ``diastolic``.
"""

from __future__ import annotations

from typing import NamedTuple

from app.visits.rules.entry import Answer, Answers
from app.visits.rules.section import figure

MEASURES = ("systolic", "diastolic")
# On the arm measured, in the order taken; then the other arm.
IN_ORDER = ("", "_2", "_3")
OTHER_ARM = "_other"
COUNTED = 2
DERIVED = ("_mean", "_highest", "_apart", "_arms")


class Measured(NamedTuple):
    """What was measured at one visit, each figure as it counts; None where it was not taken."""

    systolic: float | None
    diastolic: float | None
    heart_rate: float | None
    weight: float | None
    fasting_glucose: float | None


def with_means(answers: Answers) -> dict[str, Answer]:
    """Return the answers with what the readings of the pressure come to beside them."""
    known: dict[str, Answer] = dict(answers)
    for measure in MEASURES:
        known.update(_readings(answers, measure))
    return known


def measured_in(answers: Answers) -> Measured | None:
    """Return what was measured as it counts, the pressure as its mean; None where nothing of it was."""
    known = with_means(answers)
    found = Measured(
        figure(known, "systolic_mean"),
        figure(known, "diastolic_mean"),
        figure(known, "heart_rate"),
        figure(known, "weight"),
        figure(known, "fasting_glucose"),
    )
    return found if any(value is not None for value in found) else None


def underived(name: str) -> str:
    """Return the question a derived value was worked out from."""
    ending = next((ending for ending in DERIVED if name.endswith(ending)), "")
    return name.removesuffix(ending)


def _readings(answers: Answers, measure: str) -> dict[str, float]:
    taken = _taken(answers, measure, *IN_ORDER)
    found: dict[str, float] = {}
    if not taken:
        return found
    other = _taken(answers, measure, OTHER_ARM)
    counted = taken[-COUNTED:]
    mean = sum(counted) / len(counted)
    found[f"{measure}_mean"] = mean
    found[f"{measure}_highest"] = max(taken + other)
    if len(taken) == COUNTED:
        found[f"{measure}_apart"] = abs(taken[0] - taken[1])
    if other:
        found[f"{measure}_arms"] = abs(mean - other[0])
    return found


def _taken(answers: Answers, measure: str, *endings: str) -> list[float]:
    values = (figure(answers, f"{measure}{ending}") for ending in endings)
    return [value for value in values if value is not None]
