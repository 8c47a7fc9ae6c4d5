"""近十二周: how the rounds of the last weeks ended for one person, read off closed lines and the open duty."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import NamedTuple

from app.core.labels import Labelled
from app.policy.terms import Outcome
from app.rounds.rules.turns import week_of

WEEKS = 12
SEEN = frozenset({Outcome.DONE, Outcome.LATE})


class WeekState(Labelled):
    """How the round of one week ended; each has a mark that is read without colour."""

    DONE = "done", "已巡", "Done"
    MISSED = "missed", "漏巡", "Missed"
    EXCUSED = "excused", "暂缓", "Excused"
    OPEN = "open", "本周未巡", "Not yet this week"
    NOT_OWED = "not-owed", "不用巡", "Not owed"

    @property
    def mark(self) -> str:
        """The sign that stands for it in the strip."""
        return MARKS[self]


MARKS = {
    WeekState.DONE: "✓",
    WeekState.MISSED: "✗",
    WeekState.EXCUSED: "△",
    WeekState.OPEN: "○",
    WeekState.NOT_OWED: "–",
}


class WeekLine(NamedTuple):
    """A closed line: the week it was owed in and how it ended."""

    opens_on: date
    outcome: Outcome


class Absence(NamedTuple):
    """Days on which somebody could not be visited, both ends included."""

    from_on: date
    return_on: date


class WeekMark(NamedTuple):
    """One week of the strip."""

    monday: date
    state: WeekState

    @property
    def number(self) -> int:
        """The number of the ISO week."""
        return self.monday.isocalendar().week


def strip_of(
    mondays: Sequence[date],
    *,
    lines: Collection[WeekLine],
    open_from: date | None,
    absences: Collection[Absence],
    day: date,
) -> tuple[WeekMark, ...]:
    """Return how each week ended as seen on a day.

    ``open_from`` is the first week still unanswered; every week since then that is over was missed, for good, unless
    somebody was away the whole of it. The ledger writes the same once evidence arrives.
    """
    ended: dict[date, set[Outcome]] = {}
    for line in lines:
        ended.setdefault(line.opens_on, set()).add(line.outcome)
    return tuple(
        WeekMark(monday, _state(monday, ended.get(monday, set()), open_from, absences, day))
        for monday in mondays
    )


def tally(strip: Iterable[WeekMark]) -> dict[WeekState, int]:
    """Return how many weeks ended in each way that happened, in the order of the states."""
    found = [mark.state for mark in strip]
    return {state: found.count(state) for state in WeekState if state in found}


def _state(
    monday: date, ended: set[Outcome], open_from: date | None, absences: Collection[Absence], day: date
) -> WeekState:
    if ended & SEEN:
        return WeekState.DONE
    if open_from is not None and open_from <= monday:
        return _unanswered(monday, absences, day)
    if Outcome.MISSED in ended:
        return WeekState.MISSED
    return WeekState.EXCUSED if Outcome.EXCUSED in ended else WeekState.NOT_OWED


def _unanswered(monday: date, absences: Collection[Absence], day: date) -> WeekState:
    week = week_of(monday)
    if not week.closed_on(day):
        away = any(absence.return_on >= day for absence in absences)
        return WeekState.EXCUSED if away else WeekState.OPEN
    away = any(absence.from_on <= monday and week.due_on <= absence.return_on for absence in absences)
    return WeekState.EXCUSED if away else WeekState.MISSED
