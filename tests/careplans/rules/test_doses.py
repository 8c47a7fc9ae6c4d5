"""The arithmetic of a medicine."""

from __future__ import annotations

from datetime import date

import pytest

from app.careplans.rules.doses import amount_in, daily_amount, enough_for, runs_out_on, usual_quantity
from app.careplans.rules.vocabulary import DoseUnit
from tests.careplans.rules.conftest import a_drug, a_medicine


@pytest.mark.parametrize(
    ("strength", "amount"),
    [
        ("5mg", (5, "mg")),
        ("0.5g", (500, "mg")),
        ("47.5 毫克", (47.5, "mg")),
        ("18μg", (18, "μg")),
        ("100mcg/揿", (100, "μg")),
        ("300单位/3ml", (300, "U")),
        ("80mg/5mg", (80, "mg")),
        ("0.5克×20片", (500, "mg")),
        ("复方", None),
        ("", None),
    ],
)
def test_a_strength_is_read_whatever_unit_it_is_written_in(strength, amount):
    assert amount_in(strength) == amount


@pytest.mark.parametrize(
    ("line", "measured_in", "amount"),
    [
        ({"strength": "10mg", "dose": 0.5, "times": 2}, "mg", 10),
        ({"strength": "0.5g", "dose": 1, "times": 3}, "mg", 1500),
        ({"strength": "0.5g", "dose": 2, "times": 2}, "g", 2),
        ({"strength": "300单位/3ml", "dose": 14, "unit": DoseUnit.UNIT}, "U", 14),
        ({"strength": "100μg/揿", "dose": 2, "times": 4, "unit": DoseUnit.PUFF}, "puff", 8),
        ({"strength": "100μg/揿", "dose": 2, "times": 4, "unit": DoseUnit.PUFF}, "mg", 0.8),
        ({"strength": "15mg/5ml", "dose": 10, "times": 3, "unit": DoseUnit.MILLILITRE}, "mg", 90),
        ({"strength": "18mg/3ml", "dose": 1.2, "unit": DoseUnit.MILLIGRAM}, "mg", 1.2),
        ({"strength": "复方", "dose": 1, "times": 2}, "tablet", 2),
        ({"strength": "复方", "dose": 1, "times": 2}, "mg", None),
        ({"dose": 2, "times": 0, "as_needed": True}, "mg", None),
    ],
)
def test_what_is_taken_in_a_day_counts_split_tablets_and_every_unit(line, measured_in, amount):
    medicine, drug = a_medicine(**line), a_drug("any", "某药", measured_in=measured_in)

    assert daily_amount(medicine, drug) == pytest.approx(amount)


@pytest.mark.parametrize(
    ("dose", "times", "days", "quantity"),
    [(1, 1, 28, 28), (0.5, 1, 7, 4), (1, 3, 84, 252), (1 / 3, 3, 28, 28), (0.1, 3, 10, 3)],
)
def test_nobody_counts_out_half_a_tablet(dose, times, days, quantity):
    assert usual_quantity(dose, times, days) == quantity


def test_a_quantity_lasts_as_long_as_the_dose_says():
    assert enough_for(a_medicine(dose=0.5, times=2, quantity=30)) == 30
    assert enough_for(a_medicine(dose=2, times=1, quantity=27)) == 13
    assert enough_for(a_medicine(dose=1 / 3, times=3, quantity=28)) == 28
    assert enough_for(a_medicine(as_needed=True, times=3, quantity=30)) is None


def test_the_first_day_without_medicine_is_the_day_it_runs_out():
    assert runs_out_on(date(2026, 3, 1), 28) == date(2026, 3, 29)
    assert runs_out_on(date(2024, 2, 28), 1) == date(2024, 2, 29)
