"""A rule: who is owed what, what answers it, and by which day."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Category, Condition, DutyState, Event, Kind, Mode, Result

_INTERVAL = re.compile(r"^(\d{1,3}) (day|week|month|year)s?$")
OPENS_BEFORE = timedelta(days=14)
OPENS_BEFORE_SHORT = timedelta(days=7)
A_MONTH = 31


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of calendar time; months are calendar months, clamped to the month's end."""

    count: int
    unit: str

    @classmethod
    def parse(cls, words: str) -> Interval:
        """Read ``"14 days"``, ``"1 month"``, ``"3 months"``, ``"1 year"``."""
        found = _INTERVAL.match(words.strip())
        if not found:
            raise ValueError(f"{words!r} is no interval such as '14 days' or '3 months'")
        return cls(int(found[1]), found[2])

    def after(self, day: date) -> date:
        """Return the day this long after another one."""
        if self.unit in ("day", "week"):
            return day + timedelta(days=self.count * (7 if self.unit == "week" else 1))
        months = day.year * 12 + day.month - 1 + self.count * (12 if self.unit == "year" else 1)
        year, month = divmod(months, 12)
        return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))

    @property
    def longer_than_a_month(self) -> bool:
        """Whether a duty under it opens a fortnight ahead instead of a week."""
        return {"day": 1, "week": 7, "month": 30, "year": 365}[self.unit] * self.count > A_MONTH

    @property
    def text(self) -> Text:
        """The interval in words."""
        zh = {"day": "天", "week": "周", "month": "个月", "year": "年"}[self.unit]
        return Text(f"{self.count} {zh}", f"{self.count} {self.unit}{'' if self.count == 1 else 's'}")


@dataclass(frozen=True, slots=True)
class Window:
    """The days between which something is to be done."""

    opens_on: date
    due_on: date

    def state_on(self, day: date, excused_until: date | None = None) -> DutyState:
        """Return how an open duty with this window stands on a day."""
        if excused_until is not None and day <= excused_until:
            return DutyState.EXCUSED
        if self.due_on < day:
            return DutyState.OVERDUE
        if day < self.opens_on:
            return DutyState.WAITING
        sunday = day + timedelta(days=6 - day.weekday())
        return DutyState.DUE if self.due_on <= sunday else DutyState.OPEN


class Period(Labelled):
    """How often an `each` rule is owed."""

    WEEK = "week", "每周", "each week"
    MONTH = "month", "每月", "each month"
    QUARTER = "quarter", "每季度", "each quarter"
    YEAR = "year", "每年", "each year"


@dataclass(frozen=True, slots=True)
class OwedTo:
    """Who is owed: anyone holding one of the categories, conditions or the benefit.

    Where categories and conditions are both named, one of each must be held (低收入人口 with a disease). Nobody is
    owed it while holding one of ``without``: who has the disease is not screened for it. ``since`` owes it to whoever
    something goes on with, from the day after it began until it ends: the evidence it began with settles nothing.
    """

    categories: frozenset[Category] = frozenset()
    conditions: frozenset[Condition] = frozenset()
    benefit: bool = False
    age_from: int | None = None
    without: frozenset[Condition] = frozenset()
    since: Event | None = None


@dataclass(frozen=True, slots=True)
class AnsweredBy:
    """What counts as evidence."""

    kind: Kind
    modes: frozenset[Mode]


@dataclass(frozen=True, slots=True)
class After:
    """So long after the last evidence, by its result; ``first`` where there is none yet."""

    first: Interval
    by_result: dict[Result, Interval]

    def following(self, result: Result | None) -> Interval:
        """Return how long after evidence with this result the next is owed; no result reads as controlled."""
        return self.by_result[result or Result.CONTROLLED]


@dataclass(frozen=True, slots=True)
class Each:
    """Once in every period, or in a window of every year given as ((month, day), (month, day))."""

    period: Period | None = None
    window: tuple[tuple[int, int], tuple[int, int]] | None = None

    def containing(self, day: date) -> Window:
        """Return the period the day lies in; for a window of the year, the first one not yet ended."""
        if self.window is not None:
            this_year = self._in_year(day.year)
            return this_year if day <= this_year.due_on else self._in_year(day.year + 1)
        if self.period is Period.WEEK:
            monday = day - timedelta(days=day.weekday())
            return Window(monday, monday + timedelta(days=6))
        if self.period is Period.YEAR:
            return Window(date(day.year, 1, 1), date(day.year, 12, 31))
        span = 3 if self.period is Period.QUARTER else 1
        first = day.replace(month=(day.month - 1) // span * span + 1, day=1)
        return Window(first, Interval(span, "month").after(first) - timedelta(days=1))

    def answered_on(self, day: date) -> Window:
        """Return the period that evidence of a day settles: its own, or between yearly windows the last one."""
        if self.window is not None and day < self._in_year(day.year).opens_on:
            return self._in_year(day.year - 1)
        return self._in_year(day.year) if self.window is not None else self.containing(day)

    def next_after(self, window: Window) -> Window:
        """Return the period that follows another."""
        return self.containing(window.due_on + timedelta(days=1))

    def between(self, first: Window, last: Window) -> Iterator[Window]:
        """Return the periods from one to another, the last one excluded."""
        while first.due_on < last.due_on:
            yield first
            first = self.next_after(first)

    def _in_year(self, year: int) -> Window:
        assert self.window is not None
        (from_month, from_day), (to_month, to_day) = self.window
        last = min(to_day, calendar.monthrange(year, to_month)[1])
        return Window(date(year, from_month, from_day), date(year, to_month, last))


@dataclass(frozen=True, slots=True)
class Once:
    """So long after an event."""

    event: Event
    after: Interval


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing owed, as a policy pack states it."""

    id: str
    name: Text
    source: str
    article: str
    owed_to: OwedTo
    answered_by: AnsweredBy
    when: After | Each | Once
    effective_from: date
    in_use: bool = True
    confirmed: bool = True

    def window_due(self, due_on: date, interval: Interval) -> Window:
        """Return the window of a duty due on a day after an interval; what runs out is fetched in its last days."""
        before = OPENS_BEFORE_SHORT
        if isinstance(self.when, After) and interval.longer_than_a_month and self.owed_to.since is None:
            before = OPENS_BEFORE
        return Window(due_on - before, due_on)

    def asked_by(self, on: date, result: Result | None, again_by: date | None) -> date | None:
        """Return the day by which evidence itself asks for the next, None where its result decides.

        A visit may ask for it sooner than its result does and never puts it off; what was given out lasts as long as it lasts.
        """
        if again_by is None or again_by <= on or not isinstance(self.when, After):
            return None
        sooner = again_by < self.when.following(result).after(on)
        return again_by if sooner or self.owed_to.since is not None else None
