"""The one clock."""

from __future__ import annotations

from datetime import UTC, date, datetime

from app.core import clock


def test_the_chinese_day_begins_eight_hours_before_utc_midnight():
    with clock.standing_at(datetime(2026, 5, 19, 16, 0, tzinfo=UTC)):
        assert clock.today() == date(2026, 5, 20)
    with clock.standing_at(datetime(2026, 5, 19, 15, 59, tzinfo=UTC)):
        assert clock.today() == date(2026, 5, 19)


def test_a_standing_clock_runs_again_afterwards():
    before = clock.now()

    with clock.standing_at(date(2020, 1, 1)):
        assert clock.today() == date(2020, 1, 1)

    assert clock.now() >= before


def test_a_week_runs_from_monday_to_sunday():
    assert clock.monday_of(date(2026, 11, 22)) == date(2026, 11, 16)
    assert clock.sunday_of(date(2026, 11, 16)) == date(2026, 11, 22)
