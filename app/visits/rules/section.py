"""A section of the form: what it asks, for which kinds of work, and what its answers show."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from app.core.words import Text
from app.policy.rule import Interval
from app.policy.terms import Condition, Event, Kind, Result, Sex, Sooner
from app.policy.thresholds import Figures
from app.visits.rules.entry import Answer, Answers
from app.visits.rules.followed import Followed
from app.visits.rules.paper import Cell
from app.visits.rules.questions import Question
from app.visits.rules.vocabulary import ReferralReason


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What a judgement needs besides the answers: the person, the day, the figures in force, what was found before.

    ``previous`` holds the earlier results of each kind; ``earlier`` and ``classed`` the answers and the results of the
    visits before, each visit with its day. All are newest first. ``following`` are the plans in force.
    """

    age: int
    on: date
    figures: Figures
    previous: Mapping[Kind, tuple[Result, ...]] = field(default_factory=dict)
    sex: Sex = Sex.UNKNOWN
    held: frozenset[Condition] = frozenset()
    earlier: tuple[tuple[date, Answers], ...] = ()
    classed: tuple[tuple[date, Mapping[Kind, Result]], ...] = ()
    following: tuple[Followed, ...] = ()

    def as_of(self, day: date, *, age: int) -> Circumstances:
        """Return the circumstances of another day: of the visits before, only what was found by then counts."""
        previous: dict[Kind, tuple[Result, ...]] = {}
        for on, results in self.classed:
            if on <= day:
                for kind, result in results.items():
                    previous[kind] = (*previous.get(kind, ()), result)
        return replace(self, on=day, age=age, previous=previous if self.classed else self.previous)

    @property
    def past(self) -> tuple[tuple[date, Answers], ...]:
        """The answers of the visits up to the day judged: a visit typed in late knows nothing of what came after it."""
        return tuple((day, answers) for day, answers in self.earlier if day <= self.on)


@dataclass(frozen=True, slots=True)
class Signal:
    """What one answer shows when it reaches a limit or names one of some terms.

    The page evaluates the same signals as they are typed, so that prompt and record never disagree. ``sooner`` asks for
    the next visit so long after this one, where its result would wait longer; ``clinical`` marks what misses the
    clinical standard in force, whatever the assessment makes of it.
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
    sooner: Interval | None = None
    why: Sooner = Sooner.CLINICAL
    clinical: bool = False

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


@dataclass(frozen=True, slots=True)
class Again:
    """The day by which a visit asks for the next one of its kind, where that is sooner than its result does, and why."""

    by: date
    why: Sooner


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral the findings propose: the reason as the national form codes it, and in words."""

    reason: ReferralReason
    why: Text


@dataclass(frozen=True, slots=True)
class Side:
    """One measure under both layers of rules: how the assessment of 2017 and the clinical standard of the day see it."""

    name: str
    value: Text
    assessed: Text
    clinical: Text
    assessed_fine: bool
    clinical_fine: bool


def no_signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Judge nothing."""
    return ()


def recalls_nothing(circumstances: Circumstances) -> Hashable:
    """Look at no visit before this one."""
    return None


NO_STANDARD = Text("", "")


def no_words(answers: Answers) -> str:
    """Say nothing."""
    return ""


def not_sooner(answers: Answers, circumstances: Circumstances, result: Result | None) -> Again | None:
    """Leave the next visit to the result."""
    return None


def no_referrals(
    answers: Answers, circumstances: Circumstances, result: Result | None
) -> tuple[Referral, ...]:
    """Propose no referral."""
    return ()


def no_events(answers: Answers, circumstances: Circumstances) -> tuple[Event, ...]:
    """Start nothing."""
    return ()


def no_reminders(answers: Answers, circumstances: Circumstances) -> tuple[Text, ...]:
    """Remind of nothing."""
    return ()


def no_sides(answers: Answers, circumstances: Circumstances) -> tuple[Side, ...]:
    """Compare nothing."""
    return ()


# One object each, so that a form finds its parts by identity and never by all they hold.
@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """One part of the one form, and one national form on paper.

    ``core`` are the questions of which any answer says that this section was worked on; then all of ``needed``
    must be answered. ``classed`` sections give each disease its result; ``describe`` puts the main figures shortly.
    ``place`` orders the sections; a ``folded`` one is opened on demand, being long and seldom urgent.
    ``again``, ``referrals`` and ``events`` say what follows beyond the result: a sooner visit, a referral to propose,
    something a ``once`` rule counts from. Signals may ask for a sooner visit as well; the earliest day counts.
    ``recalls`` is what of the visits before the signals look at: besides that they hang on age, day and figures alone.
    ``sides`` puts both layers of rules beside each other; ``reminders`` name what was not done for too long.
    ``paper`` lists the boxes of the printed form in their order and ``standard`` names where the form comes from.
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
    recalls: Callable[[Circumstances], Hashable] = recalls_nothing
    describe: Callable[[Answers], str] = no_words
    place: int = 500
    folded: bool = False
    again: Callable[[Answers, Circumstances, Result | None], Again | None] = not_sooner
    referrals: Callable[[Answers, Circumstances, Result | None], tuple[Referral, ...]] = no_referrals
    events: Callable[[Answers, Circumstances], tuple[Event, ...]] = no_events
    sides: Callable[[Answers, Circumstances], tuple[Side, ...]] = no_sides
    reminders: Callable[[Answers, Circumstances], tuple[Text, ...]] = no_reminders
    paper: tuple[Cell, ...] = ()
    standard: Text = NO_STANDARD

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
