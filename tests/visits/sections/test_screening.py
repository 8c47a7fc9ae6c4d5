"""Screening: the three readings, the event that asks for another, the proposal, and whom it concerns."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.engine import Evidence, reckon
from app.policy.spells import Holding, spells_of
from app.policy.terms import Condition, Event, Kind, Mode
from app.visits.rules import Circumstances, judge
from app.visits.sections import SECTIONS
from app.visits.sections.screening.path import Taken, path_of
from app.visits.sections.screening.vocabulary import Stage
from tests.policy.packs import shipped
from tests.visits.sections.outcome import AGES, FEBRUARY, MARCH

SECTION = SECTIONS["screening"]
FIGURES = shipped().figures
DAY = date(2026, 3, 20)


def _path(*readings):
    return path_of([Taken(on, *values) for on, *values in readings], figures=FIGURES)


def _judged(systolic, diastolic, *, age=50, on=MARCH, held=frozenset(), earlier=()):
    about = Circumstances(age, on, FIGURES, held=held, earlier=earlier)
    answers = {"systolic": systolic, "diastolic": diastolic}
    return judge(answers, {SECTION: (Kind.SCREENING,)}, circumstances=about)


def _before(*days, systolic=146):
    return tuple((day, {"systolic": systolic, "diastolic": 84}) for day in days)


@pytest.mark.parametrize(
    ("systolic", "diastolic", "raised", "urgent"),
    [
        (139, 89, False, False),
        (140, 89, True, False),
        (139, 90, True, False),
        (179, 109, True, False),
        (180, 109, True, True),
        (179, 110, True, True),
    ],
)
@pytest.mark.parametrize(("on", "age"), list(product((FEBRUARY, MARCH), AGES)))
def test_the_threshold_of_screening_is_one_for_every_age_and_both_versions(
    systolic, diastolic, raised, urgent, on, age
):
    judgement = _judged(systolic, diastolic, age=age, on=on)

    assert judgement.events == ((Event.RAISED_PRESSURE,) if raised else ())
    assert bool(judgement.emergencies) is urgent
    assert judgement.results == {}
    assert judgement.referrals == ()


def test_the_aims_of_treated_patients_are_not_held_up_to_anybody_screened():
    assert not any("临床目标" in text.zh for text in _judged(135, 84).advice)


def test_the_second_raised_day_asks_for_a_third_and_the_third_proposes_a_referral():
    first, second = date(2026, 3, 1), date(2026, 3, 10)

    assert _judged(146, 84, earlier=_before(first)).events == (Event.RAISED_PRESSURE,)
    third = _judged(146, 84, earlier=_before(second, first))
    assert third.events == ()
    assert len(third.referrals) == 1


def test_two_readings_of_one_day_are_one():
    assert _judged(146, 84, earlier=_before(MARCH, MARCH)).events == (Event.RAISED_PRESSURE,)


@pytest.mark.parametrize(
    "condition",
    [Condition.HYPERTENSION, Condition.HYPERTENSION_COMPLICATED, Condition.TWO_DISEASES_HYPERTENSION],
)
def test_who_has_hypertension_is_on_no_such_way(condition):
    judgement = _judged(
        150, 96, held=frozenset({condition}), earlier=_before(date(2026, 3, 1), date(2026, 3, 9))
    )

    assert judgement.events == ()
    assert judgement.referrals == ()


@pytest.mark.parametrize(
    ("readings", "stage", "next_by"),
    [
        ([], Stage.NONE, None),
        ([(DAY, 120, 80)], Stage.NORMAL, None),
        ([(DAY, 140, 80)], Stage.FIRST, date(2026, 4, 3)),
        ([(DAY, 120, 80), (DAY, 120, 90)], Stage.FIRST, date(2026, 4, 3)),
        ([(date(2026, 3, 1), 141, 80), (DAY, 140, 80)], Stage.SECOND, date(2026, 4, 3)),
        ([(date(2026, 3, 1), 141, 80), (DAY, 120, 80)], Stage.NORMAL, None),
        ([(date(2026, 3, 1), 120, 80), (DAY, 141, 80)], Stage.FIRST, date(2026, 4, 3)),
        ([(date(2026, 3, 1), 141, 80), (date(2026, 3, 9), 141, 80), (DAY, 140, 80)], Stage.PROPOSED, None),
        ([(date(2025, 3, 20), 141, 80), (date(2026, 3, 9), 141, 80), (DAY, 140, 80)], Stage.PROPOSED, None),
        (
            [(date(2025, 3, 19), 141, 80), (date(2026, 3, 9), 141, 80), (DAY, 140, 80)],
            Stage.SECOND,
            date(2026, 4, 3),
        ),
    ],
)
def test_how_far_the_readings_have_come(readings, stage, next_by):
    path = _path(*readings)

    assert (path.stage, path.next_by) == (stage, next_by)


@given(
    st.lists(
        st.tuples(st.dates(date(2026, 1, 1), date(2026, 3, 20)), st.integers(100, 179), st.integers(60, 109)),
        max_size=8,
    ),
    st.randoms(),
)
def test_the_order_of_the_readings_and_a_repeated_one_change_nothing(readings, shuffle):
    other = [*readings, *readings]
    shuffle.shuffle(other)

    assert _path(*readings) == _path(*other)


@given(
    st.lists(
        st.tuples(st.dates(date(2026, 1, 1), date(2026, 3, 20)), st.integers(100, 179), st.integers(60, 109)),
        max_size=8,
    )
)
def test_a_proposal_rests_on_three_different_raised_days(readings):
    path = _path(*readings)

    raised = {on for on, systolic, diastolic in readings if systolic >= 140 or diastolic >= 90}
    assert set(path.raised_on) <= raised
    assert (path.stage is Stage.PROPOSED) is (len(path.raised_on) >= 3)


@pytest.mark.parametrize(
    ("age", "condition", "owed"),
    [
        (34, None, set()),
        (35, None, {"pressure-screening"}),
        (64, None, {"pressure-screening"}),
        (65, None, {"pressure-screening"}),
        (80, Condition.DIABETES, {"pressure-screening"}),
        (64, Condition.HYPERTENSION, set()),
        (64, Condition.TWO_DISEASES_HYPERTENSION, set()),
        (64, Condition.HYPERTENSION_RISK, {"risk-pressure"}),
        (34, Condition.HYPERTENSION_RISK, {"risk-pressure"}),
    ],
)
def test_whom_screening_concerns(age, condition, owed):
    born_on = date(2026 - age, 3, 20)
    held = [Holding(condition, date(2026, 1, 1))] if condition else []

    found = {
        name
        for name in ("pressure-screening", "risk-pressure")
        for spell in spells_of(shipped().rules[name].owed_to, held, born_on)
        if spell.starts_on <= DAY and (spell.ends_on is None or spell.ends_on > DAY)
    }

    assert found == owed


@pytest.mark.parametrize(
    ("rule_id", "kind", "due_on"),
    [
        ("pressure-screening", Kind.SCREENING, date(2027, 12, 31)),
        ("risk-pressure", Kind.SCREENING, date(2026, 9, 20)),
    ],
)
def test_when_the_next_is_due(rule_id, kind, due_on):
    seen = Evidence(1, DAY, kind, Mode.HOME)

    account = reckon(shipped().rules[rule_id], owed_from=date(2026, 1, 1), evidence=[seen])

    assert account.open.due_on == due_on


def test_another_reading_is_due_a_fortnight_after_a_raised_one():
    account = reckon(shipped().rules["pressure-again"], owed_from=DAY, evidence=[])

    assert account.open.due_on == DAY + timedelta(days=14)


def test_risk_is_told_to_whoever_is_not_raised():
    assert any("易患因素（血压正常高值）" in text.zh for text in _judged(132, 84).advice)
    assert not any("易患因素" in text.zh for text in _judged(129, 84).advice)
