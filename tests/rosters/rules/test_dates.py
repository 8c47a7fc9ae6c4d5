"""The zoo of dates."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rosters.rules.dates import EPOCH_1900, EPOCH_1904, BadDate, read_day

DAY = date(2024, 3, 5)
days = st.dates(min_value=date(1932, 1, 1), max_value=date(2099, 12, 31))


@pytest.mark.parametrize(
    "cell",
    [
        "2024.3.5", "2024/3/5", "2024-3-5", "2024-03-05", "20240305", "2024年3月5日", "2024年3月5号", "24.3.5", "45356",
        45356, 45356.0, 20240305.0, "２０２４．３．５", " 2024. 3. 5 ", "2024-03-05 00:00:00", "2024-03-05T10:00",
        "二〇二四年三月五日", "'2024.3.5", "2024.3.5-2026.3.4", "2024.3.5、2025.1.1", "3/5/2024", "2024年03月05日",
        datetime(2024, 3, 5, tzinfo=UTC), date(2024, 3, 5),
    ],
)  # fmt: skip
def test_every_style_of_the_fifth_of_march_is_that_day(cell: object) -> None:
    assert read_day(cell, latest=date(2026, 5, 20)) == DAY


@pytest.mark.parametrize(
    "cell", ["2024.03", "2024年3月", "2024-3", "202403", 202403.0, 2024.03, "二〇二四年三月"]
)
def test_a_month_is_its_first_day(cell: object) -> None:
    assert read_day(cell) == date(2024, 3, 1)


@pytest.mark.parametrize("cell", ["", None, "/", "—", "长期", "长期有效", "无", "至今", "   "])
def test_a_cell_may_say_there_is_no_day(cell: object) -> None:
    assert read_day(cell) is None


@pytest.mark.parametrize(
    "cell", ["2024-02-30", "2024.13.1", "不知道哪天", "2024--3", 7, True, "99999999", "1.5", 3e20]
)
def test_an_impossible_day_is_said_to_be_one(cell: object) -> None:
    with pytest.raises(BadDate):
        read_day(cell)


def test_a_year_of_two_digits_is_never_in_the_future() -> None:
    assert read_day("31.12.1", latest=date(2026, 5, 20)) == date(1931, 12, 1)
    assert read_day("26.1.1", latest=date(2026, 5, 20)) == date(2026, 1, 1)


def test_days_counted_from_1904_are_those_days() -> None:
    assert read_day(43894, from_1904=True) == DAY


@given(days)
def test_every_day_survives_every_style(day: date) -> None:
    styles = [
        f"{day:%Y-%m-%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
    ]

    assert {read_day(style) for style in styles} == {day}
    assert (
        read_day(float((day - EPOCH_1900).days)) == read_day((day - EPOCH_1904).days, from_1904=True) == day
    )


@given(st.one_of(st.text(max_size=30), st.floats(), st.integers(), st.booleans(), st.datetimes(), st.none()))
def test_nothing_a_cell_may_hold_breaks_the_reading(cell: object) -> None:
    try:
        found = read_day(cell)
    except BadDate:
        return
    assert found is None or isinstance(found, date)


@given(days, st.integers(min_value=0, max_value=400))
def test_a_two_digit_year_stays_within_the_century_before(day: date, ahead: int) -> None:
    latest = day + timedelta(days=ahead)
    found = read_day(f"{day:%y}.{day.month}.{day.day}", latest=latest) if day.year >= 1930 else None

    assert found is not None and found.year <= latest.year
