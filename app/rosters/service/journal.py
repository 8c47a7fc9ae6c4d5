"""The journal of an import: what it opened and changed, so that it can be taken back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
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
# A page counts its versions for itself; everything else of a row tells whether somebody wrote to it since.
UNCOUNTED = frozenset({"version"})
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
        for name, rows in snapshot(self._kind, concerned).items():
            before = self._before[name]
            opened = {key: mark_of(row) for key, row in rows.items() if key not in before}
            changed = [_difference(key, before[key], row) for key, row in rows.items() if key in before]
            _keep(self._import_id, name, opened, [pair for pair in changed if len(pair[1]) > 1])


def keep_opened(import_id: int, name: str, ids: Collection[int]) -> None:
    """Keep which rows an import opened in a table whose rows never change, such as visits."""
    _keep(import_id, name, dict.fromkeys(ids, ""), [])


def snapshot(kind: ListKind, person_ids: Collection[int]) -> Snapshot:
    """Return every row of some people in the tables that a list writes, by its key."""
    found: Snapshot = {}
    for model in WRITTEN[kind]:
        table = table_of(model)
        found[table.name] = {}
        owner = table.c.id if model is Person else table.c.person_id
        of_kind = table.c.list_kind == kind if model is RosterMember else sa.true()
        for some in chunks(person_ids):
            for row in db.session.execute(sa.select(table).where(owner.in_(some), of_kind)).mappings():
                found[table.name][row[key_of(table)]] = dict(row)
    return found


def key_of(table: sa.Table) -> str:
    """Return the column a journal knows a row by; of a membership, whose list is known, the person."""
    return "person_id" if table.name == RosterMember.__tablename__ else "id"


def mark_of(row: Row) -> str:
    """Return a mark of all a row says; columns that are empty do not count, so that new ones change no mark."""
    said = [(name, value) for name, value in sorted(row.items()) if value and name not in UNCOUNTED]
    return blake2b(repr(said).encode(), digest_size=8).hexdigest()


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
