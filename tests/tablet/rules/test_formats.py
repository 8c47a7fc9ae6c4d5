"""Which formats are still read."""

from __future__ import annotations

from datetime import date, timedelta

from app.tablet.rules.formats import CURRENT, is_read

REPLACED = {3: date(2025, 1, 1), 4: date(2026, 1, 1), 5: date(2026, 4, 1)}
TODAY = date(2026, 5, 20)


def _read(written, today=TODAY):
    return is_read(written, today=today, current=6, replaced=REPLACED)


def test_the_format_of_this_release_is_read():
    assert _read(6)
    assert is_read(CURRENT, today=TODAY)


def test_the_two_before_it_are_read_for_a_hundred_and_eighty_days_each():
    last_day = REPLACED[4] + timedelta(days=180)

    assert _read(5) and _read(4)
    assert _read(4, last_day) and not _read(4, last_day + timedelta(days=1))


def test_older_and_unknown_ones_are_not_read():
    assert not _read(3) and not _read(7) and not _read(0)
    assert not _read(3, REPLACED[3])
