"""Words and days as the reader says them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from app.core.words import Text
from app.policy.terms import Mode
from app.web.filters import age_of, say, say_day, say_long_day, say_moment, say_number


@pytest.mark.parametrize(("language", "said"), [("zh", "应访 3 人"), ("en", "3 to visit")])
def test_a_text_is_said_in_the_language_of_the_page(hall: Flask, language: str, said: str) -> None:
    with hall.test_request_context("/"), force_locale(language):
        assert say(Text("应访 {n} 人", "{n} to visit").filled(n=3)) == said


def test_a_term_is_said_and_anything_else_left_alone(hall: Flask) -> None:
    with hall.test_request_context("/"):
        assert say(Mode.HOME) == "家庭"
        assert say("柳塘村") == "柳塘村"


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (date(2026, 11, 1), "11 月 1 日", "1 Nov"),
        (date(2025, 8, 1), "2025 年 8 月 1 日", "1 Aug 2025"),
        (None, "", ""),
    ],
)
def test_a_day_names_its_year_only_where_it_is_another(
    hall: Flask, day: date | None, zh: str, en: str
) -> None:
    with hall.test_request_context("/"):
        with force_locale("zh"):
            assert say_day(day) == zh
        with force_locale("en"):
            assert say_day(day) == en


def test_a_long_day_names_the_day_of_the_week(hall: Flask) -> None:
    with hall.test_request_context("/"):
        assert say_long_day(date(2026, 5, 20)) == "2026 年 5 月 20 日 周三"
        with force_locale("en"):
            assert say_long_day(date(2026, 5, 20)) == "Wed 20 May 2026"


def test_an_instant_is_told_by_the_clock_in_china(hall: Flask) -> None:
    with hall.test_request_context("/"):
        assert say_moment(datetime(2026, 5, 20, 6, 5, tzinfo=UTC)) == "14:05"
        assert say_moment(datetime(2026, 5, 18, 17, 0, tzinfo=UTC)) == "5 月 19 日 01:00"


@pytest.mark.parametrize(("born_on", "age"), [(date(1950, 5, 20), 76), (date(1950, 5, 21), 75), (None, None)])
def test_an_age_is_counted_by_birthdays(born_on: date | None, age: int | None) -> None:
    assert age_of(born_on) == age


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "0"),
        (999, "999"),
        (12345, "12,345"),
        (1234.5, "1,234.5"),
        ("3/5", "3/5"),
        (None, None),
        (True, True),
    ],
)
def test_a_large_number_is_parted_by_thousands(value: object, said: object) -> None:
    assert say_number(value) == said
