"""Tables given away: everything typed by people is written as text, so nothing in it can run as a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from app.sheets.sheet import Cell

LONGEST_NAME = 31
_UNFIT = str.maketrans(dict.fromkeys("[]:*?/\\", "·"))
_RUNNING = ("=", "+", "-", "@", "\t", "\r")

Table = tuple[str, Sequence[str], Iterable[Sequence["Cell | date"]]]


def write_workbook(tables: Iterable[Table]) -> bytes:
    """Return an .xlsx of (sheet name, headings, rows); the headings stay in sight."""
    from xlsxwriter import Workbook as Writer  # noqa: PLC0415 - 2 MB that a worker needs once it gives a table away

    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Writer(out, options) as book:
        bold = book.add_format({"bold": True})
        for name, headings, rows in tables:
            sheet = book.add_worksheet(name.translate(_UNFIT)[:LONGEST_NAME] or None)
            sheet.freeze_panes(1, 0)
            for column, heading in enumerate(headings):
                sheet.write_string(0, column, heading, bold)
            for number, row in enumerate(rows, start=1):
                for column, cell in enumerate(row):
                    _write(sheet, number, column, cell)
    return out.getvalue()


def neutralised(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula, for files that know no types."""
    return f"'{text}" if text.startswith(_RUNNING) else text


def _write(sheet: Any, row: int, column: int, cell: Cell | date) -> None:
    if cell is None or cell == "":
        return
    if isinstance(cell, bool):
        cell = "是" if cell else "否"
    elif isinstance(cell, int | float):
        sheet.write_number(row, column, cell)
        return
    elif isinstance(cell, datetime):
        cell = cell.strftime("%Y-%m-%d %H:%M")
    elif isinstance(cell, date):
        cell = cell.isoformat()
    sheet.write_string(row, column, str(cell))
