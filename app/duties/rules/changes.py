"""What a changed rulebook asks to be worked out anew: which rules became others, and which only changed their intervals."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from app.policy.rule import After, Rule

# Raised whenever the replay itself comes to other answers: then everybody is reckoned from the facts.
REPLAY = 1
MARK_LENGTH = 16


@dataclass(frozen=True, slots=True)
class Mark:
    """By what a rule is known again: its nature (who is owed, what answers, since when), and its intervals."""

    nature: str
    timing: str


@dataclass(frozen=True, slots=True)
class Reckoning:
    """By which rules, as of which day and since which start everything was last worked out."""

    on: date
    start: date
    marks: Mapping[str, Mark]
    replay: int = REPLAY

    @classmethod
    def from_details(cls, details: Mapping[str, Any]) -> Self:
        """Read it back from the details of its entry in the trail."""
        marks = {rule_id: Mark(*mark) for rule_id, mark in details["rules"].items()}
        on, start = (date.fromisoformat(details[name]) for name in ("on", "start"))
        return cls(on, start, marks, details["replay"])

    @property
    def details(self) -> dict[str, Any]:
        """What its entry in the trail keeps."""
        marks = {rule_id: [mark.nature, mark.timing] for rule_id, mark in self.marks.items()}
        return {
            "on": self.on.isoformat(),
            "start": self.start.isoformat(),
            "replay": self.replay,
            "rules": marks,
        }

    def can_follow(self, last: Reckoning) -> bool:
        """Whether it may build on the last one: the same start, the same replay, and no day before it."""
        return (self.start, self.replay) == (last.start, last.replay) and last.on <= self.on


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of the rules since the last reckoning."""

    recast: tuple[Rule, ...] = ()
    """New, come into force, or other in whom they are owed to, what answers them, which periods they count."""
    retimed: tuple[Rule, ...] = ()
    """Rules counted from the last evidence of which only the intervals are others."""
    gone: frozenset[str] = frozenset()
    """No longer in use: what is owed under them falls away, what was closed stays."""


def reckoning_of(rules: Iterable[Rule], *, start: date, on: date) -> Reckoning:
    """Return the marks of the rules by which everything is worked out."""
    return Reckoning(on, start, {rule.id: mark_of(rule) for rule in rules})


def mark_of(rule: Rule) -> Mark:
    """Return by what a rule is known again; its names and its article change nothing that is owed."""
    owed_to, answered_by, timing = rule.owed_to, rule.answered_by, ""
    if isinstance(rule.when, After):
        when = "after"
        by_result = sorted((str(result.value), interval) for result, interval in rule.when.by_result.items())
        timing = repr((rule.when.first, [(name, each.count, each.unit) for name, each in by_result]))
    else:
        when = repr(rule.when)
    nature = (
        *(sorted(str(term.value) for term in terms) for terms in (owed_to.categories, owed_to.conditions)),
        *(owed_to.benefit, owed_to.age_from, str(answered_by.kind.value)),
        sorted(str(mode.value) for mode in answered_by.modes),
        *(rule.effective_from.isoformat(), when),
    )
    if owed_to.without:
        nature = (*nature, sorted(str(term.value) for term in owed_to.without))
    if owed_to.since is not None:
        nature = (*nature, f"since {owed_to.since.value}")
    return Mark(_short(repr(nature)), _short(timing))


def changes_since(last: Reckoning, now: Reckoning, *, rules: Mapping[str, Rule]) -> Changes:
    """Return which rules are others than by the last reckoning, one whose day has come since counting as one."""
    recast, retimed = [], []
    for rule_id, rule in rules.items():
        before, mark = last.marks.get(rule_id), now.marks[rule_id]
        if before is None or before.nature != mark.nature or last.on < rule.effective_from <= now.on:
            recast.append(rule)
        elif before.timing != mark.timing:
            retimed.append(rule)
    return Changes(tuple(recast), tuple(retimed), frozenset(last.marks.keys() - rules.keys()))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:MARK_LENGTH]
