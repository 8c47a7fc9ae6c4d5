from __future__ import annotations

from datetime import date

import pytest

from app.core.words import day_text
from app.policy.terms import Kind
from app.visits.rules import age_on, day_fault, kinds_key

TODAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("visited_on", "words"),
    [
        (date(2026, 5, 21), "还没到"),
        (date(1949, 12, 31), "早于出生日期"),
        (date(2026, 5, 11), "晚于死亡登记日期"),
    ],
)
def test_a_day_on_which_nobody_can_have_been_visited_is_named(visited_on, words):
    fault = day_fault(visited_on, today=TODAY, born_on=date(1950, 1, 1), died_on=date(2026, 5, 10))

    assert fault is not None
    assert words in fault.zh
    assert day_text(visited_on).en in fault.en


@pytest.mark.parametrize("visited_on", [TODAY, date(2026, 5, 19), date(2020, 2, 29), date(1950, 1, 1)])
def test_today_and_days_gone_by_are_accepted(visited_on):
    assert day_fault(visited_on, today=TODAY, born_on=date(1950, 1, 1), died_on=None) is None


def test_the_order_of_kinds_does_not_tell_visits_apart():
    assert kinds_key((Kind.DIABETES, Kind.COPD)) == kinds_key(["copd", "diabetes"])


@pytest.mark.parametrize(
    ("day", "age"),
    [(date(2026, 1, 1), 76), (date(2025, 12, 31), 75), (date(1949, 1, 1), 0), (date(1950, 1, 1), 0)],
)
def test_age_is_reached_on_the_birthday(day, age):
    assert age_on(day, date(1950, 1, 1)) == age


def test_somebody_without_a_birth_date_reads_as_grown_up():
    assert age_on(TODAY, None) == 40
