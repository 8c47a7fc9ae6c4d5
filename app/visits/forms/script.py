"""What the page's script is told: the same signals the record is judged by, said in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from app.policy.terms import Kind, Result
from app.visits.forms.about import About
from app.visits.rules.following import signals_of
from app.visits.rules.referring import unsatisfactory_in_a_row
from app.visits.rules.section import Section, Signal
from app.visits.rules.vocabulary import Complication, Manageable
from app.web.language import spoken

KEPT = 4096
IN_A_ROW = "referral.in-a-row"
# What proposes a referral whatever else was found; the second unsatisfactory visit in a row is counted by its row.
REFERS = {
    "complication": [Complication.YES.value, Complication.WORSE.value],
    "adverse_hard": [Manageable.NO.value],
}


class Showing(NamedTuple):
    """A section as it shows for somebody: the kinds it answers, how often it was unsatisfactory in a row, its signals."""

    section: Section
    kinds: tuple[Kind, ...]
    row: int
    signals: tuple[Signal, ...]


def script_data(about: About) -> dict[str, Any]:
    """Return the sections of the form with their signals, the names of the results, and what proposes a referral."""
    in_a_row = about.circumstances.figures.find(IN_A_ROW, on=about.today)
    return {
        "sections": [told_of(showing) for showing in showings(about)],
        "results": {result.value: result.text.said_in(spoken()) for result in Result},
        "severity": [result.value for result in Result],
        "refers": REFERS,
        "inARow": in_a_row.value if in_a_row else None,
    }


def showings(about: About) -> list[Showing]:
    """Return the sections of a form as they show for whom it is for."""
    return [
        Showing(section, kinds, _row(kinds, about), signals_of(section, about.circumstances))
        for section, kinds in about.work.items()
    ]


def told_of(showing: Showing) -> dict[str, Any]:
    """Return what the script is told of a section."""
    section, language = showing.section, spoken()
    return {
        "name": section.name,
        "title": section.title.said_in(language),
        "kinds": [kind.value for kind in showing.kinds],
        "core": section.core,
        "needed": [question.name for question in section.questions if question.name in section.needed],
        "classed": section.classed,
        "chosen": section.chosen_result,
        "row": showing.row,
        "signals": [_signal(signal, language) for signal in showing.signals],
    }


@lru_cache(maxsize=KEPT)
def _signal(signal: Signal, language: str) -> dict[str, Any]:
    """Return a signal as the script reads it: the same few hundred for everybody, and nobody changes what is returned."""
    told = {
        "name": signal.name,
        "atLeast": signal.at_least,
        "atMost": signal.at_most,
        "above": signal.above,
        "below": signal.below,
        "says": signal.says or None,
        "result": signal.result.value if signal.result else None,
        "emergency": signal.emergency.said_in(language) if signal.emergency else None,
        "advice": signal.advice.said_in(language) if signal.advice else None,
        "clinical": signal.clinical or None,
        "sooner": f"{signal.sooner.count} {signal.sooner.unit}" if signal.sooner else None,
        "why": signal.why.text.said_in(language) if signal.sooner else None,
    }
    return {key: value for key, value in told.items() if value is not None}


def _row(kinds: Iterable[Kind], about: About) -> int:
    previous = about.circumstances.previous
    return max(unsatisfactory_in_a_row(kind, Result.UNCONTROLLED, previous=previous) - 1 for kind in kinds)
