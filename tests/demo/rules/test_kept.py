"""How invented plans were kept: as the answers of the visit say, each plan once."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from app.careplans.rules.checks import worst
from app.careplans.rules.vocabulary import Disease, Taken
from app.demo.rules.kept import InForce, checks_of
from app.policy.terms import Kind

PRESSURE = InForce(1, 11, 21, Disease.HYPERTENSION, date(2026, 1, 5))
SUGAR = InForce(1, 12, 22, Disease.DIABETES, date(2026, 1, 5))
BOTH = [Kind.HYPERTENSION.value, Kind.DIABETES.value]


@pytest.mark.parametrize(
    ("told", "taken"),
    [("regular", Taken.AS_AGREED), ("irregular", Taken.PARTLY), ("none", Taken.NOT)],
)
def test_the_least_kept_plan_says_what_the_visit_says_and_gives_a_reason(told, taken):
    checks = list(checks_of(Random(1), [PRESSURE, SUGAR], kinds=BOTH, answers={"adherence": told}))

    assert [check.plan_id for check in checks] == [11, 12]
    assert worst([check.treatment for check in checks]) is taken
    assert all(bool(check.why) == (check.treatment is not Taken.AS_AGREED) for check in checks)


def test_a_visit_for_another_disease_or_without_a_word_about_medicine_tells_nothing():
    for kinds, answers in (([Kind.COPD.value], {"adherence": "regular"}), (BOTH, {"salt": "light"})):
        assert not list(checks_of(Random(1), [PRESSURE], kinds=kinds, answers=answers))


def test_a_version_holds_from_its_first_day_to_the_next():
    until = InForce(1, 11, 21, Disease.HYPERTENSION, date(2026, 1, 5), date(2026, 3, 1))

    assert [until.held_on(date(2026, *day)) for day in ((1, 4), (1, 5), (2, 28), (3, 1))] == [
        False,
        True,
        True,
        False,
    ]
    assert PRESSURE.held_on(date(2026, 3, 1))
