"""The days a number of a month counts. Pure; told today."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

from app.policy.rule import Interval


@dataclass(frozen=True, slots=True)
class Window:
    """A month: its first and last day, and the day it is judged on, which in the running month is today."""

    month: date
    since: date
    until: date
    as_of: date

    @classmethod
    def of(cls, month: date, today: date) -> Window:
        """Return the month a day lies in, as it stands today."""
        since, until = first_of(month), last_of(month)
        return cls(since, since, until, min(until, today))

    @property
    def year_from(self) -> date:
        """The first of January of its year."""
        return date(self.month.year, 1, 1)

    def back(self, months: int) -> date:
        """Return the first day of the last so many months, today included: for a whole month a first of a month."""
        return Interval(-months, "month").after(self.as_of + timedelta(days=1))


def first_of(day: date) -> date:
    """Return the first day of a day's month."""
    return day.replace(day=1)


def last_of(day: date) -> date:
    """Return the last day of a day's month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def months_before(month: date, count: int) -> date:
    """Return the first of the month so many months earlier."""
    return Interval(-count, "month").after(first_of(month))
