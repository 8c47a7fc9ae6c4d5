"""Taking back what a list wrote: rows say again what they said, rows it opened say nothing any more."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.audit.service import note_bulk
from app.core.db import Model, db
from app.people.models import Contract, Person, PersonCategory, PersonCondition
from app.people.service.bulk import respell
from app.people.service.snapshots import typed

CHUNK = 500
HELD: tuple[type[Model], ...] = (PersonCategory, PersonCondition, Contract)


def restore_people(rows: Mapping[int, Mapping[str, Any]]) -> None:
    """Write what a journal kept of some records over them; a page that was opened before must be loaded anew."""
    table = _table(Person)
    _write(table, rows, also={"version": table.c.version + 1})
    respell(list(rows))


def restore_held(name: str, rows: Mapping[int, Mapping[str, Any]]) -> None:
    """Write what a journal kept of some enrolments or contracts over them."""
    _write(_held(name), rows, also={})


def withdraw_held(name: str, ids: Sequence[int]) -> None:
    """Withdraw enrolments or contracts that a list opened: kept, but they say nothing any more."""
    table = _held(name)
    if not ids:
        return
    note_bulk(table.name, count=len(ids), details={"withdrawn": True})
    for at in range(0, len(ids), CHUNK):
        db.session.execute(
            sa.update(table).where(table.c.id.in_(ids[at : at + CHUNK])).values(withdrawn=True)
        )


def _held(name: str) -> sa.Table:
    return next(table for table in map(_table, HELD) if table.name == name)


def _table(model: type[Model]) -> sa.Table:
    table = model.__table__
    assert isinstance(table, sa.Table)
    return table


def _write(table: sa.Table, rows: Mapping[int, Mapping[str, Any]], *, also: Mapping[str, Any]) -> None:
    if not rows:
        return
    note_bulk(table.name, count=len(rows), details={"restored": True})
    for columns, some in _by_columns(rows):
        values = {name: sa.bindparam(f"new_{name}", type_=table.c[name].type) for name in columns}
        statement = sa.update(table).where(table.c.id == sa.bindparam("number")).values({**values, **also})
        named = [
            {"number": number} | {f"new_{name}": value for name, value in typed(table, row).items()}
            for number, row in some
        ]
        db.session.connection().execute(statement, named)


def _by_columns(
    rows: Mapping[int, Mapping[str, Any]],
) -> Iterable[tuple[tuple[str, ...], list[tuple[int, Mapping[str, Any]]]]]:
    """Group rows by the columns that changed in them, so that each group is one statement."""
    grouped: dict[tuple[str, ...], list[tuple[int, Mapping[str, Any]]]] = {}
    for number, row in rows.items():
        grouped.setdefault(tuple(sorted(row)), []).append((number, row))
    return grouped.items()
