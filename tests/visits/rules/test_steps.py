from __future__ import annotations

from datetime import date

import pytest

from app.policy.book import load_book
from app.policy.terms import Mode
from app.visits.rules.steps import steps_of


@pytest.fixture(scope="module")
def rules():
    """The shipped rules, by id."""
    return load_book(("national", "luan-2024-24", "jinan-district-2023-19")).rules


def test_a_step_tells_the_interval_after_each_result(rules):
    (step,) = steps_of([rules["hypertension-followup"]], today=date(2026, 5, 20))

    assert step.intervals["controlled"] == "3 month"
    assert step.intervals["uncontrolled"] == step.intervals["complication"] == "14 day"
    assert step.settled_by(Mode.CLINIC)
    assert not step.settled_by(Mode.PHONE)


def test_a_weekly_step_tells_the_end_of_the_next_week(rules):
    (step,) = steps_of([rules["scattered-weekly-round"]], today=date(2026, 5, 20))

    assert step.due_on == date(2026, 5, 31)
    assert step.intervals == {}
