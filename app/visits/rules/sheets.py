"""One visit on paper: the national form of each section, every box filled from the one set of answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.core.words import Text, day_text
from app.policy.rule import After, Each, Rule
from app.policy.terms import Kind, Mode, Result
from app.visits.rules.entry import Answer, Answers
from app.visits.rules.paper import Cell, Filled, filled
from app.visits.rules.questions import Question, merged
from app.visits.rules.readings import with_means
from app.visits.rules.section import Section
from app.visits.rules.vocabulary import EmergencyAction

# 随访方式 as the national forms number it; they have no number for a call with a picture.
MODE_CODES = {Mode.CLINIC: "1", Mode.HOME: "2", Mode.PHONE: "3", Mode.VIDEO: ""}
# The box of the day of the next visit, which follows from the rules and is no answer.
NEXT_VISIT = "next_visit"
VILLAGE_DIGITS, SERIAL_DIGITS = 3, 5
Says = Mapping[str, Callable[[Answer], Text]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One national form of one visit, with the day by which the next visit is due where one is owed."""

    section: Section
    boxes: tuple[Filled, ...]
    next_on: date | None = None

    @property
    def names_next_day(self) -> bool:
        """Whether the form has a box of its own for the day of the next visit."""
        return any(NEXT_VISIT in box.cell.names for box in self.boxes)


class Spoken(dict[str, Callable[[Answer], Text]]):
    """How each question's answer is put in words; an answer to a question nobody asks any more stands as it is."""

    def __missing__(self, name: str) -> Callable[[Answer], Text]:
        """Put the answer of a question that is gone in words."""
        return _as_it_stands


def words_of(sections: Iterable[Section]) -> Spoken:
    """Return how the answers of all sections are said: a term that only one of them offers is known to every form."""
    asked: dict[str, list[Question]] = {}
    wanted = tuple(sections)
    for question in (question for section in wanted for question in section.questions):
        asked.setdefault(question.name, []).append(question)
    says = Spoken({name: merged(questions).spoken for name, questions in asked.items()})
    says.update({section.chosen_result: _result_said for section in wanted})
    says["emergency_action"] = lambda answer: EmergencyAction(str(answer)).text
    says[NEXT_VISIT] = lambda answer: day_text(date.fromisoformat(str(answer)))
    return says


def sheet_of(
    section: Section,
    answers: Answers,
    *,
    results: Mapping[Kind, Result],
    says: Says,
    next_on: date | None = None,
) -> Sheet:
    """Return one form of a visit, complete: what several forms ask stands in each of them.

    The class of the visit is filed apart from the answers; on paper it stands among them, chosen or proposed.
    """
    result = next((results[kind] for kind in section.kinds if kind in results), None)
    known = dict(with_means(answers))
    if result is not None:
        known[section.chosen_result] = result.value
    if next_on is not None:
        known[NEXT_VISIT] = next_on.isoformat()
    return Sheet(section, filled(section.paper or _boxes(section), known, says=says), next_on)


def next_on(rule: Rule, *, on: date, result: Result | None, again_by: date | None = None) -> date | None:
    """Return by which day a rule asks for the next visit after one of a day; None where it is owed once."""
    if isinstance(rule.when, After):
        due_on = rule.when.following(result).after(on)
        return due_on if again_by is None else min(due_on, again_by)
    if isinstance(rule.when, Each):
        return rule.when.next_after(rule.when.answered_on(on)).due_on
    return None


def file_number(area_code: str, person_id: int) -> str:
    """Return the tail of a resident's file number as the forms have it: three digits of the village, five of the person."""
    village = area_code[-VILLAGE_DIGITS:]
    return f"{village}-{person_id % 10**SERIAL_DIGITS:0{SERIAL_DIGITS}d}"


def _boxes(section: Section) -> tuple[Cell, ...]:
    """A section without a printed form of its own prints what it asks."""
    return tuple(Cell(question.label, (question.name,)) for question in section.questions)


def _result_said(answer: Answer) -> Text:
    return Result(str(answer)).text


def _as_it_stands(answer: Answer) -> Text:
    words = "、".join(answer) if isinstance(answer, list) else str(answer)
    return Text(words, words)
