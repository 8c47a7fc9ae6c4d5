"""Judging invented visits as the application judges every other one, each knowing those before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.demo.rules.answers import Told
from app.demo.rules.villagers import Villager
from app.policy.terms import Event, Kind, Mode, Result, Sooner
from app.policy.thresholds import Figures
from app.visits.rules import Answers, Circumstances, judge
from app.visits.rules.checks import kept_answers
from app.visits.rules.decisions import Decision, decided
from app.visits.rules.vocabulary import EmergencyAction
from app.visits.sections import sections_answering

DONE = Decision(action=EmergencyAction.REFERRED.value)
# How many of the visits before a judgement looks at, as the form has it.
LOOKS_BACK = 8


@dataclass(slots=True)
class Seen:
    """One visit that happened in the invented year."""

    on: date
    mode: Mode
    kinds: tuple[Kind, ...]
    answers: Answers = field(default_factory=dict)
    results: Mapping[Kind, Result] = field(default_factory=dict)
    emergency: bool = False
    again: Mapping[Kind, tuple[date, Sooner]] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    referred: bool = False

    @property
    def settled(self) -> bool:
        """Whether every disease was found under control."""
        return all(result is Result.CONTROLLED for result in self.results.values())


@dataclass(slots=True)
class Chart:
    """What is known of one resident so far; visits are added in the order of their days."""

    villager: Villager
    figures: Figures
    visits: list[Seen] = field(default_factory=list)

    def add(self, on: date, mode: Mode, kinds: tuple[Kind, ...], answers: Told) -> Seen:
        """Judge a visit as the form would, keep it and return it."""
        work = {
            section: tuple(kind for kind in section.kinds if kind in kinds)
            for section in sections_answering(kinds)
        }
        told = kept_answers(answers, work)
        judgement = judge(told, work, circumstances=self._circumstances(on))
        kept, referred = decided(told, judgement, said=DONE)
        seen = Seen(
            on,
            mode,
            kinds,
            kept,
            judgement.results,
            bool(judgement.emergencies),
            {kind: (again.by, again.why) for kind, again in judgement.again.items()},
            judgement.events,
            referred,
        )
        self.visits.append(seen)
        return seen

    def note(self, on: date, kinds: tuple[Kind, ...], answers: Told) -> None:
        """Keep a visit at home that measured nothing: there is nothing to judge."""
        self.visits.append(Seen(on, Mode.HOME, kinds, answers))

    def _circumstances(self, on: date) -> Circumstances:
        before = [seen for seen in reversed(self.visits) if seen.on <= on][:LOOKS_BACK]
        kinds = {kind for seen in before for kind in seen.results}
        return Circumstances(
            age=self.villager.age_on(on),
            on=on,
            figures=self.figures,
            previous={
                kind: tuple(seen.results[kind] for seen in before if kind in seen.results) for kind in kinds
            },
            sex=self.villager.sex,
            held=frozenset(self.villager.conditions),
            earlier=tuple((seen.on, seen.answers) for seen in before),
        )
