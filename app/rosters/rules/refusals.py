"""退回的行: refused rows in their own columns with the reason added, to be mended and handed in again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.rosters.rules.fields import field_of
from app.rosters.rules.layout import ByHand, Header, find_header
from app.rosters.rules.table import read_table
from app.rosters.rules.values import text_of
from app.sheets.sheet import Cell, Sheet

REASON_HEADING = "拒绝原因"
# A figure keeps fifteen digits.
TOO_LONG = 10**15


@dataclass(frozen=True, slots=True)
class Original:
    """A sheet's own headings in one row, and its data rows by their number, as texts."""

    headings: tuple[str, ...]
    rows: Mapping[int, tuple[str, ...]]


def originals_of(sheets: Sequence[Sheet], *, headings: ByHand) -> dict[str, Original]:
    """Return the data rows of each list of a file in its own columns, household cells carried down.

    So a row that stands alone afterwards still says all it said among the others.
    """
    found = {}
    for sheet in sheets:
        header = find_header(sheet, headings=headings) if sheet.rows else None
        if header is not None:
            names = tuple(_names(header, headings))
            table = read_table(_copy(sheet), header)
            rows = {line.row: tuple(map(_shown, line.cells[: len(names)])) for line in table.lines}
            found[sheet.name] = Original(names, rows)
    return found


def _shown(cell: Cell) -> str:
    """Return what a cell shows; a number too long for a figure is shown as lost, lest its false digits be taken for true."""
    lost = isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) >= TOO_LONG
    return f"{cell:.5E}" if lost else text_of(cell)


def _copy(sheet: Sheet) -> Sheet:
    return Sheet(
        name=sheet.name,
        rows=[list(row) for row in sheet.rows],
        first_row=sheet.first_row,
        hidden=sheet.hidden,
        from_1904=sheet.from_1904,
    )


def _unread(name: str, at: int) -> str:
    """Return a heading that is not taken for the one it would be without its group."""
    renamed = f"{name}·其他"
    return renamed if field_of(renamed) is None else f"其他列{at + 1}"


def _names(header: Header, headings: ByHand) -> Iterator[str]:
    """Return the headings such that one row of them is read as the head in the file was, be it in two rows."""
    meanings = {at: meaning for meaning, all_at in header.columns.items() for at in all_at}
    for at, name in enumerate(header.names):
        meaning = meanings.get(at)
        read = field_of(name) if name and name not in headings else None
        if meaning is not None and name not in headings and (read is None or read[0] is not meaning):
            yield meaning.zh
        elif meaning is None and read is not None:
            yield _unread(name, at)
        else:
            yield name
