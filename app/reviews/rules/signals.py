"""The eight signals together: what each reads, what it means and does not mean, and its explanation in numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from app.core.words import MONTHS, Text
from app.policy.thresholds import Figures
from app.reviews.rules.absence import find_not_there
from app.reviews.rules.digits import find_below_limit, find_heaped
from app.reviews.rules.facts import PREFIX, Found, Limits, Log
from app.reviews.rules.lateness import find_entered_late
from app.reviews.rules.meanings import MEANINGS, Meaning
from app.reviews.rules.pace import find_hurried
from app.reviews.rules.places import find_far_away
from app.reviews.rules.repeated import find_repeated
from app.reviews.rules.texts import find_same_words
from app.reviews.rules.vocabulary import Signal
from app.visits.rules.questions import plain

FALSE_ALARM: Final = "integrity.false-alarm.percent"
FINDERS: Final[Mapping[Signal, Callable[[Sequence[Log], Limits], Found | None]]] = {
    Signal.REPEATED: find_repeated,
    Signal.HEAPED: find_heaped,
    Signal.BELOW_LIMIT: find_below_limit,
    Signal.HURRIED: find_hurried,
    Signal.ENTERED_LATE: find_entered_late,
    Signal.FAR_AWAY: find_far_away,
    Signal.NOT_THERE: find_not_there,
    Signal.SAME_WORDS: find_same_words,
}
# The figures each signal is set by; together with what the packs say of them they are its threshold.
THRESHOLDS: Final[Mapping[Signal, tuple[str, ...]]] = {
    Signal.REPEATED: ("times", "percent"),
    Signal.HEAPED: ("least", "percent"),
    Signal.BELOW_LIMIT: ("least", "percent"),
    Signal.HURRIED: ("visits", "minutes", "evening"),
    Signal.ENTERED_LATE: ("days", "times", "percent"),
    Signal.FAR_AWAY: ("metres", "least", "times", "percent"),
    Signal.NOT_THERE: ("times", "hospital"),
    Signal.SAME_WORDS: ("letters", "times", "percent"),
}


class Telling(Protocol):
    """A finding, as kept or as just found."""

    @property
    def signal(self) -> Signal:
        """Which signal found it."""

    @property
    def found(self) -> int:
        """How many logs stand behind it."""

    @property
    def among(self) -> int:
        """Of how many."""

    @property
    def told(self) -> Mapping[str, Any]:
        """The numbers it names besides."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """One figure a signal is set by, in words."""

    name: Text
    value: str
    unit: Text


def find_all(logs: Sequence[Log], limits: Limits) -> tuple[Found, ...]:
    """Return what the signals find in a doctor's logs of a month, in the order of the panel."""
    found = (finder(logs, limits) for finder in FINDERS.values())
    return tuple(one for one in found if one is not None)


def limits_on(figures: Figures, *, on: date) -> dict[str, float]:
    """Return the figures of all signals as in force on a day."""
    names = [f"{signal.value}.{what}" for signal, each in THRESHOLDS.items() for what in each]
    return {name: figures.value(PREFIX + name, on=on) for name in names}


def thresholds_of(signal: Signal, figures: Figures, *, on: date) -> tuple[Threshold, ...]:
    """Return the figures of one signal in words."""
    set_by = [figures.figure(f"{PREFIX}{signal.value}.{what}", on=on) for what in THRESHOLDS[signal]]
    return tuple(Threshold(figure.name, plain(figure.value), figure.counted_in) for figure in set_by)


def meaning_of(signal: Signal) -> Meaning:
    """Return what a signal means and does not mean."""
    return MEANINGS[signal]


def explain(finding: Telling, *, month: date | None = None) -> Text:
    """Return a finding in one sentence with its numbers."""
    numbers = {name: f"{value:.10g}" for name, value in finding.told.items()}
    said = MEANINGS[finding.signal].told.filled(found=finding.found, among=finding.among, **numbers)
    return said if month is None else _month(month).joined(said, en="")


def _month(month: date) -> Text:
    return Text(f"{month.month} 月：", f"{MONTHS[month.month - 1]}: ")
