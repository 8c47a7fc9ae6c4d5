"""A doctor's work of a month, counted: visits, people, kinds, ways, what came late, what was mended, who was tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from app.core.labels import Labelled
from app.policy.terms import Kind, Mode
from app.visits.rules.contacts import ContactOutcome

Term = TypeVar("Term", bound=Labelled)


class WorkLine(NamedTuple):
    """One visit of the month. ``replaced`` tells a struck one that was corrected from one that was voided."""

    id: int
    person_id: int
    name: str
    area_code: str
    visited_on: date
    mode: Mode
    kinds: tuple[Kind, ...]
    summary: str
    late: bool
    struck: bool
    replaced: bool
    corrects: bool
    known: bool = True


class Tried(NamedTuple):
    """One contact of the month that was no visit."""

    person_id: int
    tried_on: date
    outcome: ContactOutcome


@dataclass(frozen=True, slots=True)
class DayOfWork:
    """What was done on one day."""

    day: date
    visits: int
    people: int
    late: int
    tried: int


@dataclass(frozen=True, slots=True)
class MonthOfWork:
    """The figures of a month. What was voided counts nowhere but as voided; a correction counts once."""

    visits: int
    people: int
    late: int
    corrected: int
    voided: int
    kinds: Mapping[Kind, int]
    modes: Mapping[Mode, int]
    tried: Mapping[ContactOutcome, int]
    days: Sequence[DayOfWork]

    @property
    def attempts(self) -> int:
        """How many contacts were no visits."""
        return sum(self.tried.values())


def count_month(lines: Iterable[WorkLine], tried: Iterable[Tried]) -> MonthOfWork:
    """Return the figures of a month's visits and contacts."""
    written, contacts = list(lines), list(tried)
    standing = [line for line in written if not line.struck]
    return MonthOfWork(
        visits=len(standing),
        people=len({line.person_id for line in standing}),
        late=sum(line.late for line in standing),
        corrected=sum(line.corrects for line in standing),
        voided=sum(line.struck and not line.replaced for line in written),
        kinds=_counted(Kind, Counter(kind for line in standing for kind in line.kinds)),
        modes=_counted(Mode, Counter(line.mode for line in standing)),
        tried=_counted(ContactOutcome, Counter(each.outcome for each in contacts)),
        days=_days(standing, contacts),
    )


def read_month(typed: str, *, today: date) -> date:
    """Return the first day of a month written as 2026-05; what cannot be read or lies ahead reads as this month."""
    this_month = today.replace(day=1)
    try:
        first = date.fromisoformat(f"{typed}-01")
    except ValueError:
        return this_month
    return min(first, this_month)


def month_before(first: date) -> date:
    """Return the first day of the month before."""
    return (first - timedelta(days=1)).replace(day=1)


def month_after(first: date) -> date:
    """Return the first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def _counted(terms: Iterable[Term], found: Counter[Term]) -> dict[Term, int]:
    """Return counts in the order of the vocabulary, without what did not happen."""
    return {term: found[term] for term in terms if found[term]}


def _days(standing: Sequence[WorkLine], contacts: Sequence[Tried]) -> list[DayOfWork]:
    days = sorted({line.visited_on for line in standing} | {each.tried_on for each in contacts})
    return [_day(day, [line for line in standing if line.visited_on == day], contacts) for day in days]


def _day(day: date, lines: Sequence[WorkLine], contacts: Iterable[Tried]) -> DayOfWork:
    return DayOfWork(
        day,
        len(lines),
        len({line.person_id for line in lines}),
        sum(line.late for line in lines),
        sum(each.tried_on == day for each in contacts),
    )
