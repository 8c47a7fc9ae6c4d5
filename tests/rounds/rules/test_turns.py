"""Weeks and campaigns as stretches of days."""

from __future__ import annotations

from datetime import date

import pytest

from app.policy.rule import Each
from app.rounds.rules import campaign_of, week_of, weeks_before

CAMPAIGN = Each(window=((1, 1), (3, 31)))


def test_the_last_weeks_cross_the_year_by_way_of_week_53():
    mondays = weeks_before(week_of(date(2027, 1, 20)), count=12)

    assert [monday.isocalendar().week for monday in mondays] == [45, 46, 47, 48, 49, 50, 51, 52, 53, 1, 2, 3]
    assert (mondays[0], mondays[8], mondays[-1]) == (date(2026, 11, 2), date(2026, 12, 28), date(2027, 1, 18))


def test_a_week_that_ends_in_the_next_year_is_one_week():
    week = week_of(date(2027, 1, 1))

    assert (week.opens_on, week.due_on) == (date(2026, 12, 28), date(2027, 1, 3))
    assert week.holds(date(2026, 12, 31)) and week.holds(date(2027, 1, 3))
    assert not week.holds(date(2027, 1, 4))


def test_who_was_missed_in_the_first_quarter_can_be_met_until_the_year_ends():
    turn = campaign_of(CAMPAIGN, year=2026)

    assert (turn.opens_on, turn.due_on, turn.closes_on) == (
        date(2026, 1, 1),
        date(2026, 3, 31),
        date(2026, 12, 31),
    )


@pytest.mark.parametrize(
    ("day", "runs", "closed"),
    [
        (date(2025, 12, 31), True, False),
        (date(2026, 3, 31), True, False),
        (date(2026, 4, 1), False, False),
        (date(2026, 12, 31), False, False),
        (date(2027, 1, 1), False, True),
    ],
)
def test_a_campaign_runs_to_its_last_day_and_closes_with_the_next(day, runs, closed):
    turn = campaign_of(CAMPAIGN, year=2026)

    assert (turn.runs_on(day), turn.closed_on(day)) == (runs, closed)
