"""Several readings of the pressure: which count, and what they say about each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.visits.rules.limits import pressure_words
from app.visits.rules.readings import Measured, measured_in, underived, with_means

READING = st.integers(50, 300)


@pytest.mark.parametrize(
    ("readings", "mean", "highest", "apart"),
    [
        ({"systolic": 150}, 150, 150, None),
        ({"systolic": 150, "systolic_2": 140}, 145, 150, 10),
        ({"systolic": 150, "systolic_2": 136}, 143, 150, 14),
        ({"systolic": 150, "systolic_2": 136, "systolic_3": 138}, 137, 150, None),
        ({"systolic": 150, "systolic_3": 138}, 144, 150, 12),
    ],
)
def test_the_last_two_readings_count(readings, mean, highest, apart):
    known = with_means(readings)

    assert (known["systolic_mean"], known["systolic_highest"]) == (mean, highest)
    assert known.get("systolic_apart") == apart


def test_the_other_arm_is_compared_and_not_averaged():
    known = with_means({"systolic": 150, "systolic_2": 146, "systolic_other": 170, "diastolic": 90})

    assert (known["systolic_mean"], known["systolic_arms"], known["systolic_highest"]) == (148, 22, 170)
    assert "diastolic_arms" not in known


def test_without_a_reading_nothing_is_worked_out():
    assert with_means({"systolic_other": 150, "weight": 60}) == {"systolic_other": 150, "weight": 60}


@given(readings=st.lists(READING, min_size=1, max_size=3), other=st.none() | READING)
def test_the_mean_lies_among_the_readings_and_the_highest_above_all(readings, other):
    names = ("systolic", "systolic_2", "systolic_3")
    answers = dict(zip(names, readings, strict=False)) | {"systolic_other": other}

    known = with_means(answers)

    assert min(readings) <= known["systolic_mean"] <= max(readings)
    assert known["systolic_highest"] == max([*readings, *([other] if other else [])])
    assert ("systolic_apart" in known) is (len(readings) == 2)


def test_a_pressure_is_written_as_the_mean_that_counts():
    answers = {"systolic": 160, "diastolic": 99, "systolic_2": 141, "diastolic_2": 90}

    assert pressure_words(answers) == "151/95"
    assert pressure_words(answers | {"systolic_3": 140, "diastolic_3": 88}) == "141/89"
    assert pressure_words({"systolic": 160}) == ""


def test_what_was_worked_out_is_told_of_its_question():
    assert underived("systolic_highest") == underived("systolic_arms") == "systolic"
    assert underived("weight") == "weight"


def test_what_is_kept_for_counts_is_what_counts():
    answers = {"systolic": 160, "systolic_2": 141, "systolic_other": 190, "diastolic": 99, "weight": 61.5}

    assert measured_in(answers) == Measured(150.5, 99, None, 61.5, None)
    assert measured_in({"heart_rate": 72, "fasting_glucose": 6.4}) == Measured(None, None, 72, None, 6.4)
    assert measured_in({"height": 160, "symptoms": ["none"]}) is None
