"""轮次: the stretch of days in which everybody on a list is owed once, a week or the first quarter of a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from app.policy.rule import Each, Period

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)
WEEKLY = Each(period=Period.WEEK)


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn: its first day, the day it is due, and the last day on which a visit still answers it."""

    opens_on: date
    due_on: date
    closes_on: date

    def runs_on(self, day: date) -> bool:
        """Return whether nobody can be late yet: the turn has begun or lies ahead."""
        return day <= self.due_on

    def closed_on(self, day: date) -> bool:
        """Return whether whoever was not met stays so for good."""
        return day > self.closes_on

    def holds(self, day: date) -> bool:
        """Return whether a visit of a day belongs to it."""
        return self.opens_on <= day <= self.closes_on


def week_of(day: date) -> Turn:
    """Return the ISO week of a day, Monday to Sunday; a year's last week may end in the next."""
    week = WEEKLY.containing(day)
    return Turn(week.opens_on, week.due_on, week.due_on)


def weeks_before(turn: Turn, *, count: int) -> tuple[date, ...]:
    """Return the Mondays of so many weeks up to and with this one, the oldest first."""
    return tuple(turn.opens_on - A_WEEK * back for back in reversed(range(count)))


def campaign_of(each: Each, *, year: int) -> Turn:
    """Return the campaign of a year; who was missed can still be met until the next one begins."""
    window = each.containing(date(year, 1, 1))
    following = each.next_after(window)
    return Turn(window.opens_on, window.due_on, following.opens_on - A_DAY)
