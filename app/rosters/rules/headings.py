"""认表头: which headings of a file nobody knows, so that somebody can say what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.core.identity import mask_identity
from app.policy.terms import Condition
from app.rosters.rules.categories import read_categories
from app.rosters.rules.dates import BadDate, read_day
from app.rosters.rules.diseases import read_diseases
from app.rosters.rules.fields import Field, field_of, tidy_heading
from app.rosters.rules.intake import adapted
from app.rosters.rules.kinds import NEEDS, ListKind
from app.rosters.rules.layout import IDENTITY_LIKE, ByHand, find_header, guess_head
from app.rosters.rules.values import read_mode, read_phone, read_sex, text_of
from app.sheets.sheet import Cell, Sheet, is_blank

SAMPLES = 3
LOOKED_AT = 30
LONGEST_SAMPLE = 16
_LONG_NUMBER = re.compile(r"\d{7,}")
_NAME = re.compile(r"^[\u3400-\u9fff·]{2,4}$")


@dataclass(frozen=True, slots=True)
class UnknownHeading:
    """A heading nobody knows, with some of what stands below it (masked) and what that looks like."""

    sheet: str
    heading: str
    samples: tuple[str, ...]
    guess: Field | None


@dataclass(frozen=True, slots=True)
class Headings:
    """The headings of a file: the unknown ones, the known ones, and the needs of the list that no column meets."""

    unknown: tuple[UnknownHeading, ...] = ()
    known: tuple[tuple[str, Field], ...] = ()
    unmet: tuple[tuple[Field, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Head:
    """A sheet's head, guessed where no heading of it is known."""

    sheet: Sheet
    names: tuple[str, ...]
    columns: dict[Field, tuple[int, ...]]
    below: int


def headings_of(sheets: Sequence[Sheet], *, kind: ListKind, headings: ByHand) -> Headings:
    """Return what a file's headings leave open, after what was said by hand.

    A heading said by hand to mean nothing is open no longer.
    """
    heads = [head for sheet in sheets if (head := _head_of(sheet, kind, headings)) is not None]
    unknown = [one for head in heads for one in _unknown(head, headings)]
    known = {
        head.names[at]: meaning for head in heads for meaning, all_at in head.columns.items() for at in all_at
    }
    needs = NEEDS.get(kind, ())
    unmet = [need for need in needs if any(not set(need) & head.columns.keys() for head in heads)]
    return Headings(tuple(unknown), tuple(known.items()), tuple(unmet if heads else needs))


def _head_of(sheet: Sheet, kind: ListKind, headings: ByHand) -> _Head | None:
    header = find_header(sheet, headings=headings)
    if header is not None:
        header = adapted(header, kind)
        return _Head(sheet, header.names, header.columns, header.below)
    at = guess_head(sheet)
    if at is None:
        return None
    names = tuple(tidy_heading(cell) for cell in sheet.rows[at])
    columns: dict[Field, tuple[int, ...]] = {}
    for column, name in enumerate(names):
        if (meaning := field_of(name)) is not None:
            columns.setdefault(meaning[0], (column,))
    return _Head(sheet, names, columns, at + 1)


def _unknown(head: _Head, headings: ByHand) -> Iterator[UnknownHeading]:
    taken = {at for all_at in head.columns.values() for at in all_at}
    for at, name in enumerate(head.names):
        if not name or at in taken or name in headings:
            continue
        cells = [row[at] for row in head.sheet.rows[head.below :][:LOOKED_AT] if at < len(row)]
        cells = [cell for cell in cells if not is_blank(cell)]
        guess = _guess(cells)
        samples = tuple(dict.fromkeys(_masked(text_of(cell)) for cell in cells))[:SAMPLES]
        yield UnknownHeading(head.sheet.name, name, samples, None if guess in head.columns else guess)


def _masked(text: str) -> str:
    if IDENTITY_LIKE.match(text):
        return mask_identity(text)
    hidden = _LONG_NUMBER.sub(lambda found: f"{found.group()[:3]}****{found.group()[-2:]}", text)
    return hidden if len(hidden) <= LONGEST_SAMPLE else f"{hidden[:LONGEST_SAMPLE]}…"


def _guess(cells: Sequence[Cell]) -> Field | None:
    """Return what most of a column's cells look like."""
    for meaning, looks in _LOOKS:
        if cells and sum(map(looks, cells)) * 5 >= len(cells) * 4:
            return meaning
    return None


def _is_identity(cell: Cell) -> bool:
    return isinstance(cell, str) and IDENTITY_LIKE.match(cell) is not None


def _is_day(cell: Cell) -> bool:
    try:
        return read_day(cell) is not None
    except BadDate:
        return False


def _is_disease(cell: Cell) -> bool:
    found = read_diseases(text_of(cell))
    return bool(found) and all(one.condition is not Condition.OTHER_CHRONIC for one in found)


_LOOKS = (
    (Field.IDENTITY, _is_identity),
    (Field.STARTED_ON, lambda cell: any(mark in text_of(cell) for mark in "-./年") and _is_day(cell)),
    (Field.PHONE, lambda cell: bool(read_phone(text_of(cell)))),
    (Field.SEX, lambda cell: text_of(cell) in ("男", "女") and read_sex(cell) is not None),
    (Field.CATEGORY, lambda cell: bool(read_categories(text_of(cell)))),
    (Field.CONDITION, _is_disease),
    (Field.MODE, lambda cell: not text_of(cell).isdigit() and read_mode(text_of(cell)) is not None),
    (Field.VILLAGE, lambda cell: text_of(cell).endswith(("村", "社区", "居委会"))),
    (Field.NAME, lambda cell: _NAME.match(text_of(cell)) is not None),
    (Field.STARTED_ON, _is_day),
)
