"""The three medicines of the forms: each goes on as last time, is stopped, or is changed, by one touch."""

from __future__ import annotations

from collections.abc import Iterable

from app.careplans.rules.wording import dose_told
from app.core.labels import Labelled
from app.core.words import Text
from app.visits.rules.entry import Answer, Answers
from app.visits.rules.followed import Taking
from app.visits.rules.questions import Question, one_of
from app.visits.rules.section import given

ROWS = (1, 2, 3)
FURTHER = "drugs"


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


EVERY_PART = frozenset(part for row in ROWS for part in parts_of(row))


def with_prescribed(prescribed: Iterable[Taking], last: Answers) -> dict[str, Answer]:
    """Return the answers of last time with the medicines of the plans in force in the first rows.

    What was taken besides stays below them; what finds no row is told on the line for further medicines.
    """
    planned = list(prescribed)
    known = {_plainly(one.name) for one in planned}
    others = [one for row in ROWS if (one := _taking(row, last)) and _plainly(one.name) not in known]
    lines = [*planned, *others]
    told = {name: answer for name, answer in last.items() if name not in EVERY_PART}
    for row, one in zip(ROWS, lines, strict=False):
        told |= dict(zip(parts_of(row), one, strict=True))
    written = str(last.get(FURTHER) or "").splitlines()
    further = [line for one in lines[len(ROWS) :] if (line := _in_words(one)) not in written]
    return told | {FURTHER: "\n".join([*further, *written])} if further else told


def as_planned(prescribed: Iterable[Taking]) -> dict[str, Answer]:
    """Return what the form says of the rows from the start where a plan in force names the medicine: it goes on."""
    return {change_of(row): DrugChange.SAME.value for row, _one in zip(ROWS, prescribed, strict=False)}


def after_change(row: int, change: str | None, *, last: Answers) -> dict[str, Answer] | None:
    """Return what a medicine's answers become; None leaves them as typed."""
    if change == DrugChange.SAME.value:
        return {name: last.get(name) for name in parts_of(row)}
    if change == DrugChange.STOPPED.value:
        return dict.fromkeys(parts_of(row))
    return None


def _taking(row: int, answers: Answers) -> Taking | None:
    name, times, dose = (answers.get(part) for part in parts_of(row))
    often = int(times) if isinstance(times, int | float) else None
    return Taking(str(name), often, str(dose or "")) if given(name) else None


def _in_words(one: Taking) -> str:
    said = drug_words(ROWS[0], dict(zip(parts_of(ROWS[0]), one, strict=True)))
    return said.zh if said else ""


def _plainly(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.split() else ""


def drug_words(row: int, answers: Answers) -> Text | None:
    """Return a medicine as one reads it out, None where there is none."""
    name, times, dose = (answers.get(part) for part in parts_of(row))
    if not given(name):
        return None
    often = Text("每日 {n} 次", "{n} a day").filled(n=f"{times:g}" if isinstance(times, int | float) else "")
    much = Text("，每次 {dose}", ", {dose} each time").filled(dose=dose_told(str(dose or "")))
    said = Text(f"{name}", f"{name}")
    said = said.joined(often, zh=" ") if given(times) else said
    return said.joined(much, en="") if given(dose) else said
