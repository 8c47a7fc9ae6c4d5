from __future__ import annotations

from datetime import date

import pytest

from app.policy.book import load_book
from app.policy.terms import Sex
from app.screening.rules import Coverage, Part, Resident, Screened, find_in
from app.visits.sections.screening.vocabulary import Risk

TODAY = date(2026, 5, 20)


@pytest.fixture(scope="module")
def figures():
    """The figures of the shipped packs."""
    return load_book(("national", "luan-2024-24", "jinan-district-2023-19")).figures


def _somebody(*visits, number=1, name="张桂一", born_on=date(1986, 1, 1), **known):
    person = Resident(number, name, Sex.FEMALE, born_on, "一组")
    flags = {"hypertensive": False, "diabetic": False, "listed_at_risk": False} | known
    return Screened(person, **flags, visits=list(visits))


def _pressure(on, systolic, diastolic=80, **others):
    return on, {"systolic": systolic, "diastolic": diastolic, **others}


def _part(figures, one):
    parts = find_in([one], today=TODAY, figures=figures)
    return next((part for part, found in parts.items() if found), None)


def test_a_raised_reading_puts_somebody_on_the_way_with_the_day_of_the_next(figures):
    parts = find_in([_somebody(_pressure(date(2026, 5, 10), 146))], today=TODAY, figures=figures)

    (found,) = parts[Part.UNDER_WAY]
    assert found.path.raised_on == (date(2026, 5, 10),)
    assert found.path.next_by == date(2026, 5, 24)


def test_three_raised_days_propose_an_enrolment(figures):
    days = [_pressure(date(2026, 4, day), 142) for day in (1, 9, 20)]

    assert _part(figures, _somebody(*days)) is Part.PROPOSED


def test_a_fasting_glucose_raised_on_two_days_proposes_one_too_and_on_one_day_nothing(figures):
    once = _somebody((date(2026, 4, 1), {"fasting_glucose": 7.4}))
    twice = _somebody(*((date(2026, 4, day), {"fasting_glucose": 7.0}) for day in (1, 9)))

    assert _part(figures, once) is None
    assert _part(figures, twice) is Part.PROPOSED


def test_glucose_of_a_patient_with_diabetes_and_pressure_of_one_with_hypertension_are_no_screening(figures):
    diabetic = _somebody(*((date(2026, 4, day), {"fasting_glucose": 9}) for day in (1, 9)), diabetic=True)
    treated = _somebody(_pressure(date(2026, 4, 1), 160), hypertensive=True)

    assert _part(figures, diabetic) is None
    assert _part(figures, treated) is None


@pytest.mark.parametrize(
    ("answers", "risk"),
    [
        ({"systolic": 130}, Risk.HIGH_NORMAL),
        ({"diastolic": 85}, Risk.HIGH_NORMAL),
        ({"weight": 61.5, "height": 160}, Risk.HEAVY),
        ({"waist": 85}, Risk.HEAVY),
        ({"hypertension_family": "yes"}, Risk.FAMILY),
        ({"salt": "heavy"}, Risk.SALTY),
        ({"drinking_daily": 2}, Risk.SPIRITS),
    ],
)
def test_any_of_the_six_criteria_puts_somebody_at_risk(figures, answers, risk):
    one = _somebody((date(2026, 4, 1), {"systolic": 118, "diastolic": 76} | answers))

    parts = find_in([one], today=TODAY, figures=figures)

    assert [found.risks for found in parts[Part.AT_RISK]] == [(risk,)]


def test_age_alone_is_a_risk_from_55(figures):
    almost = _somebody(_pressure(date(2026, 4, 1), 118), born_on=date(1971, 5, 21))
    just = _somebody(_pressure(date(2026, 4, 1), 118), born_on=date(1971, 5, 20))

    assert _part(figures, almost) is None
    assert _part(figures, just) is Part.AT_RISK


def test_just_below_every_limit_is_no_risk(figures):
    answers = {"systolic": 129, "diastolic": 84, "weight": 61, "height": 160, "waist": 84, "salt": "medium"}
    answers |= {"drinking_daily": 1.9, "hypertension_family": "no"}

    assert _part(figures, _somebody((date(2026, 4, 1), answers))) is None


def test_who_is_listed_already_is_not_proposed_again(figures):
    assert _part(figures, _somebody(_pressure(date(2026, 4, 1), 132), listed_at_risk=True)) is None


def test_whose_next_reading_is_due_first_stands_first(figures):
    late = _somebody(_pressure(date(2026, 5, 1), 150), number=2, name="乙")
    later = _somebody(_pressure(date(2026, 5, 12), 150), number=1, name="甲")

    parts = find_in([later, late], today=TODAY, figures=figures)

    assert [found.person.name for found in parts[Part.UNDER_WAY]] == ["乙", "甲"]


def test_the_unmeasured_are_those_owed_without_those_measured():
    assert Coverage("341502109201", "柳塘村", 3, 8).unmeasured == 5
