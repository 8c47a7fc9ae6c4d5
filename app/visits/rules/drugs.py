"""The three medicines of the forms: each goes on as last time, is stopped, or is changed, by one touch."""

from __future__ import annotations

from app.core.labels import Labelled
from app.core.words import Text
from app.visits.rules.entry import Answer, Answers
from app.visits.rules.questions import Question, one_of
from app.visits.rules.section import given

ROWS = (1, 2, 3)


class DrugChange(Labelled):
    """与上次相比: what becomes of a medicine."""

    SAME = "same", "照旧", "As before"
    STOPPED = "stopped", "停用", "Stopped"
    CHANGED = "changed", "改", "Change"


def parts_of(row: int) -> tuple[str, str, str]:
    """Return the names of a medicine's answers: what it is, how often, how much."""
    return f"drug{row}_name", f"drug{row}_times", f"drug{row}_dose"


def change_of(row: int) -> str:
    """Return the name under which the form asks what becomes of a medicine."""
    return f"drug{row}_as"


def ask_change(row: int) -> Question:
    """Ask what becomes of a medicine that was taken last time."""
    return one_of(change_of(row), Text("药物{n}", "Medicine {n}").filled(n=row), DrugChange)


def after_change(row: int, change: str | None, *, last: Answers) -> dict[str, Answer] | None:
    """Return what a medicine's answers become; None leaves them as typed."""
    if change == DrugChange.SAME.value:
        return {name: last.get(name) for name in parts_of(row)}
    if change == DrugChange.STOPPED.value:
        return dict.fromkeys(parts_of(row))
    return None


def drug_words(row: int, answers: Answers) -> Text | None:
    """Return a medicine as one reads it out, None where there is none."""
    name, times, dose = (answers.get(part) for part in parts_of(row))
    if not given(name):
        return None
    often = Text("每日 {n} 次", "{n} a day").filled(n=f"{times:g}" if isinstance(times, int | float) else "")
    much = Text("，每次 {dose}", ", {dose} each time").filled(dose=dose)
    said = Text(f"{name}", f"{name}")
    said = said.joined(often, zh=" ") if given(times) else said
    return said.joined(much, en="") if given(dose) else said
