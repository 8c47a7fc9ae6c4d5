"""The one clock. Days are Chinese days (Asia/Shanghai); instants are aware and in UTC."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

CHINA = ZoneInfo("Asia/Shanghai")

_standing: datetime | None = None


def now() -> datetime:
    """Return the present instant in UTC, or the one the clock was set to."""
    return _standing if _standing is not None else datetime.now(UTC)


def today() -> date:
    """Return the present day in China."""
    return now().astimezone(CHINA).date()


def set_to(moment: date | datetime | None) -> None:
    """Let the clock stand at an instant, at nine in the morning of a day, or (None) run again."""
    global _standing  # noqa: PLW0603 - one clock for the whole process is the point
    _standing = None if moment is None else _instant(moment)


@contextmanager
def standing_at(moment: date | datetime) -> Iterator[None]:
    """Let the clock stand for the length of a block."""
    before = _standing
    set_to(moment)
    try:
        yield
    finally:
        set_to(before)


def monday_of(day: date) -> date:
    """Return the Monday of the day's ISO week."""
    return day - timedelta(days=day.weekday())


def sunday_of(day: date) -> date:
    """Return the last day of the day's ISO week."""
    return monday_of(day) + timedelta(days=6)


def local(instant: datetime) -> datetime:
    """Return an instant as the wall clock in China shows it."""
    return instant.astimezone(CHINA)


def _instant(moment: date | datetime) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(9), CHINA)
    elif moment.tzinfo is None:
        moment = moment.replace(tzinfo=CHINA)
    return moment.astimezone(UTC)
