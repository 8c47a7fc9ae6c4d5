"""What the signals read of a log, as one plain value, and what a signal found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, TypeAlias

from app.policy.terms import Mode
from app.reviews.rules.vocabulary import Signal

# The figures of the packs by what comes after ``integrity.``, such as ``heaped.percent``.
Limits: TypeAlias = Mapping[str, float]
PREFIX: Final = "integrity."
WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class Log:
    """One standing log of a doctor's month.

    ``house`` is the same for people of one household. ``pressure`` is the one that counts, ``typed`` the first reading as it
    was typed, ``before`` the pressure of the person's last visit. ``moment`` tells, by the wall clock in China, when a home
    visit was put down, where that was on its own day; ``captured`` that a tablet's clock says so. ``metres`` is how far it
    was from the middle of the village.
    """

    id: int
    house: str
    visited_on: date
    entered_on: date
    mode: Mode = Mode.HOME
    pressure: tuple[float, float] | None = None
    typed: float | None = None
    before: tuple[float, float] | None = None
    moment: datetime | None = None
    captured: bool = False
    metres: float | None = None
    after_death: bool = False
    in_hospital: bool = False
    words: str = ""

    @property
    def days_late(self) -> int:
        """How many days after the visit it was entered."""
        return (self.entered_on - self.visited_on).days


@dataclass(frozen=True, slots=True)
class Found:
    """What a signal found: so many logs of so many, which they are, and the numbers its explanation names besides."""

    signal: Signal
    visit_ids: tuple[int, ...]
    among: int
    told: Mapping[str, float] = field(default_factory=dict)

    @property
    def found(self) -> int:
        """How many logs stand behind it."""
        return len(self.visit_ids)


def found_in(
    signal: Signal, logs: Sequence[Log], *, among: int, told: Mapping[str, float] | None = None
) -> Found:
    """Return a finding of some logs among so many."""
    return Found(signal, tuple(sorted(log.id for log in logs)), among, told or {})


def reaches(part: int, whole: int, *, percent: float) -> bool:
    """Return whether a part is at least so many in a hundred of a whole that is not nothing."""
    return whole > 0 and part * WHOLE >= percent * whole


def houses_of(logs: Iterable[Log]) -> int:
    """Return how many houses some logs tell of."""
    return len({log.house for log in logs})
