"""回访核实: what somebody near a resident answers about a visit, and what the answers come to.

An old person who cannot remember, or a neighbour who saw nobody, proves nothing: such answers are unclear and never speak
against a doctor.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Final

from app.reviews.rules.vocabulary import CallOutcome, CallWay, Done, Reached, Told
from app.visits.rules.entry import Answers
from app.visits.rules.section import given

# What a resident notices of what a log says was measured.
_MEASURED: Final = {
    Done.PRESSURE: ("systolic", "diastolic"),
    Done.GLUCOSE: ("fasting_glucose", "random_glucose"),
}


@dataclass(frozen=True, slots=True)
class CallEntry:
    """One attempt as it was noted: how, who answered, and what; nobody reached answers nothing."""

    way: CallWay
    reached: Reached
    came: Told | None = None
    on_that_day: Told | None = None
    done: frozenset[Done] = field(default_factory=frozenset)
    note: str = ""


def measured_by(answers: Answers) -> frozenset[Done]:
    """Return what a log says was done of what a resident would notice."""
    return frozenset(
        done for done, names in _MEASURED.items() if any(given(answers.get(name)) for name in names)
    )


def outcome_of(entry: CallEntry, *, logged: AbstractSet[Done]) -> CallOutcome:
    """Return what the answers come to beside what the log says was done.

    Contradicted: those who must know say that nobody came, that it was another day, or that nothing was done where the log
    holds measurements. Confirmed: somebody came, the day is not denied, and what is remembered does not fall short.
    """
    if entry.reached is Reached.NOBODY:
        return CallOutcome.NOT_REACHED
    if entry.came is not Told.YES:
        return _denied(entry) if entry.came is Told.NO else CallOutcome.UNCLEAR
    if entry.on_that_day is Told.NO:
        return _denied(entry)
    if logged and entry.done == {Done.NOTHING}:
        return _denied(entry)
    return CallOutcome.CONFIRMED if _remembers(entry, logged) else CallOutcome.UNCLEAR


def _denied(entry: CallEntry) -> CallOutcome:
    if entry.reached is Reached.NEIGHBOUR:
        return CallOutcome.UNCLEAR
    return CallOutcome.CONTRADICTED


def _remembers(entry: CallEntry, logged: AbstractSet[Done]) -> bool:
    """Whoever is sure of the day may forget a part; whoever is not must remember what was measured."""
    if entry.on_that_day is Told.YES:
        return not (logged and entry.done) or bool(logged & entry.done)
    return bool(logged) and logged <= entry.done
