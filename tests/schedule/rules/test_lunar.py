"""The day of the lunar month, held against the festivals whose days everybody knows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from holidays.calendars.chinese import _ChineseLunisolar
from hypothesis import given
from hypothesis import strategies as st

from app.schedule.rules import lunar_day

FESTIVALS = {"lunar_new_year": 1, "dragon_boat": 5, "mid_autumn": 15, "double_ninth": 9}


@pytest.mark.parametrize("festival", FESTIVALS)
def test_the_festivals_of_a_century_fall_on_their_day(festival):
    known = _ChineseLunisolar()

    days = [getattr(known, f"{festival}_date")(year)[0] for year in range(1980, 2080)]

    assert {lunar_day(day) for day in days if day} == {FESTIVALS[festival]}


def test_a_new_moon_minutes_from_midnight_falls_on_the_day_it_has_in_china():
    assert lunar_day(date(2012, 8, 17)) == 1  # six minutes before
    assert lunar_day(date(2018, 11, 7)) == 30  # two minutes after
    assert lunar_day(date(2018, 11, 8)) == 1


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_the_days_of_a_month_follow_one_another(day):
    today, tomorrow = lunar_day(day), lunar_day(day + timedelta(days=1))

    assert 1 <= today <= 30
    assert tomorrow == today + 1 or (tomorrow == 1 and today >= 29)
