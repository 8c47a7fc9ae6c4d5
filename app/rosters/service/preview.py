"""What an uploaded file would change, laid out line by line, and its applying: as it was reviewed, or not at all."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import Refused
from app.core.sealing import seal
from app.core.words import Text, listed
from app.rosters.models import RosterDraft, RosterLine
from app.rosters.rules.draft import DraftState, LineTab
from app.rosters.rules.headings import Headings, headings_of
from app.rosters.rules.order import ImportOrder
from app.rosters.rules.refusals import Original, originals_of
from app.rosters.rules.report import Item, Report
from app.rosters.service.applying import apply_roster
from app.rosters.service.holding import Task, held, put
from app.rosters.service.reading import read_roster
from app.sheets.sheet import Sheet

CELLS = "roster_line.cells"
CHUNK = 500
SENT_BACK = (LineTab.REFUSED, LineTab.DOUBTFUL)

SAY_WHAT_THEY_MEAN = Text(
    "有的表头认不出，还没找到名单必需的列：{needs}。请指明各列是什么。",
    "Some headings are not known, and columns the list cannot do without were not found: {needs}. Please say what they mean.",
)

Decided = Mapping[tuple[str | None, int | None, str], bool]


def open_headings(sheets: Sequence[Sheet], *, order: ImportOrder) -> Headings:
    """Return what a file's headings leave open by themselves, whatever was said by hand."""
    return headings_of(sheets, kind=order.kind, headings={})


def still_missing(sheets: Sequence[Sheet], *, order: ImportOrder) -> Text | None:
    """Return the columns that the list cannot do without and that are not found, after what was said by hand."""
    try:
        unmet = headings_of(sheets, kind=order.kind, headings=order.headings).unmet
    except Refused as refused:
        return refused.text
    return SAY_WHAT_THEY_MEAN.filled(needs=listed([need[0].text for need in unmet])) if unmet else None


def ask_of(headings: Headings) -> list[dict[str, Any]]:
    """Return the headings nobody knows, as the page that asks for them shows them."""
    return [
        {
            "sheet": one.sheet,
            "heading": one.heading,
            "samples": list(one.samples),
            "guess": one.guess.value if one.guess else "",
        }
        for one in headings.unknown
    ]


def lay_out(
    task: Task, sheets: Sequence[Sheet], *, report: Report, digest: str, confirm: Text | None
) -> None:
    """Keep a comparison for review; what was decided on lines that are still there stands."""
    draft = held(task)
    _write_lines(draft, report, originals=_originals(task, sheets), decided=_decisions(draft.id))
    draft.digest = digest
    draft.counts = {**_counts(report), "too_many_left": asdict(confirm) if confirm is not None else None}
    _keep_words(draft, task, sheets, report)
    put(draft, DraftState.READY, fault=Text(**draft.fault) if draft.fault else None)


def apply_reviewed(task: Task, sheets: Sequence[Sheet]) -> None:
    """Apply a list in the open deed as it was reviewed and decided on, and keep what came of it."""
    draft = held(task)
    report = apply_roster(read_roster(sheets, order=replace(task.order, expected=draft.digest)), by=task.doer)
    _write_lines(draft, report, originals=_originals(task, sheets), decided={})
    draft.counts = _counts(report)
    _keep_words(draft, task, sheets, report)
    draft.import_id = report.import_id
    put(draft, DraftState.APPLIED)
    draft.file_sealed = None


def _originals(task: Task, sheets: Sequence[Sheet]) -> dict[str, Original]:
    return originals_of(sheets, headings=task.order.headings)


def _counts(report: Report) -> dict[str, Any]:
    return {**report.counts, "lacks_doctor": sum(item.lacks_doctor for item in report.new)}


def _keep_words(draft: RosterDraft, task: Task, sheets: Sequence[Sheet], report: Report) -> None:
    """Keep what was noticed, the headings nobody knows, and the heads of the sheets that have rows to send back."""
    draft.warnings = [asdict(warning) for warning in report.warnings]
    held_back = (*report.refused, *report.doubtful)
    named = {item.sheet for item in held_back} | {sheet for item in held_back for sheet, _ in item.along}
    heads = {
        sheet: list(original.headings)
        for sheet, original in _originals(task, sheets).items()
        if sheet in named
    }
    asked = ask_of(open_headings(sheets, order=task.order))
    draft.headings = {**draft.headings, "asked": asked, "heads": heads}


def _decisions(draft_id: int) -> Decided:
    decided = sa.select(RosterLine.sheet, RosterLine.row, RosterLine.reason, RosterLine.accepted).where(
        RosterLine.draft_id == draft_id, RosterLine.accepted.is_not(None)
    )
    return {(row.sheet, row.row, row.reason["zh"]): bool(row.accepted) for row in db.session.execute(decided)}


def _write_lines(
    draft: RosterDraft, report: Report, *, originals: Mapping[str, Original], decided: Decided
) -> None:
    db.session.execute(sa.delete(RosterLine).where(RosterLine.draft_id == draft.id))
    rows = [
        {**_line(item, tab=tab, ordinal=ordinal), "draft_id": draft.id, "cells_sealed": cells}
        for tab, ordinal, item, cells in _placed(report, originals)
    ]
    for row in rows:
        row["accepted"] = (
            decided.get((row["sheet"], row["row"], row["reason"]["zh"])) if row["decidable"] else None
        )
    for start in range(0, len(rows), CHUNK):
        db.session.execute(sa.insert(RosterLine), rows[start : start + CHUNK])


def _placed(
    report: Report, originals: Mapping[str, Original]
) -> Iterator[tuple[LineTab, int, Item, str | None]]:
    """Yield every line with its tab and place; those that may be sent back with their own cells, sealed."""
    for tab in LineTab:
        items: list[Item] = getattr(report, tab.value)
        for ordinal, item in enumerate(items):
            rows = list(_rows_of(item, originals)) if tab in SENT_BACK else []
            sealed = seal(json.dumps(rows, ensure_ascii=False), context=CELLS) if rows else None
            yield tab, ordinal, item, sealed


def _rows_of(item: Item, originals: Mapping[str, Original]) -> Iterator[tuple[str, int, list[str]]]:
    """Yield every row of the file that a line stands for, with its cells as they stood there."""
    for sheet, row in (*((item.key,) if item.key else ()), *item.along):
        if sheet in originals and row in originals[sheet].rows:
            yield sheet, row, list(originals[sheet].rows[row])


def _line(item: Item, *, tab: LineTab, ordinal: int) -> dict[str, Any]:
    return {
        "tab": tab,
        "ordinal": ordinal,
        "person_id": item.person_id,
        "name": item.name[:80],
        "village": item.village[:80],
        "sheet": item.sheet,
        "row": item.row,
        "reason": asdict(item.reason),
        "sides": [asdict(side) for side in item.sides],
        "lacks_doctor": item.lacks_doctor,
        "decidable": item.decidable,
    }
