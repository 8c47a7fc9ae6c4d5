"""表头: where a sheet's table begins, and what each of its columns means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.core.errors import Refused
from app.core.words import Text
from app.rosters.rules.fields import Field, field_of, field_under, tidy_heading
from app.sheets.sheet import Cell, Sheet, is_blank

HEADER_WITHIN = 20
IDENTITY_LIKE = re.compile(
    r"^['’\s]*[\d０-９][\d０-９\s]{13,}[\dXxＸｘ×０-９\s]{0,4}\s*$|^'?\d(\.\d+)?[Ee]\+\d+$"
)
# What somebody said by hand that a heading means; None: nothing the list needs.
ByHand = Mapping[str, Field | None]
Meaning = tuple[Field, bool] | None
# Several columns may speak of the same thing and are read together.
TOGETHER = frozenset({Field.CATEGORY, Field.CATEGORY_DETAIL, Field.CONDITION, Field.VISIT_KIND})


@dataclass(frozen=True, slots=True)
class Header:
    """A table's head: the column of each field, the headings nobody knows, and the first row below."""

    columns: dict[Field, tuple[int, ...]]
    unknown: tuple[str, ...]
    title: str
    below: int
    names: tuple[str, ...] = ()

    @property
    def fields(self) -> frozenset[Field]:
        """The fields that have a column."""
        return frozenset(self.columns)


@dataclass(slots=True)
class _Candidate:
    columns: dict[Field, list[tuple[bool, int]]] = field(default_factory=dict)
    unknown: list[tuple[int, str]] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    said: set[int] = field(default_factory=set)

    def add(self, meaning: Meaning, *, at: int, heading: str, by_hand: bool) -> None:
        self.names[at] = heading
        if by_hand:
            self.said.add(at)
        if meaning is None:
            self.unknown.append((at, heading))
        else:
            self.columns.setdefault(meaning[0], []).append((meaning[1], at))

    @property
    def score(self) -> int:
        known = len(self.columns)
        return known if known > 1 and (Field.NAME in self.columns or Field.IDENTITY in self.columns) else 0


def find_header(sheet: Sheet, *, headings: ByHand | None = None) -> Header | None:
    """Return the head of a sheet's table, None where the sheet holds no list of people.

    What was said by hand of a heading goes before what is known of it; two columns for one field are refused then.
    """
    best, at, height = _Candidate(), 0, 1
    for index in range(min(HEADER_WITHIN, len(sheet.rows))):
        for rows in (2, 1):
            candidate = _read(sheet.rows[index : index + rows], headings or {})
            if candidate is not None and candidate.score > best.score:
                best, at, height = candidate, index, rows
    if not best.score:
        return None
    _refuse_two_for_one(sheet, best)
    title = " ".join(str(cell) for row in sheet.rows[:at] for cell in row if not is_blank(cell))
    return _header(best, title=title, below=at + height)


def holds_people(sheet: Sheet) -> bool:
    """Return whether a sheet without a known head seems to list people all the same."""
    return _first_of_people(sheet) is not None


def guess_head(sheet: Sheet) -> int | None:
    """Return the row that seems to head a table of people of which no heading is known: the last above the first person."""
    first = _first_of_people(sheet)
    for at in reversed(range(first or 0)):
        if sum(bool(tidy_heading(cell)) for cell in sheet.rows[at]) > 1:
            return at
    return None


def _first_of_people(sheet: Sheet) -> int | None:
    for at, row in enumerate(sheet.rows[:200]):
        if any(isinstance(cell, str) and IDENTITY_LIKE.match(cell) for cell in row):
            return at
    return None


def _read(rows: Sequence[Sequence[Cell]], by_hand: ByHand) -> _Candidate | None:
    if len(rows) == 1:
        return _read_row(rows[0], by_hand)
    if len(rows) == 2 and _both_are_headings(rows[0], rows[1]):
        return _read_pair(rows[0], rows[1], by_hand)
    return None


def _read_row(row: Sequence[Cell], by_hand: ByHand) -> _Candidate:
    candidate = _Candidate()
    for at, cell in enumerate(row):
        if heading := tidy_heading(cell):
            meaning = _said(by_hand[heading]) if heading in by_hand else field_of(heading)
            candidate.add(meaning, at=at, heading=heading, by_hand=heading in by_hand)
    return candidate


def _said(meaning: Field | None) -> Meaning:
    return None if meaning is None else (meaning, True)


def _read_pair(above: Sequence[Cell], below: Sequence[Cell], by_hand: ByHand) -> _Candidate:
    """Read two heading rows; a heading over several columns stands in the first of them."""
    candidate, group = _Candidate(), ""
    for at, (over, under) in enumerate(zip(above, below, strict=False)):
        upper, lower = tidy_heading(over), tidy_heading(under)
        group = upper or group
        if not (heading := lower or upper):
            continue
        said = next((name for name in (group + lower, heading) if name in by_hand), None)
        meaning = field_under(upper or group, lower) if said is None else _said(by_hand[said])
        candidate.add(meaning, at=at, heading=heading, by_hand=said is not None)
    return candidate


def _refuse_two_for_one(sheet: Sheet, best: _Candidate) -> None:
    """Refuse what was said by hand where it gives a field two columns: which of them would speak is nobody's guess."""
    for meaning, found in best.columns.items():
        columns = sorted(at for _, at in found)
        if len(columns) > 1 and meaning not in TOGETHER and best.said.intersection(columns):
            raise Refused(
                Text(
                    "工作表“{sheet}”有两列都对应“{field}”：{columns}。请只保留一列，另一列改为“不使用”。什么都没有导入。",
                    "Sheet “{sheet}”: two columns are said to be “{field}”: {columns}. Keep one of them and set the other to "
                    "“not used”. Nothing was imported.",
                ).filled(sheet=sheet.name, field=meaning, columns=_named(best, columns))
            )


def _named(best: _Candidate, columns: Sequence[int]) -> Text:
    return Text(
        "、".join(f"第 {at + 1} 列“{best.names[at]}”" for at in columns),
        ", ".join(f"column {at + 1} “{best.names[at]}”" for at in columns),
    )


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


def _header(best: _Candidate, *, title: str, below: int) -> Header:
    columns: dict[Field, tuple[int, ...]] = {}
    unknown = list(best.unknown)
    for meaning, found in best.columns.items():
        ordered = sorted(found, key=lambda one: (not one[0], one[1]))
        kept = ordered if meaning in TOGETHER else ordered[:1]
        columns[meaning] = tuple(at for _, at in kept)
        unknown += [(at, best.names[at]) for _, at in ordered[len(kept) :]]
    names = tuple(best.names.get(at, "") for at in range(max(best.names, default=-1) + 1))
    return Header(columns, tuple(dict.fromkeys(name for _, name in sorted(unknown))), title, below, names)
