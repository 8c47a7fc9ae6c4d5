"""老年人生活自理能力评估表: the points of the five items, and the grade they add up to."""

from __future__ import annotations

from datetime import date

from app.policy.thresholds import Figures
from app.visits.rules import Answers
from app.visits.sections.elderly.vocabulary import Reliance, SelfCareGrade

# The points the form prints for each column, in the order of the columns.
POINTS = {
    "adl_eating": (0, 0, 3, 5),
    "adl_washing": (0, 1, 3, 7),
    "adl_dressing": (0, 0, 3, 5),
    "adl_toilet": (0, 1, 5, 10),
    "adl_moving": (0, 1, 5, 10),
}
# Up to so many points, as the form prints it; judging asks the rulebook.
UP_TO = (3, 8, 18)
NAMES = ("able", "mild", "moderate")


def points_of(answers: Answers) -> int | None:
    """Return the points of the whole scale, None until all five items are answered."""
    columns = [term.value for term in Reliance]
    told = {name: answers.get(name) for name in POINTS}
    if not all(answer in columns for answer in told.values()):
        return None
    return sum(POINTS[name][columns.index(str(answer))] for name, answer in told.items())


def grade_of(points: int, *, up_to: tuple[float, ...] = UP_TO) -> SelfCareGrade:
    """Return what some points come to."""
    grades = list(SelfCareGrade)
    return next((grade for grade, most in zip(grades, up_to, strict=False) if points <= most), grades[-1])


def limits_in(figures: Figures) -> tuple[float, ...]:
    """Return up to how many points each grade but the last goes, as the rulebook says."""
    return tuple(figures.value(f"elderly.scale.{name}", on=date.max) for name in NAMES)
