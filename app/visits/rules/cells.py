"""Boxes of a printed form made straight from questions: terms numbered in their order, as the national forms do."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.words import Text
from app.visits.rules.boxes import numbered
from app.visits.rules.entry import Answers
from app.visits.rules.paper import NO_GROUP, Cell
from app.visits.rules.questions import Question
from app.visits.rules.section import figure

NOTHING = Text("", "")


def box(
    question: Question,
    *others: Question,
    group: Text = NO_GROUP,
    over: Mapping[str, str] | None = None,
    start: int = 1,
) -> Cell:
    """Return the box of a question, and of those printed into the same box behind it.

    ``over`` names the terms the form numbers otherwise than in their order; an empty number prints none.
    """
    codes = numbered(question.choices, start=start) | dict(over or {})
    names = tuple(each.name for each in (question, *others))
    return Cell(question.label, names, {value: code for value, code in codes.items() if code}, group)


def boxes(group: Text, *questions: Question) -> tuple[Cell, ...]:
    """Return one box for each question, under one heading."""
    return tuple(box(question, group=group) for question in questions)


def body_mass(answers: Answers) -> float | None:
    """Return the body-mass index, None where weight or height is not known."""
    weight, height = figure(answers, "weight"), figure(answers, "height")
    return weight / (height / 100) ** 2 if weight and height else None
