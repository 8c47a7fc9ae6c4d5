"""How long backups are kept, and when the newest one is too old."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar

from app.core.words import Text

STALE = timedelta(days=2)
MONTHS_KEPT = 12
HOURS_TOLD = 48

K = TypeVar("K")


@dataclass(frozen=True, slots=True)
class Plan:
    """When backups are made, where they go and how many of the newest stay; without an hour none is made by itself."""

    at: time | None
    folder: Path
    keep: int


def is_stale(at: datetime | None, now: datetime) -> bool:
    """Return whether the newest backup is older than two days, or there is none."""
    return at is None or now - at > STALE


def age_text(at: datetime, now: datetime) -> Text:
    """Return how long ago a backup was made, in days or in hours."""
    hours = int((now - at) / timedelta(hours=1))
    if hours >= HOURS_TOLD:
        return Text("{n} 天前", "{n} days ago").filled(n=hours // 24)
    return (
        Text("{n} 小时前", "{n} hours ago").filled(n=hours)
        if hours
        else Text("不到一小时前", "within the last hour")
    )


def is_due(plan: Plan, *, now: datetime, newest: datetime | None) -> bool:
    """Return whether tonight's backup is still to be made; both instants are of the wall clock in China."""
    if plan.at is None or now.time() < plan.at:
        return False
    return newest is None or newest < datetime.combine(now.date(), plan.at, tzinfo=now.tzinfo)


def list_outlived(made: Iterable[tuple[K, date]], *, keep: int, today: date) -> list[K]:
    """Return which backups may go: all but the newest ones and the first of each of the last twelve months."""
    newest_first = sorted(made, key=lambda each: each[1], reverse=True)
    monthly = _first_of_months(newest_first, today=today)
    return [one for place, (one, _day) in enumerate(newest_first) if place >= keep and place not in monthly]


def _first_of_months(newest_first: Sequence[tuple[K, date]], *, today: date) -> set[int]:
    """Return the places of each month's first backup; a later one in the list is an older one."""
    first: dict[int, int] = {}
    for place, (_one, day) in enumerate(newest_first):
        if _months(today) - _months(day) < MONTHS_KEPT:
            first[_months(day)] = place
    return set(first.values())


def _months(day: date) -> int:
    return day.year * 12 + day.month
