"""Days as the statements need them: when a day begins, what follows a day by how much, which days are over."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any, Final

import sqlalchemy as sa

from app.core.clock import CHINA
from app.core.db import Instant
from app.indicators.rules.months import Window

A_DAY: Final = timedelta(days=1)


def begins_at(day: date) -> datetime:
    """Return the instant at which a day begins."""
    return datetime.combine(day, time(), CHINA)


def days_between(first: date, last: date) -> list[date]:
    """Return the days from one to another, both included."""
    return [first + A_DAY * count for count in range((last - first).days + 1)]


def last_over(window: Window) -> date:
    """Return the last day whose evening has come; the last day of a month is judged as its evening will find it."""
    return window.until if window.as_of == window.until else window.as_of - A_DAY


def day_by_day(
    column: Any, days: Iterable[date], following: Callable[[date], date]
) -> sa.ColumnElement[date]:
    """Return the day that follows from the day of each row: told one by one, since no two databases add days alike."""
    told = {day: sa.literal(following(day), sa.Date()) for day in days}
    return sa.case(told, value=column) if told else sa.cast(sa.null(), sa.Date())


def morning_after(column: Any, window: Window) -> sa.ColumnElement[datetime]:
    """Return when the day after the day of each row began, of rows of one month."""
    told = {
        day: sa.literal(begins_at(day + A_DAY), Instant()) for day in days_between(window.since, window.until)
    }
    return sa.case(told, value=column)
