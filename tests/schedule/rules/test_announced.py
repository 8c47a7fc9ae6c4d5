"""What the country's holidays are called."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.words import Text
from app.schedule.jobs import holidays_of
from app.schedule.rules import DayKind, SpecialDay, called, short_name
from tests.house.test_language import CHINESE

A_DAY = date(2026, 10, 1)


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("国庆节", "National Day"),
        ("国庆节（补假）", "National Day (day off in lieu)"),
        ("中秋节; 国庆节", "Mid-Autumn Festival; National Day"),
        ("调休放假", "Day off in lieu"),
    ],
)
def test_a_holiday_is_said_in_both_languages(name, english):
    assert called(name) == Text(name, english)


def test_what_somebody_wrote_stays_as_it_was_written():
    assert called("镇上开会") == Text("镇上开会", "镇上开会")


def test_the_name_of_a_day_never_repeats_its_kind():
    assert SpecialDay(A_DAY, "", DayKind.WORKDAY, "调休上班").called == Text("", "")
    assert SpecialDay(A_DAY, "", DayKind.HOLIDAY, "国庆节").called.en == "National Day"


def test_a_day_given_for_another_is_called_so():
    assert short_name("休息日（2026-02-14）") == "调休放假"


def test_every_holiday_of_these_years_has_its_english():
    names = {
        name for year in (2025, 2026) for kind, name in holidays_of(year).values() if kind is DayKind.HOLIDAY
    }

    assert names and not [name for name in sorted(names) if CHINESE.search(called(name).en)]
