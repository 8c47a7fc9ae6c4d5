"""A tablet's clock beside the server's: read as it was written, compared, and never a reason to refuse anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

# The figure of the rulebook: by how many minutes two clocks may differ before it is said.
MOST_APART: Final = "tablet.clock.minutes"
CHINA_MINUTES: Final = 8 * 60
# A day's room at either end of the calendar, so that any zone can show what is kept.
FIRST: Final = datetime(1, 1, 3, tzinfo=UTC)
LAST: Final = datetime(9999, 12, 29, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stamp:
    """An instant by some clock, in UTC, with the offset in minutes it was written with."""

    at: datetime
    offset_minutes: int


def read_stamp(value: object) -> Stamp | None:
    """Return an instant written as ISO 8601; one without an offset is a Chinese one, one beyond the calendar is none."""
    try:
        written = datetime.fromisoformat(value) if isinstance(value, str) else None
        if written is None:
            return None
        offset = written.utcoffset()
        minutes = CHINA_MINUTES if offset is None else int(offset.total_seconds() // 60)
        at = written.replace(tzinfo=UTC) - (timedelta(minutes=minutes) if offset is None else offset)
    except (ValueError, OverflowError):
        return None
    return Stamp(at, minutes) if FIRST <= at <= LAST else None


def seconds_ahead(tablet: Stamp | None, *, server: datetime) -> int:
    """Return by how many seconds a tablet's clock is ahead of the server's; negative where it is behind."""
    return 0 if tablet is None else round((tablet.at - server).total_seconds())


def disagree(clock_ahead: int, *, most_minutes: float) -> bool:
    """Return whether two clocks are further apart than a figure allows."""
    return abs(clock_ahead) > most_minutes * 60
