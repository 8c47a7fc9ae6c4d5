"""The dates of a rule whose intervals changed: decided by the same replay, once for each shape of facts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple, TypeVar

from app.policy.engine import Absence, Evidence, Line, reckon
from app.policy.rule import Rule, Window
from app.policy.terms import Result

# Facts repeat: a few thousand shapes hold a million people. What would grow beyond that is forgotten and decided again.
MOST_KEPT = 200_000
Key = TypeVar("Key")
Value = TypeVar("Value")


class Seen(NamedTuple):
    """All of a piece of evidence that dates follow from."""

    on: date
    result: Result | None
    again_by: date | None = None


class Dates:
    """The dates that follow from a rule."""

    def __init__(self, rule: Rule) -> None:
        self.rule = rule
        self._open: dict[tuple[date, Seen | None], Window | None] = {}
        self._settled: dict[tuple[date, Seen | None, Seen], Line] = {}
        self._mode = min(rule.answered_by.modes, key=str)

    def open(self, owed_from: date, last: Seen | None) -> Window | None:
        """Return the window of an open duty that counts from the last evidence, or from owed-from; None for none."""
        key = (owed_from, last)
        if key not in self._open:
            owed = reckon(self.rule, owed_from=owed_from, evidence=self._evidence(last)).open
            _keep(self._open, key, None if owed is None else Window(owed.opens_on, owed.due_on))
        return self._open[key]

    def settled(
        self, owed_from: date, before: Seen | None, seen: Seen, *, absences: Sequence[Absence] = ()
    ) -> Line:
        """Return the line that evidence closes, counted from the one before it."""
        key = (owed_from, before, seen)
        if absences or key not in self._settled:
            evidence = self._evidence(before, seen)
            closed = reckon(self.rule, owed_from=owed_from, evidence=evidence, absences=absences).lines[-1]
            if absences:
                return closed
            _keep(self._settled, key, closed)
        return self._settled[key]

    def _evidence(self, *seen: Seen | None) -> list[Evidence]:
        kind = self.rule.answered_by.kind
        return [
            Evidence(at, each.on, kind, self._mode, each.result, again_by=each.again_by)
            for at, each in enumerate(seen)
            if each is not None
        ]


def _keep(kept: dict[Key, Value], key: Key, value: Value) -> None:
    if len(kept) >= MOST_KEPT:
        kept.clear()
    kept[key] = value
