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
