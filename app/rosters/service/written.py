"""What an import wrote, read back from its journal, and whether it still stands as written."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from app.core.db import Model, db
from app.core.words import Text
from app.people.models import Person
from app.people.service import plain
from app.rosters.models import RosterImport, RosterJournal, RosterMember
from app.rosters.service.journal import KEY, MARK, Row, chunks, is_counted, key_of, mark_of
from app.visits.models import Visit

CHANGED = Text("导入后有人改过", "changed since the import")


@dataclass(slots=True)
class Written:
    """What an import opened and changed in one table: marks of opened rows, columns of changed ones before and after."""

    opened: dict[int, str] = field(default_factory=dict)
    before: dict[int, Row] = field(default_factory=dict)
    after: dict[int, Row] = field(default_factory=dict)


def load_written(import_id: int) -> dict[str, Written]:
    """Return what an import wrote, by table."""
    found: dict[str, Written] = {}
    kept = sa.select(RosterJournal).where(RosterJournal.import_id == import_id).order_by(RosterJournal.id)
    for entry in db.session.scalars(kept):
        written = found.setdefault(entry.table_name, Written())
        written.opened |= {key: "" for key in entry.opened if key not in written.opened}
        written.opened |= {row[KEY]: row[MARK] for row in entry.after if MARK in row}
        written.before |= {row[KEY]: _columns(row) for row in entry.before}
        written.after |= {row[KEY]: _columns(row) for row in entry.after if MARK not in row}
    return found


def people_changed(record: RosterImport, written: dict[str, Written]) -> Iterator[tuple[str, Text]]:
    """Yield the names of those of whom a row no longer stands as the import wrote it."""
    touched: set[int] = set()
    for name, rows in written.items():
        if name != Visit.__tablename__:
            touched |= _changed(record, name, rows)
    for name in names_of(touched).values():
        yield name, CHANGED


def people_of(record: RosterImport, written: dict[str, Written]) -> set[int]:
    """Return whose rows an import wrote."""
    found: set[int] = set()
    for name, rows in written.items():
        table = Model.metadata.tables[name]
        for some in chunks([*rows.opened, *rows.before]):
            found |= set(db.session.scalars(sa.select(_owner(table)).where(table.c[key_of(table)].in_(some))))
    return found


def names_of(person_ids: Collection[int]) -> dict[int, str]:
    """Return the names of some people."""
    found: dict[int, str] = {}
    for some in chunks(person_ids):
        wanted = sa.select(Person.id, Person.name).where(Person.id.in_(some)).order_by(Person.id)
        found |= {row.id: row.name for row in db.session.execute(wanted)}
    return found


def _changed(record: RosterImport, name: str, rows: Written) -> set[int]:
    table = Model.metadata.tables[name]
    key = key_of(table)
    is_member = name == RosterMember.__tablename__
    of_list = table.c.list_kind == record.list_kind if is_member else sa.true()
    touched: set[int] = set()
    for some in chunks([*rows.opened, *rows.after]):
        wanted = sa.select(table, _owner(table).label("owner")).where(table.c[key].in_(some), of_list)
        for found in db.session.execute(wanted).mappings():
            row: dict[str, Any] = dict(found)
            owner = row.pop("owner")
            if not _stands(row, rows, row[key]):
                touched.add(owner)
    return touched


def _stands(row: Row, rows: Written, key: int) -> bool:
    if key in rows.opened:
        return rows.opened[key] in {mark_of(row), mark_of(row, with_seals=True)}
    after = {name: value for name, value in rows.after[key].items() if is_counted(name)}
    return plain({name: row[name] for name in after}) == after


def _owner(table: sa.Table) -> sa.ColumnElement[int]:
    return table.c.id if table.name == Person.__tablename__ else table.c.person_id


def _columns(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != KEY}
