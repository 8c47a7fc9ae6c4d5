"""The letter of the month: what the sheets of a supervisor's township or a manager's county say, in counts only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.accounts.reader import Reader, Role
from app.core.db import db
from app.core.regions import Level
from app.indicators.queries.meetings import list_units_told
from app.indicators.rules.letters import UnitTold, opening_of, subject_of
from app.reminders.rules import Line, Words

MANAGERS = (Role.SUPERVISOR, Role.COUNTY)


@dataclass(frozen=True, slots=True)
class MonthlyDigest:
    """The sheets of a month that one reader hears of."""

    month: date
    units: Sequence[UnitTold] = ()

    @property
    def is_worth_sending(self) -> bool:
        """A letter goes out as soon as there is a sheet."""
        return bool(self.units)

    def words(self) -> Words:
        """Return the digest in words."""
        lines = [Line(text, path) for unit in self.units for text, path in unit.lines()]
        return Words(subject_of(self.month, self.units), opening_of(self.month, self.units), lines)


def monthly_digest(reader: Reader, *, month: date) -> MonthlyDigest:
    """Return what a reader hears of a month: a supervisor of the township, a manager of the county."""
    level = Level.TOWN if reader.role is Role.SUPERVISOR else Level.COUNTY
    with db.session.begin_nested():
        return MonthlyDigest(month, list_units_told(reader.areas, month=month, level=level))
