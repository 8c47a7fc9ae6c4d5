"""The journal of an import: what it opened and changed, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from hashlib import blake2b
from itertools import zip_longest
from typing import Any

import sqlalchemy as sa

from app.core.db import Model, db
from app.people.models import Contract, Person, PersonCategory, PersonCondition
from app.people.service import plain
from app.rosters.models import RosterJournal, RosterMember
from app.rosters.rules.kinds import ListKind

CHUNK = 500
ENTRIES = 1000
KEY, MARK = "key", "mark"
# A page counts its versions for itself, a list how its row was spelled; all else tells whether somebody wrote to a row since.
SPELLED = "row_mark"
UNCOUNTED = frozenset({"version", SPELLED})
WRITTEN: Mapping[ListKind, tuple[type[Model], ...]] = {
    ListKind.LOW_INCOME: (Person, PersonCategory, RosterMember),
    ListKind.CHRONIC: (Person, PersonCondition, RosterMember),
    ListKind.CONTRACTS: (Person, Contract, RosterMember),
}
Row = dict[str, Any]
Snapshot = dict[str, dict[int, Row]]


class Journal:
    """Looks at the records an import concerns before and after it writes, and keeps what differs."""

    def __init__(self, import_id: int, kind: ListKind, concerned: Collection[int]) -> None:
        self._import_id = import_id
        self._kind = kind
        self._before = snapshot(kind, concerned)

    def close(self, concerned: Collection[int]) -> None:
        """Keep what differs now: opened rows by a mark of all they say, changed ones by the columns that changed."""
        db.session.flush()
        for model in WRITTEN[self._kind]:
            self._close(table_of(model), concerned)

    def _close(self, table: sa.Table, concerned: Collection[int]) -> None:
        before, key = self._before[table.name], key_of(table)
        opened: dict[int, str] = {}
        changed: list[tuple[Row, Row]] = []
        for row in _rows(table, self._kind, concerned):
            if row[key] not in before:
                opened[row[key]] = mark_of(row)
            elif len((pair := _difference(row[key], before[row[key]], row))[1]) > 1:
                changed.append(pair)
        _keep(self._import_id, table.name, opened, changed)


def keep_opened(import_id: int, name: str, ids: Collection[int]) -> None:
    """Keep which rows an import opened in a table whose rows never change, such as visits."""
    _keep(import_id, name, dict.fromkeys(ids, ""), [])


def snapshot(kind: ListKind, person_ids: Collection[int]) -> Snapshot:
    """Return every row of some people in the tables that a list writes, by its key."""
    tables = [table_of(model) for model in WRITTEN[kind]]
    return {
        table.name: {row[key_of(table)]: row for row in _rows(table, kind, person_ids)} for table in tables
    }


def _rows(table: sa.Table, kind: ListKind, person_ids: Collection[int]) -> Iterator[Row]:
    owner = table.c.id if table is Person.__table__ else table.c.person_id
    is_member = table is RosterMember.__table__
    wanted = sa.select(table).where(table.c.list_kind == kind) if is_member else sa.select(table)
    names = table.c.keys()
    for some in chunks(person_ids):
        for row in db.session.execute(wanted.where(owner.in_(some))):
            yield dict(zip(names, row, strict=True))


def key_of(table: sa.Table) -> str:
    """Return the column a journal knows a row by; of a membership, whose list is known, the person."""
    return "person_id" if table.name == RosterMember.__tablename__ else "id"


def is_counted(name: str) -> bool:
    """Return whether a column tells that somebody wrote to a row: a seal is another each time, its index tells."""
    return name not in UNCOUNTED and not name.endswith("_sealed")


def mark_of(row: Row, *, with_seals: bool = False) -> str:
    """Return a mark of all a row says; columns that are empty do not count, so that new ones change no mark.

    Older journals hold marks that took the seals for part of what is said.
    """
    said = [(name, value) for name in _counted(tuple(row), with_seals) if (value := row[name])]
    return blake2b(repr(said).encode(), digest_size=8).hexdigest()


@lru_cache(maxsize=64)
def _counted(names: tuple[str, ...], with_seals: bool) -> tuple[str, ...]:
    counted = (name for name in names if is_counted(name) or (with_seals and name not in UNCOUNTED))
    return tuple(sorted(counted))


def table_of(model: type[Model]) -> sa.Table:
    """Return the table of a record."""
    table = model.__table__
    assert isinstance(table, sa.Table)
    return table


def chunks(ids: Collection[int]) -> Iterator[list[int]]:
    """Yield ids in portions that one statement can hold."""
    ordered = sorted(ids)
    return (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK))


def _difference(key: int, before: Row, after: Row) -> tuple[Row, Row]:
    names = [name for name in after if after[name] != before[name] and name not in UNCOUNTED]
    if names and after.get(SPELLED) != before.get(SPELLED):
        names.append(SPELLED)
    then, now = (plain({name: row[name] for name in names}) for row in (before, after))
    return {KEY: key} | then, {KEY: key} | now


def _keep(import_id: int, name: str, opened: Mapping[int, str], changed: list[tuple[Row, Row]]) -> None:
    """Write the journal in portions: an opened row has its mark among those after, and nothing before."""
    marks = [{KEY: key, MARK: mark} for key, mark in opened.items() if mark]
    portions = zip_longest(_portions(list(opened)), _portions(marks), _portions(changed), fillvalue=())
    rows = [
        {
            "import_id": import_id,
            "table_name": name,
            "opened": list(keys),
            "before": [then for then, _ in pairs],
            "after": [*some, *(now for _, now in pairs)],
        }
        for keys, some, pairs in portions
    ]
    if rows:
        db.session.execute(sa.insert(RosterJournal), rows)


def _portions(values: list[Any]) -> Iterator[list[Any]]:
    return (values[at : at + ENTRIES] for at in range(0, len(values), ENTRIES))
