"""Rows sent back: given away in the file's own columns with the reason added, to be mended and handed in again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.core.sealing import unseal
from app.rosters.models import RosterDraft, RosterLine
from app.rosters.rules.fields import Field, field_of, tidy_heading
from app.rosters.rules.refusals import REASON_HEADING
from app.rosters.service.preview import CELLS
from app.sheets.writing import LONGEST_NAME, Table, write_workbook

VILLAGE_HEADING = "村"


@dataclass(slots=True)
class _Row:
    """A row as it stood in the file, where it belongs, and every reason why it was sent back."""

    cells: list[str]
    village: str
    reasons: list[str] = field(default_factory=list)


def sheets_to_mend(draft: RosterDraft, lines: Sequence[RosterLine], *, language: str) -> bytes:
    """Return the rows that were sent back as a workbook: sheet by sheet, each row once with all its reasons."""
    heads: dict[str, list[str]] = draft.headings.get("heads", {})
    found: dict[str, dict[int, _Row]] = {}
    for line in lines:
        if line.cells_sealed is None:
            continue
        for sheet, number, cells in json.loads(unseal(line.cells_sealed, context=CELLS)):
            row = found.setdefault(sheet, {}).setdefault(number, _Row(cells, line.village))
            row.reasons.append(line.reason["en" if language == "en" else "zh"])
    names: set[str] = set()
    tables: list[Table] = []
    for sheet in [sheet for sheet in heads if sheet in found]:
        headings = _headings(heads[sheet], with_village=draft.list_kind.is_snapshot)
        tables.append(
            (
                _free_name(sheet, names),
                headings,
                [_cells(row, headings) for _, row in sorted(found[sheet].items())],
            )
        )
    return write_workbook(tables)


def _headings(head: Sequence[str], *, with_village: bool) -> list[str]:
    """A village told by a title above the list needs a column of its own; a sheet sent back before has them all."""
    headings = list(head)
    meanings = [meaning[0] for name in head if (meaning := field_of(tidy_heading(name))) is not None]
    if with_village and Field.VILLAGE not in meanings:
        headings.append(VILLAGE_HEADING)
    if REASON_HEADING not in headings:
        headings.append(REASON_HEADING)
    return headings


def _cells(row: _Row, headings: Sequence[str]) -> list[str]:
    told = {REASON_HEADING: " ".join(dict.fromkeys(row.reasons))}
    if len(row.cells) < len(headings) and VILLAGE_HEADING in headings[len(row.cells) :]:
        told[VILLAGE_HEADING] = row.village
    cells = [*row.cells, *[""] * (len(headings) - len(row.cells))]
    return [told.get(heading, cell) for heading, cell in zip(headings, cells, strict=False)]


def _free_name(sheet: str, names: set[str]) -> str:
    """Return a name that no other sheet of the workbook has: long ones are cut."""
    name, number = sheet[:LONGEST_NAME], 1
    while name.lower() in names:
        number += 1
        name = f"{sheet[: LONGEST_NAME - 4]}-{number}"
    names.add(name.lower())
    return name
