"""One question of a form: its name, its words, what an answer may be, and whether it is carried over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeVar

from app.core.labels import Labelled
from app.core.words import Text, listed
from app.visits.rules.entry import Answer

Term = TypeVar("Term", bound=Labelled)


class Shape(Enum):
    """What an answer looks like."""

    WHOLE = "whole"
    DECIMAL = "decimal"
    ONE = "one"
    MANY = "many"
    LINE = "line"
    LINES = "lines"


class Carry(Enum):
    """Whether the last answer stands in the form: never for what is measured, in plain view, or folded away."""

    NEVER = "never"
    SHOWN = "shown"
    FOLDED = "folded"


NO_UNIT = Text("", "")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. Two sections that ask under one name mean the same thing, and it is asked once.

    ``calm`` narrows what is carried over to the one reassuring answer: a complaint is never carried, it is asked.
    """

    name: str
    label: Text
    shape: Shape
    unit: Text = NO_UNIT
    choices: tuple[Labelled, ...] = ()
    low: float = 0
    high: float = 0
    carry: Carry = Carry.NEVER
    calm: str = ""

    @property
    def numeric(self) -> bool:
        """Whether a number is asked."""
        return self.shape in (Shape.WHOLE, Shape.DECIMAL)

    @property
    def digits(self) -> int:
        """How many digits the largest plausible whole number has."""
        return len(str(int(self.high)))

    def implausible(self, value: float) -> Text | None:
        """Return why a figure cannot be true, naming the field and the mend, or None."""
        if self.low <= value <= self.high:
            return None
        return Text(
            "{label} {value} 不合理，应在 {low} 到 {high} 之间，请核对后改正。",
            "{label} {value} is not plausible: it should lie between {low} and {high}. Please check and correct it.",
        ).filled(label=self.label, value=plain(value), low=plain(self.low), high=plain(self.high))

    def spoken(self, answer: Answer) -> Text:
        """Return an answer in words, with its unit."""
        if isinstance(answer, list):
            return listed([self._term(value) for value in answer])
        if isinstance(answer, int | float):
            figure = plain(answer)
            return Text(f"{figure} {self.unit.zh}".strip(), f"{figure} {self.unit.en}".strip())
        return self._term(str(answer))

    def carried(self, answer: Answer) -> bool:
        """Whether this last answer stands in the next form."""
        if self.carry is Carry.NEVER or answer in (None, "", []):
            return False
        return not self.calm or answer in (self.calm, [self.calm])

    def _term(self, value: str) -> Text:
        named = next((choice for choice in self.choices if choice.value == value), None)
        return named.text if named is not None else Text(value, value)


def plain(value: float) -> str:
    """Return a figure without needless zeros."""
    return f"{value:g}"


def measured(
    name: str, label: Text, unit: Text | str, *, between: tuple[float, float], whole: bool = True
) -> Question:
    """Ask for a figure, read off anew at every visit."""
    said = unit if isinstance(unit, Text) else Text(unit, unit)
    return Question(name, label, Shape.WHOLE if whole else Shape.DECIMAL, said, (), *between)


def one_of(name: str, label: Text, terms: Iterable[Labelled], *, carry: Carry = Carry.NEVER) -> Question:
    """Ask for one term of a vocabulary."""
    return Question(name, label, Shape.ONE, choices=tuple(terms), carry=carry)


def some_of(name: str, label: Text, terms: Iterable[Labelled], *, carry: Carry = Carry.NEVER) -> Question:
    """Ask for any number of terms of a vocabulary."""
    return Question(name, label, Shape.MANY, choices=tuple(terms), carry=carry)


def line(name: str, label: Text, *, carry: Carry = Carry.NEVER) -> Question:
    """Ask for a few words."""
    return Question(name, label, Shape.LINE, carry=carry)


def merged(questions: Iterable[Question]) -> Question:
    """Return one question that offers everything several of the same name offer, in the vocabulary's order."""
    first, *others = questions
    offered = {choice for question in (first, *others) for choice in question.choices}
    if not offered:
        return first
    return replace(first, choices=tuple(term for term in type(first.choices[0]) if term in offered))
