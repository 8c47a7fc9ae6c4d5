"""Workbooks (.xlsx, .xlsb, .xls, .et, .ods) through calamine, merged cells carried down."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from app.sheets.archive import Archive, Place
from app.sheets.fault import (
    DAMAGED,
    FAR_CELL,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    PASSWORD,
    SheetFault,
    too_many_rows,
)
from app.sheets.sheet import Cell, Repeated, Sheet

MOST_CELLS = MOST_ROWS * MOST_COLUMNS
PLAIN = frozenset((str, float, int, bool))


def read_workbook(content: bytes, archive: Archive | None) -> list[Sheet]:
    """Return every sheet that holds cells, hidden ones too, in the order of the file."""
    told = archive or Archive()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        if len(book.sheet_names) > MOST_SHEETS:
            raise SheetFault(FAR_CELL)
        hidden = {s.name for s in book.sheets_metadata if s.visible is not SheetVisibleEnum.Visible}
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
        return [_sheet(name, sheet, hidden=name in hidden, told=told) for name, sheet in sheets]
    except PasswordError as error:
        raise SheetFault(PASSWORD) from error
    except (CalamineError, OSError, ValueError, IndexError) as error:
        raise SheetFault(DAMAGED) from error


def _sheet(name: str, sheet: CalamineSheet, *, hidden: bool, told: Archive) -> Sheet:
    if sheet.start is None:
        return Sheet(name=name, rows=[], hidden=hidden)
    if sheet.height > MOST_ROWS:
        raise too_many_rows(name)
    if sheet.height * sheet.width > MOST_CELLS:
        raise SheetFault(FAR_CELL)
    share = Repeated().share
    # Row by row, so that the cells do not stand in memory twice; the reader counts blank rows above as rows.
    rows = [
        share([value if type(value) in PLAIN else _cell(value) for value in row])
        for row in islice(sheet.iter_rows(), sheet.start[0], None)
    ]
    _fill_merged(rows, sheet)
    _show_formulas(rows, told.formulas.get(name, {}), start=sheet.start)
    return Sheet(name=name, rows=rows, first_row=sheet.start[0] + 1, hidden=hidden, from_1904=told.from_1904)


def _cell(value: Any) -> Cell:
    kind = type(value)
    if kind is datetime:
        return value.replace(tzinfo=UTC)  # type: ignore[no-any-return]  # the reader is untyped
    if kind is date:
        return datetime.combine(value, time(), UTC)
    if kind is time or kind is timedelta:
        return str(value)
    return ""


def _fill_merged(rows: list[list[Cell]], sheet: CalamineSheet) -> None:
    """Carry the value of merged cells down their first column; sideways a value belongs to its first column alone."""
    top, left = sheet.start or (0, 0)
    for (first, column), (last, _) in sheet.merged_cell_ranges or ():
        at = column - left
        if first == last or first < top or at < 0 or first - top >= len(rows) or at >= len(rows[0]):
            continue
        value = rows[first - top][at]
        for index in range(first - top + 1, min(last - top + 1, len(rows))):
            rows[index][at] = value


def _show_formulas(rows: list[list[Cell]], formulas: dict[Place, str], *, start: Place) -> None:
    """Show a formula that was never worked out as its text, so that its row can be refused for it."""
    for (row, column), text in formulas.items():
        index, at = row - start[0], column - start[1]
        if not (0 <= index < len(rows) and 0 <= at < MOST_COLUMNS):
            continue
        cells = rows[index]
        cells.extend([""] * (at + 1 - len(cells)))
        cells[at] = cells[at] or text
