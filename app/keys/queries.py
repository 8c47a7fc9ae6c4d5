"""Where sealed values lie, and under which keys: the columns say so themselves, wherever their table belongs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.core.db import Model, db
from app.core.sealing import keys
from app.keys.rules import key_named, sealed_in

BATCH = 500
# Photos and uploaded files: a portion of them is held in memory at once.
FILES = 20
UNKNOWN = "?"


@dataclass(frozen=True, slots=True)
class SealedColumn:
    """A column that holds sealed values: one in each row, or in a journal those of some names, each with its context."""

    column: sa.Column[Any]
    contexts: Mapping[str, str]
    is_journal: bool

    @property
    def table(self) -> sa.Table:
        """The table it stands in."""
        table = self.column.table
        assert isinstance(table, sa.Table)
        return table

    @property
    def key(self) -> sa.Column[Any]:
        """The number its rows go by."""
        (key,) = self.table.primary_key.columns
        return key

    @property
    def portion(self) -> int:
        """How many rows are resealed at once."""
        return FILES if isinstance(self.column.type, sa.LargeBinary) else BATCH

    @property
    def title(self) -> str:
        """How it is called at the prompt."""
        return f"{self.table.name}.{self.column.name}"

    def beyond(self, last: Any) -> list[sa.ColumnElement[bool]]:
        """Return the condition that a row comes after the last one looked at; before the first there is none."""
        return [] if last is None else [self.key > last]

    def is_under(self, key_id: str) -> sa.ColumnElement[bool]:
        """Return the condition that a row's value was sealed under a key."""
        start: Any = f"{key_id}."
        kind: Any = sa.Text()
        if isinstance(self.column.type, sa.LargeBinary):
            start, kind = start.encode(), sa.LargeBinary()
        begins = sa.func.substr(self.column, 1, len(start), type_=kind)
        return begins == sa.literal(start, kind)


def list_sealed_columns() -> list[SealedColumn]:
    """Return every column of every table that says it holds sealed values."""
    found = []
    for table in Model.metadata.sorted_tables:
        for column in table.columns:
            if (context := column.info.get("sealed")) is not None:
                found.append(SealedColumn(column, {column.name: context}, is_journal=False))
            if (contexts := column.info.get("sealed_within")) is not None:
                found.append(SealedColumn(column, contexts, is_journal=True))
    return found


def count_sealed(*also: str) -> dict[str, Counter[str]]:
    """Return how many values each key seals, by column; ``?`` stands for keys neither in the ring nor asked for."""
    known = [*keys().current().sealing, *also]
    return {
        place.title: _count_journal(place, known) if place.is_journal else _count_column(place, known)
        for place in list_sealed_columns()
    }


def journals_of(place: SealedColumn, *, after: Any, limit: int) -> sa.Select[Any]:
    """Build the query for journals that keep something sealed, by number: ``number`` and ``kept``."""
    named = sa.or_(*(sa.cast(place.column, sa.Text).like(f'%"{name}"%') for name in place.contexts))
    chosen = sa.select(place.key.label("number"), place.column.label("kept"))
    return chosen.where(*place.beyond(after), named).order_by(place.key).limit(limit)


def values_of(place: SealedColumn, *, after: Any, limit: int) -> sa.Select[Any]:
    """Build the query for values that are not under the newest key, by number: ``number`` and ``kept``."""
    chosen = sa.select(place.key.label("number"), place.column.label("kept"))
    is_old = sa.not_(place.is_under(keys().current().newest))
    wanted = chosen.where(*place.beyond(after), place.column.is_not(None), is_old)
    return wanted.order_by(place.key).limit(limit)


def _count_column(place: SealedColumn, known: list[str]) -> Counter[str]:
    sums = [
        sa.func.coalesce(sa.func.sum(sa.case((place.is_under(key_id), 1), else_=0)), 0) for key_id in known
    ]
    row = db.session.execute(sa.select(sa.func.count(place.column), *sums)).one()
    found = Counter({key_id: int(n) for key_id, n in zip(known, row[1:], strict=True) if n})
    if unknown := int(row[0]) - found.total():
        found[UNKNOWN] = unknown
    return found


def _count_journal(place: SealedColumn, known: list[str]) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in _journals(place):
        for _, value in sealed_in(row.kept, place.contexts):
            named = key_named(value)
            found[named if named in known else UNKNOWN] += 1
    return found


def _journals(place: SealedColumn) -> Iterator[sa.Row[Any]]:
    after = None
    while rows := db.session.execute(journals_of(place, after=after, limit=BATCH)).all():
        yield from rows
        after = rows[-1].number
