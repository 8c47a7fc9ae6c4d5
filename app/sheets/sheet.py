"""What comes out of a file: sheets of plain cells with the numbers their rows have in the file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

# A day in a workbook arrives as midnight UTC of that day: one type crosses the process border without a search.
Cell = str | float | int | bool | datetime | None


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """One sheet; blank cells are empty texts, merged cells carry their value down all their rows."""

    name: str
    # Each cell is a `Cell`; the decoder takes no union of two types that may both arrive as text.
    rows: list[list[Any]]
    first_row: int = 1
    hidden: bool = False
    from_1904: bool = False

    def row_number(self, index: int) -> int:
        """Return the number the file shows beside a row."""
        return self.first_row + index


class Rows(msgspec.Struct, frozen=True, array_like=True):
    """Some rows of one sheet on their way from the reading process."""

    sheet: int
    rows: list[list[Any]]


class Repeated:
    """Keeps one text where a column says the same again and again, as villages and categories do."""

    MOST = 2000

    def __init__(self) -> None:
        self._columns: list[dict[str, str] | None] = []

    def share(self, row: list[Any]) -> list[Any]:
        """Put the texts that a column had before in place of equal ones; a column of ever other texts is left alone."""
        columns = self._columns
        while len(columns) < len(row):
            columns.append({})
        for at, cell in enumerate(row):
            if (known := columns[at]) is not None and type(cell) is str:
                row[at] = known.setdefault(cell, cell)
                if len(known) > self.MOST:
                    columns[at] = None
        return row


class Workbook(msgspec.Struct, frozen=True, kw_only=True):
    """All sheets of a file, or the sentence (Chinese, English) why there are none."""

    sheets: list[Sheet] = []
    fault: tuple[str, str] | None = None


def is_blank(cell: Cell) -> bool:
    """Return whether a cell shows nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def width_of(rows: Sequence[Sequence[Cell]]) -> int:
    """Return how many columns are in use."""
    widest = 0
    for row in rows:
        at = len(row)
        while at > widest and is_blank(row[at - 1]):
            at -= 1
        widest = max(widest, at)
    return widest
