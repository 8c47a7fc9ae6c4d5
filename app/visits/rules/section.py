"""A section of the form: what it asks, for which kinds of work, and what its answers show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.core.words import Text
from app.policy.terms import Condition, Kind, Result
from app.policy.thresholds import Figures
from app.visits.rules.entry import Answer, Answers
from app.visits.rules.questions import Question


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a judgement needs besides the answers: the age, the day, the figures in force, the earlier results."""

    age: int
    on: date
    figures: Figures
    previous: Mapping[Kind, tuple[Result, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Signal:
    """What one answer shows when it reaches a limit or names one of some terms.

    The page evaluates the same signals as they are typed, so that prompt and record never disagree.
    """

    name: str
    at_least: float | None = None
    at_most: float | None = None
    above: float | None = None
    below: float | None = None
    says: tuple[str, ...] = ()
    result: Result | None = None
    emergency: Text | None = None
    advice: Text | None = None

    def holds(self, answers: Answers) -> bool:
        """Whether the answers show it."""
        answer = answers.get(self.name)
        if isinstance(answer, int | float):
            return self._reached(answer)
        given = answer if isinstance(answer, list) else [answer]
        return any(value in self.says for value in given)

    def _reached(self, value: float) -> bool:
        return (
            (self.at_least is not None and value >= self.at_least)
            or (self.above is not None and value > self.above)
            or (self.at_most is not None and value <= self.at_most)
            or (self.below is not None and value < self.below)
        )


def no_signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Judge nothing."""
    return ()


def no_words(answers: Answers) -> str:
    """Say nothing."""
    return ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the one form.

    ``core`` are the questions of which any answer says that this section was worked on; then all of ``needed``
    must be answered. ``classed`` sections give each disease its result; ``describe`` puts the main figures shortly.
    """

    name: str
    title: Text
    kinds: tuple[Kind, ...]
    questions: tuple[Question, ...]
    core: tuple[str, ...]
    needed: tuple[str, ...] = ()
    classed: bool = False
    conditions: Mapping[Kind, frozenset[Condition]] = field(default_factory=dict, hash=False)
    signals: Callable[[Circumstances], tuple[Signal, ...]] = no_signals
    describe: Callable[[Answers], str] = no_words

    @property
    def chosen_result(self) -> str:
        """The name under which a result chosen by the doctor stands among the answers."""
        return f"result_{self.name.replace('-', '_')}"

    def worked_on(self, answers: Answers) -> bool:
        """Whether anything that only this section wants to know was answered, or its result was chosen."""
        return any(given(answers.get(name)) for name in (*self.core, self.chosen_result))

    def missing(self, answers: Answers, *, remote: bool = False) -> tuple[Question, ...]:
        """Return the questions that must be answered before the section can be filed.

        Over the telephone nothing can be measured: there a chosen result stands for the figures.
        """
        if not self.worked_on(answers):
            return ()
        spared = self.core if remote and given(answers.get(self.chosen_result)) else ()
        return tuple(
            question
            for question in self.questions
            if question.name in self.needed
            and question.name not in spared
            and not given(answers.get(question.name))
        )


def given(answer: Answer) -> bool:
    """Whether a question was answered; zero is an answer."""
    return answer is not None and answer != "" and answer != []


def figure(answers: Answers, name: str) -> float | None:
    """Return a figure among the answers, None where it was not taken."""
    value = answers.get(name)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
