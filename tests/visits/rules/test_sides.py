"""Both layers of rules beside each other, in both languages."""

from __future__ import annotations

from datetime import date

import pytest

from app.visits.rules import Circumstances
from app.visits.rules.sides import glucose_sides, pressure_sides


@pytest.mark.parametrize("answers", [{}, {"systolic_mean": 140}, {"weight": 60}])
def test_what_was_not_measured_is_not_compared(figures, answers):
    circumstances = Circumstances(60, date(2026, 5, 20), figures)

    assert pressure_sides(answers, circumstances) == glucose_sides(answers, circumstances) == ()


def test_the_sides_are_told_in_english_too(figures):
    circumstances = Circumstances(81, date(2026, 5, 20), figures)

    (side,) = pressure_sides({"systolic_mean": 147.5, "diastolic_mean": 91}, circumstances)

    assert side.value.en == "148/91 mmHg"
    assert side.assessed.en.startswith("Assessment (2017): below 150/90 mmHg, missed.")
    assert side.clinical.en.startswith("Clinical (standard in force): below 150/90 mmHg, missed.")
