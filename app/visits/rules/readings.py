"""Several readings of the blood pressure at one visit: which value counts, and what they say about each other.

The page works the same names out as they are typed: ``systolic_mean`` (of the last two readings on the arm measured),
``systolic_highest`` (of all), ``systolic_apart`` (two readings differ so much, while a third is not there) and
``systolic_arms`` (the two arms differ so much); the same for ``diastolic``.
"""

from __future__ import annotations

from app.visits.rules.entry import Answer, Answers
from app.visits.rules.section import figure

MEASURES = ("systolic", "diastolic")
# On the arm measured, in the order taken; then the other arm.
IN_ORDER = ("", "_2", "_3")
OTHER_ARM = "_other"
COUNTED = 2
DERIVED = ("_mean", "_highest", "_apart", "_arms")


def with_means(answers: Answers) -> dict[str, Answer]:
    """Return the answers with what the readings of the pressure come to beside them."""
    known: dict[str, Answer] = dict(answers)
    for measure in MEASURES:
        known.update(_readings(answers, measure))
    return known


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
