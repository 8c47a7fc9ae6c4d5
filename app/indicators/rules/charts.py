"""A number month by month as plain geometry: where each mark, way and word stands, with the target across it. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from app.core.words import MONTHS, Text
from app.indicators.rules.numbers import Number
from app.indicators.rules.vocabulary import Better

LEAST_SPAN: Final = 10
MOST_TICKS: Final = 6
STEPS: Final = (2, 5, 10, 20)
DOT: Final = "a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"
PEAK: Final = "l4 7h-8z"


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a chart and the room for words around it."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int


SMALL: Final = Frame(160, 44, left=6, right=6, top=8, bottom=8)
LARGE: Final = Frame(720, 300, left=64, right=72, top=28, bottom=44)


@dataclass(frozen=True, slots=True)
class Month:
    """A number of one month and the target it had; no number where the month was never counted."""

    month: date
    number: Number | None
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """The share of one month where it stands; one that misses its target has another shape."""

    x: float
    y: float
    month: date
    number: Number
    misses: bool

    @property
    def label(self) -> str:
        """The share as it is written beside the mark."""
        return f"{self.number.share}%"

    @property
    def said(self) -> Text:
        """The month with its share."""
        month = short_month(self.month)
        return Text(f"{month.zh} {self.label}", f"{month.en} {self.label}")


@dataclass(frozen=True, slots=True)
class Trend:
    """Everything the page draws."""

    frame: Frame
    marks: Sequence[Mark]
    # One way for each unbroken run of months.
    ways: Sequence[str]
    target: str
    target_at: float
    ticks: Sequence[tuple[float, int]]
    months: Sequence[tuple[float, Text]]

    @property
    def told(self) -> Text:
        """Every month with its share, one after the other."""
        said = [mark.said for mark in self.marks]
        return Text(" ".join(text.zh for text in said), " ".join(text.en for text in said))

    @property
    def dots(self) -> str:
        """The marks of the months that miss no target as one small path, a ring each."""
        return "".join(f"M{mark.x - 3:g} {mark.y:g}{DOT}" for mark in self.marks if not mark.misses)

    @property
    def peaks(self) -> str:
        """The marks of the months that miss their target as one small path, a triangle each."""
        return "".join(f"M{mark.x:g} {mark.y - 4:g}{PEAK}" for mark in self.marks if mark.misses)

    @property
    def last(self) -> Mark:
        """The newest month there is."""
        return self.marks[-1]


def trend_of(months: Sequence[Month], *, better: Better, frame: Frame) -> Trend | None:
    """Return a number of some months as it is drawn, None where no month counts anything."""
    told = [(at, one) for at, one in enumerate(months) if one.number is not None and one.number.denominator]
    if not told:
        return None
    low, high = _scale(months)
    place = _Place(frame, len(months), low, high)
    marks = {at: _mark(place, at, one, better) for at, one in told}
    aims = [(at, one.target) for at, one in enumerate(months) if one.target is not None]
    return Trend(
        frame,
        list(marks.values()),
        [_way((mark.x, mark.y) for mark in run) for run in _runs(marks)],
        _way((place.x(at), place.y(aim)) for at, aim in aims),
        place.y(aims[-1][1]) if aims else 0,
        [(place.y(Decimal(value)), value) for value in _ticks(low, high)],
        [(place.x(at), short_month(one.month)) for at, one in enumerate(months)],
    )


def short_month(month: date) -> Text:
    """Return a month without its year, but for January, which tells the year as well."""
    if month.month == 1:
        return Text(f"{month.year} 年 1 月", f"Jan {month.year}")
    return Text(f"{month.month} 月", MONTHS[month.month - 1])


@dataclass(frozen=True, slots=True)
class _Place:
    frame: Frame
    count: int
    low: int
    high: int

    def x(self, at: int) -> float:
        wide = self.frame.width - self.frame.left - self.frame.right
        return round(self.frame.left + wide * at / max(self.count - 1, 1), 1)

    def y(self, share: Decimal) -> float:
        tall = self.frame.height - self.frame.top - self.frame.bottom
        return round(self.frame.top + tall * float(self.high - share) / (self.high - self.low), 1)


def _mark(place: _Place, at: int, one: Month, better: Better) -> Mark:
    assert one.number is not None and one.number.share is not None
    misses = one.target is not None and one.number.reaches(one.target, better) is False
    return Mark(place.x(at), place.y(one.number.share), one.month, one.number, misses)


def _scale(months: Sequence[Month]) -> tuple[int, int]:
    """Return the lowest and highest percent drawn: whole tens that hold every share and target."""
    shares = [one.number.share for one in months if one.number is not None]
    held = [share for share in (*shares, *(one.target for one in months)) if share is not None]
    low, high = math.floor(min(held) / 10) * 10, math.ceil(max(held) / 10) * 10
    if high - low < LEAST_SPAN:
        low, high = (low, high + LEAST_SPAN) if high < 100 else (low - LEAST_SPAN, high)
    return low, high


def _ticks(low: int, high: int) -> range:
    step = next((step for step in STEPS if (high - low) / step < MOST_TICKS), STEPS[-1])
    return range(low, high + 1, step)


def _runs(marks: dict[int, Mark]) -> Iterator[list[Mark]]:
    run: list[Mark] = []
    for at, mark in marks.items():
        if run and at - 1 not in marks:
            yield run
            run = []
        run.append(mark)
    yield run


def _way(points: Iterator[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)
