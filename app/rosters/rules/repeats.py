"""重复行: rows that say to the letter what the last list said, known without reading them."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from operator import itemgetter

from app.rosters.rules.kinds import USED, ListKind
from app.rosters.rules.register import Member
from app.rosters.rules.table import Line, Table
from app.sheets.sheet import Cell

# Raised when rows come to be read otherwise, so that every row is read anew once.
MANNER = 1
LETTERS_BYTES, BOUND_BYTES = 8, 4
LETTERS = 2 * LETTERS_BYTES
_BETWEEN = "\x1f"


def letters_of(table: Table, *, kind: ListKind, around: str, key: bytes) -> Callable[[Line], str]:
    """Return what tells a row of a table by its letters: a keyed mark of the cells this list reads.

    ``around`` is whatever else decides how the row is read: the villages as they stand, the sheet's own village.
    """
    used = sorted(
        (meaning.value, at)
        for meaning, columns in table.header.columns.items()
        for at in columns
        if meaning in USED[kind]
    )
    told = repr((MANNER, kind.value, [meaning for meaning, _ in used], table.from_1904, around))
    begun = blake2b(told.encode(), key=key, digest_size=LETTERS_BYTES)
    # Twice the first column, so that there are always several to take.
    cells_of = itemgetter(used[0][1], *(at for _, at in used))

    def letters(line: Line) -> str:
        said = begun.copy()
        said.update(_BETWEEN.join(map(_shown, cells_of(line.cells))).encode("utf-8", "surrogatepass"))
        return said.hexdigest()

    return letters


def bound(letters: str, member: Member, *, key: bytes) -> str:
    """Return a row's mark together with one of what the list said by it, so that neither is trusted without the other."""
    said = _BETWEEN.join((member.name, member.area_code, member.marks, member.terms))
    return letters + blake2b(said.encode(), key=key, digest_size=BOUND_BYTES).hexdigest()


def _shown(cell: Cell) -> str:
    return cell if type(cell) is str else f"\0{cell!r}"
