"""What comes next: for each duty on the form, the day after each result, so that page and record say the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.core.words import Text
from app.policy.rule import After, Each, Interval, Rule
from app.policy.terms import Kind, Mode, Result


@dataclass(frozen=True, slots=True)
class Step:
    """One duty a visit can settle: what it is called, in which manner, and when the next is due by result."""

    rule_id: str
    name: Text
    kind: Kind
    modes: tuple[str, ...]
    intervals: dict[str, str]
    due_on: date | None

    def settled_by(self, mode: Mode) -> bool:
        """Whether a visit of this manner answers it."""
        return mode.value in self.modes


def steps_of(rules: Iterable[Rule], *, today: date) -> tuple[Step, ...]:
    """Return the steps of the duties' rules."""
    return tuple(_step(rule, today) for rule in rules)


def counted(interval: Interval) -> str:
    """Return an interval as the page counts it, such as ``"3 month"``."""
    return f"{interval.count} {interval.unit}"


def _step(rule: Rule, today: date) -> Step:
    intervals: dict[str, str] = {}
    due_on = None
    if isinstance(rule.when, After):
        following = {result: rule.when.following(result) for result in Result}
        intervals = {result.value: counted(interval) for result, interval in following.items()}
    elif isinstance(rule.when, Each):
        due_on = rule.when.next_after(rule.when.answered_on(today)).due_on
    modes = tuple(sorted(mode.value for mode in rule.answered_by.modes))
    return Step(rule.id, rule.name, rule.answered_by.kind, modes, intervals, due_on)
