"""What is planted in the invented township: only where three doctors work, and nothing that could not stand on a form."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from app.demo.rules import VILLAGES, invent_history, invent_village
from app.demo.rules.frauds import (
    COPIED,
    COPYING,
    HASTY,
    HOUSES,
    LATE,
    SAME,
    copied,
    entered_on,
    hurried,
    made_up,
    remark_on,
)
from app.policy.terms import Kind, Mode

TODAY = date(2026, 5, 20)
HONEST = sorted({village for village, _ in VILLAGES} - {HASTY, COPYING, LATE})


@pytest.fixture(scope="module")
def years(figures):
    """Return the hasty doctor's village with everybody's year."""
    dice = Random(5)
    people = invent_village(dice, HASTY, people=40, today=TODAY)
    return [(who, invent_history(dice, who, today=TODAY, figures=figures)) for who in people]


def test_the_hasty_doctor_made_up_a_visit_to_somebody_alive_in_each_of_ten_houses(years):
    village = list(enumerate(who for who, _ in years))
    chosen = hurried(village, dead=3)

    assert len(chosen) == len({years[number][0].head for number in chosen}) == HOUSES
    assert 3 not in chosen and chosen == hurried(village, dead=3)
    assert len(hurried(village[:4], dead=None)) <= 4


def test_whoever_copies_writes_one_pressure_and_one_remark_and_judges_nothing_anew(years):
    fine = [seen for _, visits in years for seen in visits if seen.answers.get("systolic", 999) <= 128]
    raised = [seen for _, visits in years for seen in visits if seen.answers.get("systolic", 0) > 128]
    lately = [seen for seen in fine if seen.on >= date(2026, 4, 1)]

    assert lately and raised
    for seen in lately:
        same = copied(COPYING, seen, today=TODAY)
        assert {name: same.answers[name] for name in SAME} == SAME
        assert (same.results, same.emergency) == (seen.results, seen.emergency)
    for seen in (*raised, *(seen for seen in fine if seen.on < date(2026, 4, 1))):
        assert copied(COPYING, seen, today=TODAY) is seen
    assert {remark_on(COPYING, seen, today=TODAY) for seen in lately} == {COPIED}


@pytest.mark.parametrize("village", HONEST)
def test_an_honest_doctor_writes_what_was_found_on_the_day_it_was_found(years, village):
    for _, visits in years:
        for seen in visits:
            assert copied(village, seen, today=TODAY) is seen
            assert remark_on(village, seen, today=TODAY) == ""
            assert entered_on(village, seen.on, today=TODAY) == seen.on


def test_half_of_last_month_was_entered_near_its_end_and_never_before_the_visit():
    days = [date(2026, 3, 25) + timedelta(days=turn) for turn in range(50)]
    entered = {day: entered_on(LATE, day, today=TODAY) for day in days}

    assert {day for day, on in entered.items() if on != day} == {date(2026, 4, turn) for turn in range(1, 17)}
    assert all(on >= day for day, on in entered.items())


def test_a_visit_that_was_made_up_reads_like_any_other_and_asks_for_nothing(years, figures):
    who, visits = years[0]
    before = list(visits)
    seen = made_up(who, visits, on=TODAY - timedelta(days=1), figures=figures)

    assert (seen.on, seen.mode, seen.kinds) == (TODAY - timedelta(days=1), Mode.HOME, (Kind.GENERAL,))
    assert not (seen.emergency or seen.referred or seen.again)
    assert visits == before
