"""What is asked of a turn: whose, which people of it, and under which rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.policy import book
from app.policy.rule import Each, Period, Rule
from app.policy.terms import Kind
from app.rounds.rules import State, Turn


@dataclass(frozen=True, slots=True)
class Asked:
    """A turn as one reader looks at it on a day; ``village``, ``state`` and ``person_id`` narrow the list."""

    areas: tuple[str, ...]
    rules: tuple[str, ...]
    turn: Turn
    day: date
    village: str | None = None
    state: State | None = None
    person_id: int | None = None

    @property
    def shape(self) -> Shape:
        """What the statement looks like, whatever the day."""
        closed, runs = self.turn.closed_on(self.day), self.turn.runs_on(self.day)
        return Shape(self.areas, closed, runs, self.village, self.state, self.person_id is not None)

    @property
    def values(self) -> dict[str, object]:
        """What the statement is asked with."""
        return {
            "opens": self.turn.opens_on,
            "due": self.turn.due_on,
            # Of a turn that lies ahead it is asked who will still be away when it begins.
            "day": max(self.day, self.turn.opens_on),
            "horizon": max(_horizon(name, self.day) for name in self.rules) if self.rules else self.day,
            "rules": list(self.rules),
        } | ({} if self.person_id is None else {"person": self.person_id})


@dataclass(frozen=True, slots=True)
class Shape:
    """The part of the question that changes the statement itself."""

    areas: tuple[str, ...]
    closed: bool
    runs: bool
    village: str | None
    state: State | None
    of_one: bool = False


def areas_of(reader: Reader) -> tuple[str, ...]:
    """Return where a reader may see people; whoever may read no care sees nobody."""
    return tuple(reader.areas) if may(reader.role, Right.READ_CARE) else ()


def round_rules() -> tuple[str, ...]:
    """Return the rules by which a round is owed every week."""
    return tuple(
        rule.id
        for rule in book.current().rules.values()
        if rule.answered_by.kind is Kind.WEEKLY_ROUND and _each(rule).period is Period.WEEK
    )


def meeting_rules() -> tuple[str, ...]:
    """Return the rules by which everybody is met in a window of the year."""
    return tuple(
        rule.id
        for rule in book.current().rules.values()
        if rule.answered_by.kind is Kind.MEETING and _each(rule).window is not None
    )


def meeting_rule() -> Rule | None:
    """Return the rule whose window the campaign keeps to, None where the rulebook knows of no campaign."""
    return next((book.current().rules[name] for name in meeting_rules()), None)


def _horizon(rule_id: str, day: date) -> date:
    """Return the day after which no duty of a rule can be due whose last turn was answered by now."""
    each = _each(book.current().rules[rule_id])
    return each.next_after(each.containing(day)).due_on


def _each(rule: Rule) -> Each:
    return rule.when if isinstance(rule.when, Each) else Each()
