"""When planned work is due: each day, each Monday, each month, each minute. Pure; told the moment by the wall clock in China."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from app.core import clock


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day, from an hour on; no hour means the setting for the morning's letters."""

    at: time | None = None

    def slot_at(self, moment: datetime, *, morning: time) -> date | None:
        """Return the planned day whose hour has come, None where it is still ahead."""
        return moment.date() if moment.time() >= (self.at or morning) else None

    def told(self, morning: time) -> str:
        """Return when it is due."""
        return f"daily {self.at or morning:%H:%M}"


@dataclass(frozen=True, slots=True)
class Mondays:
    """Once a week, from the morning of Monday on."""

    def slot_at(self, moment: datetime, *, morning: time) -> date | None:
        """Return the Monday of the week, None before its hour."""
        monday = clock.monday_of(moment.date())
        return None if moment.date() == monday and moment.time() < morning else monday

    def told(self, morning: time) -> str:
        """Return when it is due."""
        return f"Mondays {morning:%H:%M}"


@dataclass(frozen=True, slots=True)
class Monthly:
    """Once a month, from an hour of the first day on; what was missed is made good as long as the month lasts."""

    at: time

    def slot_at(self, moment: datetime, *, morning: time) -> date | None:
        """Return the first of the month, None before its hour."""
        first = moment.date().replace(day=1)
        return None if moment.date() == first and moment.time() < self.at else first

    def told(self, morning: time) -> str:
        """Return when it is due."""
        return f"monthly {self.at:%H:%M}"


@dataclass(frozen=True, slots=True)
class EachMinute:
    """Every minute: it finds out by itself whether there is anything to do."""

    def slot_at(self, moment: datetime, *, morning: time) -> date | None:
        """Return the day."""
        return moment.date()

    def told(self, morning: time) -> str:
        """Return when it is due."""
        return "each minute"
