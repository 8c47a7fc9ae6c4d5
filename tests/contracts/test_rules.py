"""What is agreed, for how long, who belongs to which group, and who may read of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.reader import Role
from app.contracts.rules import (
    CHILD_TO,
    ELDERLY_FROM,
    Answering,
    KeyGroup,
    Renewal,
    Share,
    Signing,
    groups_told,
    last_day_of,
    packages_in_words,
    packages_told,
    proposed_packages,
    refuse_ending,
    refuse_term,
    refuse_uncovered,
    refuse_years,
    renewal_of,
    years_before,
)
from app.core.errors import Refused
from app.people.rules import Package, age_on
from app.policy.terms import Condition
from tests import cast

days = st.dates(date(1999, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("age", "conditions", "packages"),
    [
        (40, (), (Package.GENERAL,)),
        (None, (), (Package.GENERAL,)),
        (64, (Condition.COPD,), (Package.GENERAL, Package.COPD)),
        (65, (), (Package.GENERAL, Package.ELDERLY)),
        (6, (), (Package.GENERAL, Package.CHILD)),
        (7, (), (Package.GENERAL,)),
        (
            80,
            (Condition.TWO_DISEASES_HYPERTENSION, Condition.DIABETES_INSULIN),
            (Package.GENERAL, Package.ELDERLY, Package.HYPERTENSION, Package.DIABETES),
        ),
        (50, (Condition.HYPERTENSION_RISK, Condition.CANCER), (Package.GENERAL,)),
        (
            50,
            (Condition.MENTAL_DISORDER, Condition.TUBERCULOSIS),
            (Package.GENERAL, Package.MENTAL_DISORDER, Package.TUBERCULOSIS),
        ),
    ],
)
def test_packages_are_proposed_from_age_and_diseases(age, conditions, packages):
    assert proposed_packages(age, conditions) == packages


def test_a_package_that_tells_a_hidden_disease_is_for_those_who_treat():
    kept = ["general", "mental-disorder"]

    assert packages_told(kept, role=Role.VILLAGE_DOCTOR) == (Package.GENERAL, Package.MENTAL_DISORDER)
    assert packages_told(kept, role=Role.SUPERVISOR) == (Package.GENERAL,)
    assert packages_in_words((Package.GENERAL, Package.MENTAL_DISORDER)) == "普通人群基本包"


def test_the_coverage_of_a_hidden_disease_is_counted_for_those_who_treat():
    assert KeyGroup.MENTAL_DISORDER in groups_told(Role.FAMILY_DOCTOR)
    for role in (Role.SUPERVISOR, Role.COUNTY, Role.INSURER):
        assert KeyGroup.MENTAL_DISORDER not in groups_told(role)


def test_a_share_says_its_percent_and_a_dash_for_nobody():
    assert Share(3, 4).percent == "75.0%" and Share(3, 4).unsigned == 1
    assert Share().percent == "—"


@given(born=st.dates(date(1930, 1, 1), date(2025, 12, 31)), day=days)
def test_the_birthday_that_bounds_a_group_agrees_with_the_age(born, day):
    age = age_on(born, day)

    assert (born <= years_before(day, ELDERLY_FROM)) is (age >= ELDERLY_FROM)
    assert (born > years_before(day, CHILD_TO + 1)) is (age <= CHILD_TO)


@pytest.mark.parametrize(
    ("starts_on", "years", "last"),
    [
        (date(2026, 5, 20), 1, date(2027, 5, 19)),
        (date(2024, 2, 29), 1, date(2025, 2, 27)),
        (date(2026, 1, 1), 3, date(2028, 12, 31)),
    ],
)
def test_a_contract_of_whole_years_ends_the_day_before_its_day_comes_round(starts_on, years, last):
    assert last_day_of(starts_on, years) == last


@given(ends_on=st.none() | days, today=days, years=st.integers(1, 3))
def test_a_renewal_leaves_no_gap_and_no_overlap_and_is_as_long_as_agreed(ends_on, today, years):
    renewal = renewal_of(ends_on, today=today, years=years)

    follows = ends_on is not None and ends_on >= today
    assert renewal.starts_on == (ends_on + timedelta(days=1) if follows else today)
    refuse_term(renewal, shortest=years, longest=years)


@pytest.mark.parametrize(
    ("ends_on", "refused"),
    [
        (date(2026, 5, 19), True),  # before it begins
        (date(2027, 5, 18), True),  # a day short of a year
        (date(2027, 5, 19), False),
        (date(2029, 5, 19), False),
        (date(2029, 5, 20), True),  # a day over three years
    ],
)
def test_a_contract_runs_one_to_three_years(ends_on, refused):
    span = Signing(cast.TODAY, ends_on, cast.TODAY, (Package.GENERAL,))

    if refused:
        with pytest.raises(Refused):
            refuse_term(span, shortest=1, longest=3)
    else:
        refuse_term(span, shortest=1, longest=3)


@pytest.mark.parametrize("years", [0, 4])
def test_a_renewal_of_no_or_too_many_years_is_refused(years):
    with pytest.raises(Refused, match="1 至 3 年"):
        refuse_years(years, limits=(1, 3))


@pytest.mark.parametrize("on", [date(2025, 12, 31), date(2026, 5, 21)])
def test_a_contract_is_dissolved_while_it_runs_and_not_ahead(on):
    with pytest.raises(Refused):
        refuse_ending(on, starts_on=date(2026, 1, 1), today=cast.TODAY)


def test_a_doctor_who_does_not_hold_a_village_is_told_which():
    refuse_uncovered([cast.LIUTANG, cast.SHIQIAO], held=[cast.TOWN], names={})

    with pytest.raises(Refused, match="石桥村"):
        refuse_uncovered([cast.LIUTANG, cast.SHIQIAO], held=[cast.LIUTANG], names={cast.SHIQIAO: "石桥村"})


def test_an_address_calls_a_doctor_by_a_number_or_a_mark_and_never_by_name():
    assert Answering("李秀兰", 7).key == "u7"
    assert Answering("").key == "none"
    assert "李" not in Answering("李秀兰").key
    assert Answering("李秀兰").key != Answering("王建国").key


def test_a_renewal_is_a_span():
    assert renewal_of(date(2026, 6, 30), today=cast.TODAY) == Renewal(date(2026, 7, 1), date(2027, 6, 30))
