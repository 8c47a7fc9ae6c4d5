"""Which catalogue somebody looks at and may change: a county's, an entry of it, and what the county did with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from app.careplans.rules.catalogue import Catalogue, Drug
from app.careplans.rules.entries import as_json
from app.careplans.rules.entrywords import changes_in
from app.careplans.rules.shelf import TABLES, Entry, Shelf, by_code, read_entry
from app.careplans.rules.vocabulary import Disease
from app.core.labels import Labelled
from app.core.words import Text


class Place(NamedTuple):
    """One entry of one county's catalogue."""

    county: str
    table: str
    code: str


class Standing(Labelled):
    """Where an entry comes from as it stands in a county."""

    SHIPPED = "shipped", "随系统", "As shipped"
    CHANGED = "changed", "县里改过", "Changed here"
    ADDED = "added", "县里新增", "Added here"
    DROPPED = "dropped", "已停用", "Not in use"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One change of a county: None takes the entry out of use, an empty one goes back to the shipped."""

    id: int
    code: str
    stated: Mapping[str, Any] | None
    changed_at: datetime
    by_name: str


class Past(NamedTuple):
    """One line of an entry's history: what was done, when and by whom (nobody where it came with the application)."""

    done: Text
    at: datetime | None
    by_name: str
    changes: Sequence[tuple[Text, Text, Text]]


ADDED = Text("新增", "Added")
CHANGED = Text("修改", "Changed")
DROPPED = Text("停用", "Taken out of use")
RESTORED = Text("恢复为随系统的条目", "Back to the shipped entry")
SHIPPED = Text("随系统提供", "Came with the application")


def entry_in(catalogue: Catalogue, table: str, code: str) -> Entry | None:
    """Return an entry of a catalogue by its table and code."""
    entries: Sequence[Entry] = getattr(catalogue, TABLES[table][0])
    return next((entry for entry in entries if entry.code == code), None)


def standings(shipped: Catalogue, table: str, rows: Iterable[ChangeRow]) -> dict[str, Standing]:
    """Return how the entries a county changed stand now; one that is not named stands as shipped."""
    own = by_code(getattr(shipped, TABLES[table][0]))
    found = {}
    for row in rows:
        if row.stated is None:
            found[row.code] = Standing.DROPPED
        elif row.stated:
            found[row.code] = Standing.CHANGED if row.code in own else Standing.ADDED
        else:
            found.pop(row.code, None)
    return found


def last_words(shipped: Catalogue, table: str, rows: Iterable[ChangeRow]) -> dict[str, Entry]:
    """Return the entries as they stood before they were taken out of use, for those that are not on the shelf."""
    entries = dict(by_code(getattr(shipped, TABLES[table][0])))
    dropped: dict[str, Entry] = {}
    for row in rows:
        if row.stated:
            entries[row.code] = read_entry(table, row.stated)
        if row.stated is None and row.code in entries:
            dropped[row.code] = entries[row.code]
        else:
            dropped.pop(row.code, None)
    return dropped


def history_of(table: str, own: Entry | None, rows: Sequence[ChangeRow], shelf: Shelf) -> list[Past]:
    """Return what became of an entry, the newest first: each change with what differs from what stood before."""
    lines = [Past(SHIPPED, None, "", ())] if own else []
    before = own
    for row in rows:
        after = own if row.stated == {} else read_entry(table, row.stated) if row.stated else before
        changes = changes_in(before, after, shelf) if before and after else []
        lines.append(Past(_done(row, before), row.changed_at, row.by_name, changes))
        before = after
    return lines[::-1]


def matching(shelf: Shelf, *, words: str, disease: Disease | None, klass: str) -> list[Drug]:
    """Return the medicines of a disease and a class whose name, or another name, holds the words."""
    wanted = words.strip().casefold()
    return [
        drug
        for drug in shelf.drugs
        if (disease is None or disease in drug.diseases)
        and (not klass or klass in drug.classes)
        and any(wanted in name.casefold() for name in (drug.zh, drug.en, *drug.aliases))
    ]


def new_code(name: str, table: str, taken: Iterable[str]) -> str:
    """Return a code for a new entry: its English name in small letters, else the table's name, with a number if taken."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in name.lower())
    stem = "-".join(letters.split())[:40].strip("-") or table
    known = set(taken)
    code, number = stem, 2
    while code in known:
        code, number = f"{stem}-{number}", number + 1
    return code


def is_same(before: Entry | None, after: Entry) -> bool:
    """Return whether a change would change nothing."""
    return before is not None and as_json(before) == as_json(after)


def _done(row: ChangeRow, before: Entry | None) -> Text:
    if row.stated is None:
        return DROPPED
    if not row.stated:
        return RESTORED
    return CHANGED if before else ADDED
