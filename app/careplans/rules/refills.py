"""From all the medicine a person was given under all their plans to what of it is a refill, and by when the next is due.

Several plans run out on several days; what counts is the first of them. Pure; told everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from app.duties.rules.notes import RefillNote
from app.policy.spells import Spell

A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Given:
    """Medicine given out under a plan, the first day without it, and the day from which the plan asks for none."""

    issue_id: int
    plan_id: int
    issued_on: date
    runs_out_on: date
    ended_on: date | None = None


class Refills(NamedTuple):
    """What the duties are told: the spells on medicine from the first giving out, and the refills."""

    spells: tuple[Spell, ...]
    notes: tuple[RefillNote, ...]


class _Due(NamedTuple):
    """By when medicine has to be fetched again, and when it runs out."""

    on: date
    runs_out_on: date


@dataclass(slots=True)
class _Walk:
    """What stands on a day: the last giving out of each plan that goes on."""

    lead: timedelta
    standing: dict[int, Given] = field(default_factory=dict)
    spells: list[Spell] = field(default_factory=list)
    notes: list[RefillNote] = field(default_factory=list)

    def go(self, day: date, given: Sequence[Given]) -> None:
        """Let plans end and medicine be given out on a day."""
        for plan_id in [each.plan_id for each in self.standing.values() if each.ended_on == day]:
            del self.standing[plan_id]
        before = self._due()
        self.standing |= {each.plan_id: each for each in given}
        after = self._due()
        if after is not None:
            self._note(day, given, before, after)
        self._spell(day, goes_on=after is not None)

    def _note(self, day: date, given: Sequence[Given], before: _Due | None, after: _Due) -> None:
        """Count what was given out as a refill where it puts the next one off beyond this day; else the last one says
        another day."""
        if given and (before is None or after.on > max(before.on, day)):
            self.notes.append(RefillNote(given[0].issue_id, day, after.runs_out_on, after.on))
        else:
            last = self.notes[-1]
            self.notes[-1] = RefillNote(last.issue_id, last.on, after.runs_out_on, after.on)

    def _spell(self, day: date, *, goes_on: bool) -> None:
        going = bool(self.spells) and self.spells[-1].ends_on is None
        if goes_on and not going:
            self.spells.append(Spell(day, None))
        elif going and not goes_on:
            self.spells[-1] = Spell(self.spells[-1].starts_on, day)

    def _due(self) -> _Due | None:
        return min(
            (_Due(self._fetch_by(each), each.runs_out_on) for each in self.standing.values()), default=None
        )

    def _fetch_by(self, given: Given) -> date:
        return max(given.runs_out_on - self.lead, given.issued_on + A_DAY)


def refills_of(given: Iterable[Given], *, lead: timedelta) -> Refills:
    """Return what of the medicine given out is a refill, and the spells on medicine; in whatever order it is told.

    Something given out is a refill only where it puts off the day by which the first medicine has to be fetched again, and
    leaves nothing that had to be fetched before. Otherwise, and where a plan ends, the refill before it says the new day.
    """
    walk = _Walk(lead)
    for day, issued in _days(given):
        walk.go(day, issued)
    return Refills(tuple(walk.spells), tuple(walk.notes))


def _days(given: Iterable[Given]) -> Iterator[tuple[date, list[Given]]]:
    """Return each day on which medicine was given out or a plan ended; what came after its plan's end is no more."""
    counted = [each for each in given if each.ended_on is None or each.issued_on < each.ended_on]
    by_day: dict[date, list[Given]] = {each.ended_on: [] for each in counted if each.ended_on is not None}
    ordered = sorted(counted, key=lambda each: (each.issued_on, each.issue_id))
    by_day |= {day: list(issued) for day, issued in groupby(ordered, key=lambda each: each.issued_on)}
    yield from sorted(by_day.items())
