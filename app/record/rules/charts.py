"""Curves of a resident's measurements as plain geometry: where each mark, line and word stands, told the limits."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.core.labels import Labelled
from app.core.words import Text

WIDTH, HEIGHT = 720, 300
LEFT, RIGHT, TOP, BOTTOM = 52, 140, 20, 44
MONTHS = 24
LABEL_EVERY = 8
MOST_TICKS = 8
ENGLISH_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Shape(Labelled):
    """How a value is marked, so that nobody has to tell colours apart."""

    CIRCLE = "circle", "圆点", "Circle"
    SQUARE = "square", "方块", "Square"
    TRIANGLE = "triangle", "三角", "Triangle"


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a day."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Curve:
    """Values of one kind, how they are marked, and the limits between which they are on target."""

    name: Text
    shape: Shape
    points: Sequence[Point]
    below: float
    above: float | None = None

    def misses(self, value: float) -> bool:
        """Return whether a value is off target: at or past the limit."""
        return value >= self.below or (self.above is not None and value <= self.above)


@dataclass(frozen=True, slots=True)
class Mark:
    """One value where it stands."""

    x: float
    y: float
    shape: Shape
    label: str


@dataclass(frozen=True, slots=True)
class Line:
    """One curve as it is drawn: the way from mark to mark, and the marks."""

    name: Text
    shape: Shape
    way: str
    marks: Sequence[Mark]


@dataclass(frozen=True, slots=True)
class Guide:
    """A line across the chart with its words beside it: a tick of the scale, or a target."""

    y: float
    label: Text


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything the page draws."""

    unit: Text
    ticks: Sequence[Guide]
    targets: Sequence[Guide]
    months: Sequence[tuple[float, Text]]
    lines: Sequence[Line]
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM
    width: int = WIDTH
    height: int = HEIGHT


def chart_of(curves: Sequence[Curve], *, unit: Text, today: date, step: float) -> Chart | None:
    """Return the curves of the last two years as a chart, None where nothing was measured.

    The scale holds every value and every target, in steps that leave it readable.
    """
    values = [point.value for curve in curves for point in curve.points]
    if not values:
        return None
    limits = [limit for curve in curves for limit in (curve.below, curve.above) if limit is not None]
    scale = _scale([*values, *limits], step)
    since = months_before(today, MONTHS)
    return Chart(
        unit=unit,
        ticks=[Guide(_y(value, scale), Text(f"{value:g}", f"{value:g}")) for value in scale],
        targets=[guide for curve in curves for guide in _targets(curve, scale)],
        months=[(x_of(day, since, today), label) for day, label in months_on_axis(since, today)],
        lines=[_line(curve, scale, since=since, today=today) for curve in curves if curve.points],
    )


def months_before(day: date, months: int) -> date:
    """Return the first day of the month so many months before a day's."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(years, month + 1, 1)


def _scale(values: Iterable[float], step: float) -> list[float]:
    """Return the ticks from below the lowest to above the highest value; wider steps where they would crowd."""
    values = list(values)
    while (max(values) - min(values)) / step > MOST_TICKS - 2:
        step *= 2
    first = math.floor((min(values) - step / 4) / step)
    last = math.ceil((max(values) + step / 4) / step)
    return [tick * step for tick in range(max(first, 0), last + 1)]


def _y(value: float, scale: Sequence[float]) -> float:
    share = (value - scale[0]) / (scale[-1] - scale[0])
    return round(HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP), 1)


def x_of(day: date, since: date, today: date) -> float:
    """Return where a day stands on the axis of time."""
    share = (day - since).days / max(1, (today - since).days)
    return round(LEFT + share * (WIDTH - RIGHT - LEFT), 1)


def _targets(curve: Curve, scale: Sequence[float]) -> list[Guide]:
    below = Text("{name} <{n}", "{name} <{n}").filled(name=curve.name, n=f"{curve.below:g}")
    guides = [Guide(_y(curve.below, scale), below)]
    if curve.above is not None:
        above = Text("{name} >{n}", "{name} >{n}").filled(name=curve.name, n=f"{curve.above:g}")
        guides.append(Guide(_y(curve.above, scale), above))
    return guides


def months_on_axis(since: date, today: date) -> list[tuple[date, Text]]:
    """Return the months named below the axis of time."""
    days = [months_before(today, back) for back in range(MONTHS, -1, -LABEL_EVERY)]
    return [
        (day, Text(f"{day.year} 年 {day.month} 月", f"{ENGLISH_MONTHS[day.month - 1]} {day.year}"))
        for day in days
        if since <= day <= today
    ]


def _line(curve: Curve, scale: Sequence[float], *, since: date, today: date) -> Line:
    marks = [
        Mark(
            x_of(point.on, since, today),
            _y(point.value, scale),
            Shape.TRIANGLE if curve.misses(point.value) else curve.shape,
            f"{round(point.value, 1):g}",
        )
        for point in curve.points
        if since <= point.on <= today
    ]
    return Line(curve.name, curve.shape, " ".join(f"{mark.x:g},{mark.y:g}" for mark in marks), marks)
