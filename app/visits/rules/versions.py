"""Corrections: the chain of versions of one visit, and what differs from one to the next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple, Protocol

from app.core.words import Text, day_text, listed
from app.policy.terms import Kind, Mode, Result
from app.visits.rules.told import Fact, Told

NOTHING = Text("", "")
# Stands for the reason where an author mends a visit on the day it was filed and states none.
SAME_DAY = Text("当日修改", "Changed on the same day")


class Headed(Protocol):
    """A visit on record as far as its head goes."""

    @property
    def visited_on(self) -> date:
        """The day of the visit."""

    @property
    def mode(self) -> Mode:
        """How it was done."""

    @property
    def note(self) -> str:
        """What was noted besides."""

    @property
    def all_results(self) -> Mapping[Kind, Result]:
        """How each disease was classed."""


class Change(NamedTuple):
    """One line of both versions beside each other; ``differs`` where they say different things."""

    label: Text
    before: Text
    after: Text

    @property
    def differs(self) -> bool:
        """Whether the correction says something else."""
        return self.before != self.after


def struck_because(reason: str) -> Text:
    """Return why a version was struck, in the words that were typed or, where none had to be, in those that stand for them."""
    return SAME_DAY if reason == SAME_DAY.zh else Text(reason, reason)


def chain_of(visit_id: int, corrects: Mapping[int, int]) -> tuple[int, ...]:
    """Return the versions a visit belongs to, the first one first; ``corrects`` leads from a correction to what it mends."""
    corrected_by = {older: newer for newer, older in corrects.items()}
    first = visit_id
    while first in corrects:
        first = corrects[first]
    chain = [first]
    while chain[-1] in corrected_by:
        chain.append(corrected_by[chain[-1]])
    return tuple(chain)


def compare(before: Iterable[Fact], after: Iterable[Fact]) -> tuple[Change, ...]:
    """Return what two versions say beside each other, in the order of the form; what was taken out comes last."""
    old = {fact.name: fact for fact in before}
    new = {fact.name: fact for fact in after}
    facts = {**new, **{name: fact for name, fact in old.items() if name not in new}}
    return tuple(Change(fact.label, _said(old, name), _said(new, name)) for name, fact in facts.items())


def head_of(visit: Headed) -> list[Fact]:
    """Return what every visit has, whatever was asked: its day, how it was done, how it was classed, its note."""
    results = [
        Text(f"{kind.zh} {result.zh}", f"{kind.en} {result.en}") for kind, result in visit.all_results.items()
    ]
    said = {
        "visited_on": (Text("随访日期", "Day of the visit"), day_text(visit.visited_on)),
        "mode": (Text("随访方式", "How it was done"), visit.mode.text),
        "results": (Text("此次随访分类", "Class of this visit"), listed(results)),
        "note": (Text("备注", "Note"), Text(visit.note, visit.note)),
    }
    return [Fact(name, label, words, bad=False) for name, (label, words) in said.items()]


def facts_of(told: Told) -> list[Fact]:
    """Return the answers of a visit in one row."""
    return [fact for _, facts in told.sections for fact in facts]


def _said(facts: Mapping[str, Fact], name: str) -> Text:
    return facts[name].said if name in facts else NOTHING
