"""What in one log a signal points at, in a few words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from app.core.words import Text
from app.reviews.rules.facts import Log
from app.reviews.rules.vocabulary import Signal

PRESSURE: Final = Text("血压 {upper}/{lower}", "Pressure {upper}/{lower}")
SAME: Final = Text("，与上次相同", ", as last time")
TYPED: Final = Text("收缩压 {upper}", "Systolic {upper}")
AT: Final = Text("{at} 记下", "Put down at {at}")
LATE: Final = Text("{days} 天后录入", "Entered {days} days later")
FAR: Final = Text("离村约 {km} 公里", "About {km} km from the village")
DEAD, AWAY = Text("死亡之后", "After the death"), Text("住院期间", "Inside a hospital stay")
NOTHING: Final = Text("", "")
METRES: Final = 1000


def detail_of(signal: Signal, log: Log) -> Text:
    """Return what a signal points at in a log; nothing where that would be its remark, which is read on the log itself."""
    return _TELLING[signal](log) if signal in _TELLING else NOTHING


def _pressure(log: Log) -> Text:
    if log.pressure is None:
        return NOTHING
    said = PRESSURE.filled(upper=f"{log.pressure[0]:g}", lower=f"{log.pressure[1]:g}")
    return said.joined(SAME, en="") if log.pressure == log.before else said


def _typed(log: Log) -> Text:
    return NOTHING if log.typed is None else TYPED.filled(upper=f"{log.typed:g}")


def _moment(log: Log) -> Text:
    return NOTHING if log.moment is None else AT.filled(at=f"{log.moment:%H:%M}")


def _days(log: Log) -> Text:
    return LATE.filled(days=log.days_late)


def _far(log: Log) -> Text:
    return NOTHING if log.metres is None else FAR.filled(km=f"{log.metres / METRES:.1f}")


def _absent(log: Log) -> Text:
    return DEAD if log.after_death else AWAY


_TELLING: Final[Mapping[Signal, Callable[[Log], Text]]] = {
    Signal.REPEATED: _pressure,
    Signal.HEAPED: _typed,
    Signal.BELOW_LIMIT: _pressure,
    Signal.HURRIED: _moment,
    Signal.ENTERED_LATE: _days,
    Signal.FAR_AWAY: _far,
    Signal.NOT_THERE: _absent,
}
