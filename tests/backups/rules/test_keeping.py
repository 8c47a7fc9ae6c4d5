"""Which backups stay, and when the newest is too old."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from app.backups.rules.keeping import Plan, is_due, is_stale, list_outlived
from app.core.clock import CHINA

NOW = datetime(2026, 5, 20, 9, 0, tzinfo=CHINA)
NIGHTLY = Plan(time(2), Path("backups"), keep=14)


@pytest.mark.parametrize(
    ("age", "stale"),
    [(timedelta(0), False), (timedelta(days=2), False), (timedelta(days=2, seconds=1), True)],
)
def test_a_backup_is_stale_after_two_days(age, stale):
    assert is_stale(NOW - age, NOW) is stale


def test_no_backup_at_all_is_stale():
    assert is_stale(None, NOW)


@pytest.mark.parametrize(
    ("now", "newest", "due"),
    [
        ("2026-05-20T01:59", None, False),
        ("2026-05-20T02:00", None, True),
        ("2026-05-20T02:00", "2026-05-19T02:00", True),
        ("2026-05-20T02:01", "2026-05-20T02:00", False),
        ("2026-05-20T23:59", "2026-05-20T01:59", True),
        ("2026-05-20T23:59", "2026-05-20T14:00", False),
    ],
)
def test_the_nights_backup_is_due_from_its_hour_until_one_was_made(now, newest, due):
    assert is_due(NIGHTLY, now=_at(now), newest=newest and _at(newest)) is due


def test_without_an_hour_none_is_due():
    assert not is_due(Plan(None, Path("backups"), keep=14), now=NOW, newest=None)


def test_the_newest_and_the_first_of_each_month_of_a_year_stay():
    today = date(2026, 5, 20)
    days = [today - timedelta(days=back) for back in range(800)]

    gone = set(list_outlived([(day, day) for day in days], keep=14, today=today))

    stay = sorted(set(days) - gone)
    assert stay[-14:] == sorted(days[:14])
    assert stay[:-14] == [date(2025, month, 1) for month in range(6, 13)] + [
        date(2026, month, 1) for month in range(1, 6)
    ]


def test_a_month_that_began_late_keeps_its_earliest():
    made = [("late", date(2026, 3, 30)), ("later", date(2026, 3, 31)), ("new", date(2026, 5, 1))]

    assert list_outlived(made, keep=1, today=date(2026, 5, 20)) == ["later"]


def _at(text):
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)
