"""The printed national form: its boxes in their order, each told from the answers of one visit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from app.core.words import Text
from app.visits.rules.entry import Answer, Answers

JOINED = "/"
NO_GROUP = Text("", "")


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of a national form.

    ``names`` are the answers it shows, ``codes`` the number the form prints for each term (several terms of ours may
    share one number); ``told`` works the box out where it is more than the answers joined (BMI, the mean of readings).
    ``group`` is the heading the box stands under on paper (症状, 体征, 生活方式指导...).
    """

    label: Text
    names: tuple[str, ...] = ()
    codes: Mapping[str, str] = field(default_factory=dict, hash=False)
    group: Text = NO_GROUP
    told: Callable[[Answers], Text] | None = None


class Filled(NamedTuple):
    """One box with what stands in it; an empty one stays to be seen."""

    cell: Cell
    said: Text


def filled(
    paper: Iterable[Cell], answers: Answers, *, says: Mapping[str, Callable[[Answer], Text]]
) -> tuple[Filled, ...]:
    """Return every box of a form in order, those without an answer too.

    ``says`` gives for each question how its answer is put in words, unit included.
    """
    return tuple(Filled(cell, _said(cell, answers, says)) for cell in paper)


def _said(cell: Cell, answers: Answers, says: Mapping[str, Callable[[Answer], Text]]) -> Text:
    if cell.told is not None:
        return cell.told(answers)
    parts = [_coded(cell, answers[name], says[name]) for name in cell.names if _given(answers.get(name))]
    return Text(JOINED.join(part.zh for part in parts), JOINED.join(part.en for part in parts))


def _coded(cell: Cell, answer: Answer, say: Callable[[Answer], Text]) -> Text:
    """Return the numbers the form prints before the words; a figure and a free line have none."""
    values = answer if isinstance(answer, list) else [answer]
    numbers = sorted({cell.codes[str(value)] for value in values if str(value) in cell.codes}, key=_order)
    words = say(answer)
    if not numbers:
        return words
    code = ",".join(numbers)
    return Text(f"{code} {words.zh}", f"{code} {words.en}")


def _order(number: str) -> tuple[int, str]:
    return (int(number), "") if number.isdigit() else (1000, number)


def _given(answer: Answer) -> bool:
    return answer is not None and answer != "" and answer != []
