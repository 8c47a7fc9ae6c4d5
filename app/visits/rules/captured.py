"""When a tablet captured a visit by its own clock, and what that clock was worth. Pure."""

from __future__ import annotations

from typing import Final

from app.core.words import Text

# From how many minutes on a tablet's clock is said to be wrong.
CLOCK: Final = "tablet.clock.minutes"
CHINA_MINUTES: Final = 480
_MINUTE, _HOUR, _DAY = 60, 3600, 86400
_UNITS: Final = (
    (2 * _DAY, _DAY, Text("{n} 天", "{n} days")),
    (2 * _HOUR, _HOUR, Text("{n} 小时", "{n} hours")),
    (0, _MINUTE, Text("{n} 分钟", "{n} minutes")),
)
_FAST = Text("平板时钟相差：快 {much}", "The tablet's clock was {much} fast")
_SLOW = Text("平板时钟相差：慢 {much}", "The tablet's clock was {much} slow")
_ZONE = Text("平板的时区不是北京时间", "The tablet was not set to Beijing time")


def clock_doubt(seconds: int | None, *, minutes: float) -> Text | None:
    """Return how far a tablet's clock was off, where that is more than some minutes; the visit counts all the same."""
    if seconds is None or abs(seconds) <= minutes * _MINUTE:
        return None
    off = abs(seconds)
    length, said = next((length, said) for least, length, said in _UNITS if off >= least)
    return (_FAST if seconds > 0 else _SLOW).filled(much=said.filled(n=round(off / length)))


def zone_doubt(offset_minutes: int | None) -> Text | None:
    """Return that a tablet was set to another time than Beijing's, where it was."""
    return None if offset_minutes in (None, CHINA_MINUTES) else _ZONE
