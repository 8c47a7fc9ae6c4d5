"""Months: which days a number counts, and the day it is judged on."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from app.indicators.rules.months import Window, months_before

DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


def test_a_month_that_is_over_is_judged_on_its_last_day():
    window = Window.of(date(2026, 2, 14), date(2026, 5, 20))

    assert window == Window(date(2026, 2, 1), date(2026, 2, 1), date(2026, 2, 28), date(2026, 2, 28))
    assert window.year_from == date(2026, 1, 1)


def test_the_running_month_is_judged_today():
    window = Window.of(date(2026, 5, 1), date(2026, 5, 20))

    assert (window.until, window.as_of) == (date(2026, 5, 31), date(2026, 5, 20))


def test_the_last_months_of_a_whole_month_are_whole():
    february = Window.of(date(2028, 2, 1), date(2028, 5, 20))

    assert february.back(3) == date(2027, 12, 1)
    assert february.back(12) == date(2027, 3, 1)


def test_the_last_months_of_a_running_month_end_today():
    assert Window.of(date(2026, 5, 1), date(2026, 5, 20)).back(3) == date(2026, 2, 21)


def test_earlier_months_cross_the_year():
    assert months_before(date(2026, 2, 14), 3) == date(2025, 11, 1)


@given(month=DAYS, today=DAYS)
def test_a_month_holds_its_days_and_is_never_judged_ahead(month, today):
    window = Window.of(month, today)

    assert window.since <= month <= window.until
    assert window.as_of <= today
    assert Window.of(window.until, today) == window
