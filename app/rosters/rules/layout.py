"""表头: where a sheet's table begins, and what each of its columns means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.rosters.rules.fields import Field, field_of, field_under, tidy_heading
from app.sheets.sheet import Cell, Sheet, is_blank

HEADER_WITHIN = 20
IDENTITY_LIKE = re.compile(
    r"^['’\s]*[\d０-９][\d０-９\s]{13,}[\dXxＸｘ×０-９\s]{0,4}\s*$|^'?\d(\.\d+)?[Ee]\+\d+$"
)
# Several columns may speak of the same thing and are read together.
TOGETHER = frozenset({Field.CATEGORY, Field.CATEGORY_DETAIL, Field.CONDITION, Field.VISIT_KIND})


@dataclass(frozen=True, slots=True)
class Header:
    """A table's head: the column of each field, the headings nobody knows, and the first row below."""

    columns: dict[Field, tuple[int, ...]]
    unknown: tuple[str, ...]
    title: str
    below: int

    @property
    def fields(self) -> frozenset[Field]:
        """The fields that have a column."""
        return frozenset(self.columns)


@dataclass(slots=True)
class _Candidate:
    columns: dict[Field, list[tuple[bool, int]]] = field(default_factory=dict)
    unknown: list[tuple[int, str]] = field(default_factory=list)

    def add(self, meaning: tuple[Field, bool] | None, *, at: int, heading: str) -> None:
        if meaning is None:
            self.unknown.append((at, heading))
        else:
            self.columns.setdefault(meaning[0], []).append((meaning[1], at))

    @property
    def score(self) -> int:
        known = len(self.columns)
        return known if known > 1 and (Field.NAME in self.columns or Field.IDENTITY in self.columns) else 0


def find_header(sheet: Sheet) -> Header | None:
    """Return the head of a sheet's table, None where the sheet holds no list of people."""
    best, at, height = _Candidate(), 0, 1
    for index in range(min(HEADER_WITHIN, len(sheet.rows))):
        for rows in (2, 1):
            candidate = _read(sheet.rows[index : index + rows])
            if candidate is not None and candidate.score > best.score:
                best, at, height = candidate, index, rows
    if not best.score:
        return None
    title = " ".join(str(cell) for row in sheet.rows[:at] for cell in row if not is_blank(cell))
    return _header(best, sheet.rows[at], title=title, below=at + height)


def holds_people(sheet: Sheet) -> bool:
    """Return whether a sheet without a known head seems to list people all the same."""
    return any(
        isinstance(cell, str) and IDENTITY_LIKE.match(cell) for row in sheet.rows[:200] for cell in row
    )


def _read(rows: Sequence[Sequence[Cell]]) -> _Candidate | None:
    if len(rows) == 1:
        return _read_row(rows[0])
    return _read_pair(rows[0], rows[1]) if len(rows) == 2 and _both_are_headings(rows[0], rows[1]) else None


def _read_row(row: Sequence[Cell]) -> _Candidate:
    candidate = _Candidate()
    for at, cell in enumerate(row):
        if heading := tidy_heading(cell):
            candidate.add(field_of(heading), at=at, heading=heading)
    return candidate


def _read_pair(above: Sequence[Cell], below: Sequence[Cell]) -> _Candidate:
    """Read two heading rows; a heading over several columns stands in the first of them."""
    candidate, group = _Candidate(), ""
    for at, (over, under) in enumerate(zip(above, below, strict=False)):
        upper, lower = tidy_heading(over), tidy_heading(under)
        group = upper or group
        if upper or lower:
            candidate.add(field_under(upper or group, lower), at=at, heading=lower or upper)
    return candidate


def _both_are_headings(upper: Sequence[Cell], lower: Sequence[Cell]) -> bool:
    """A second heading row names fields, and holds no figure, day or number of a person."""
    filled_cells = [cell for row in (upper, lower) for cell in row if not is_blank(cell)]
    if any(not isinstance(cell, str) or IDENTITY_LIKE.match(cell) for cell in filled_cells):
        return False
    known = [
        sum(field_of(tidy_heading(cell)) is not None for cell in row if not is_blank(cell))
        for row in (upper, lower)
    ]
    filled = len({str(cell) for cell in upper if not is_blank(cell)})
    return known[0] >= 1 and known[1] >= 1 and filled > 1


def _header(best: _Candidate, names: Sequence[Cell], *, title: str, below: int) -> Header:
    columns: dict[Field, tuple[int, ...]] = {}
    unknown = list(best.unknown)
    for meaning, found in best.columns.items():
        ordered = sorted(found, key=lambda one: (not one[0], one[1]))
        kept = ordered if meaning in TOGETHER else ordered[:1]
        columns[meaning] = tuple(at for _, at in kept)
        unknown += [(at, tidy_heading(names[at])) for _, at in ordered[len(kept) :]]
    return Header(columns, tuple(dict.fromkeys(name for _, name in sorted(unknown))), title, below)
