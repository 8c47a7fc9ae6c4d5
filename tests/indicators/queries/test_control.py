"""Control: the last reading of the year against the limits of its day and the age on that day."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.transaction import transaction
from app.policy.terms import Kind, Mode
from app.visits.service import correct_visit
from tests import cast
from tests.indicators.queries.conftest import met

SEEN = date(2026, 4, 10)


def aged(born_on, *conditions):
    """Return somebody of柳塘村 born on a day."""
    return cast.a_person(born_on=born_on, conditions=conditions or ("hypertension",))


@pytest.mark.parametrize(
    ("born_on", "pressure", "controlled"),
    [
        (date(1980, 1, 1), (139, 89), 1),
        (date(1980, 1, 1), (140, 89), 0),
        (date(1980, 1, 1), (139, 90), 0),
        (date(1961, 4, 11), (149, 89), 0),
        (date(1961, 4, 10), (149, 89), 1),
        (date(1961, 4, 10), (150, 89), 0),
        (date(1961, 4, 10), (149, 90), 0),
        (date(1960, 12, 31), (149, 89), 1),
        (date(1961, 12, 31), (149, 89), 0),
    ],
)
def test_by_the_assessment_65_years_on_the_day_change_the_limit(see, born_on, pressure, controlled):
    person = aged(born_on)
    see(person, SEEN, systolic=pressure[0], diastolic=pressure[1])

    assert met("pressure-control") == {person.id: controlled}


@pytest.mark.parametrize(
    ("seen_on", "controlled"),
    [(date(2025, 2, 28), 0), (date(2025, 3, 1), 1)],
    ids=["the day before", "the day"],
)
def test_born_on_a_leap_day_one_is_65_in_march(see, seen_on, controlled):
    person = cast.a_person(born_on=date(1960, 2, 29), conditions=("hypertension",), since=date(2025, 1, 1))
    see(person, seen_on, systolic=145, diastolic=85)

    assert met("pressure-control", month=date(2025, 12, 1)) == {person.id: controlled}


@pytest.mark.parametrize(
    ("seen_on", "born_on", "pressure", "controlled"),
    [
        (date(2026, 2, 28), date(1980, 1, 1), (139, 89), 1),
        (date(2026, 3, 1), date(1980, 1, 1), (139, 89), 0),
        (date(2026, 3, 1), date(1980, 1, 1), (129, 79), 1),
        (date(2026, 2, 28), date(1950, 1, 1), (149, 89), 1),
        (date(2026, 3, 1), date(1950, 1, 1), (149, 89), 0),
        (date(2026, 4, 10), date(1946, 4, 11), (149, 89), 0),
        (date(2026, 4, 10), date(1946, 4, 10), (149, 89), 1),
    ],
)
def test_by_the_clinical_standard_the_aim_is_that_of_the_day(see, seen_on, born_on, pressure, controlled):
    person = aged(born_on)
    see(person, seen_on, systolic=pressure[0], diastolic=pressure[1])

    assert met("pressure-control-clinical") == {person.id: controlled}


def test_the_last_reading_of_the_year_speaks(see, granny_chen):
    see(granny_chen, date(2026, 2, 1), systolic=120, diastolic=70)
    see(granny_chen, date(2026, 3, 1), systolic=160, diastolic=70)

    assert met("pressure-control", month=date(2026, 2, 1)) == {granny_chen.id: 1}
    assert met("pressure-control") == {granny_chen.id: 0}


def test_of_two_visits_on_a_day_the_later_one_filed_speaks(see, granny_chen):
    see(granny_chen, SEEN, systolic=160, diastolic=70)
    see(granny_chen, SEEN, systolic=120, diastolic=70)

    assert met("pressure-control") == {granny_chen.id: 1}


def test_a_call_without_a_reading_leaves_the_last_reading_standing(see, granny_chen):
    see(granny_chen, date(2026, 3, 1), systolic=120, diastolic=70)
    see(granny_chen, SEEN, mode=Mode.PHONE)

    assert met("pressure-control") == {granny_chen.id: 1}


def test_without_any_reading_this_year_nobody_is_controlled(see, granny_chen):
    see(granny_chen, date(2025, 12, 31), systolic=120, diastolic=70)
    see(granny_chen, SEEN, mode=Mode.PHONE, systolic=120)

    assert met("pressure-control") == met("pressure-control-clinical") == {granny_chen.id: 0}


def test_only_a_follow_up_of_the_disease_is_asked_for_its_pressure(see, granny_chen):
    see(granny_chen, date(2026, 3, 1), systolic=120, diastolic=70)
    see(granny_chen, SEEN, kinds=(Kind.WEEKLY_ROUND,), systolic=170, diastolic=100)

    assert met("pressure-control") == {granny_chen.id: 1}


def test_several_readings_count_as_the_mean_of_the_last_two(see, granny_chen):
    see(
        granny_chen,
        SEEN,
        systolic=170,
        diastolic=80,
        systolic_2=150,
        diastolic_2=80,
        systolic_3=148,
        diastolic_3=80,
    )

    assert met("pressure-control") == {granny_chen.id: 1}


def test_a_mended_reading_is_the_one_that_counts(see, granny_chen, dr_li):
    visit = see(granny_chen, SEEN, systolic=170, diastolic=80)
    right = cast.a_visit(visited_on=SEEN, answers={"systolic": 130, "diastolic": 80})
    with transaction("visit.correct", by=dr_li):
        correct_visit(visit, right, person=granny_chen, reason="写反了", by=dr_li)

    assert met("pressure-control") == {granny_chen.id: 1}


@pytest.mark.parametrize(("glucose", "controlled"), [(6.9, 1), (7.0, 0)])
def test_glucose_is_controlled_below_the_limit(see, glucose, controlled):
    person = aged(date(1970, 1, 1), "diabetes", "hypertension")
    see(person, SEEN, kinds=(Kind.DIABETES,), fasting_glucose=glucose)

    assert met("glucose-control") == {person.id: controlled}
    assert met("pressure-control") == {}


def test_a_value_that_was_not_fasting_controls_nothing(see):
    person = aged(date(1970, 1, 1), "diabetes-insulin")
    see(person, SEEN, kinds=(Kind.DIABETES,), random_glucose=6.0)

    assert met("glucose-control") == {person.id: 0}
