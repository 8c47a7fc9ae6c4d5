"""Filling empty tables from a backup: no index and no reference while rows go in, all of them again afterwards."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.backups.service import faults
from app.backups.service.contents import Contents, Loaded
from app.backups.service.wire import BATCH, Table, list_tables, quoted

_SQLITE_INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
_INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON pg_class.oid = indrelid
WHERE relnamespace = current_schema()::regnamespace
AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
"""
_REFERENCES = """
SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint
WHERE contype = 'f' AND connamespace = current_schema()::regnamespace
"""
_COUNTERS = """
SELECT quote_ident(table_name), quote_ident(column_name),
       pg_get_serial_sequence(quote_ident(table_name), column_name) AS counter
FROM information_schema.columns WHERE table_schema = current_schema()
AND (starts_with(column_default, 'nextval(') OR is_identity = 'YES')
"""


class _Rest(NamedTuple):
    """What is put back when the rows are in: the table it belongs to, and the statement."""

    table: str
    statement: str


def load(contents: Contents, connection: Connection) -> None:
    """Fill the tables of one database, which hold nothing worth keeping, in the open transaction."""
    tables = {table.name: table for table in list_tables(connection)}
    with _bare(connection):
        for table in tables:
            connection.exec_driver_sql(f"DELETE FROM {quoted(table)}")  # noqa: S608 - a name of our own tables
        for loaded in contents.tables():
            _fill(loaded, tables.get(loaded.name), connection)
    if connection.dialect.name == "postgresql":
        _set_counters(connection)


def _fill(loaded: Loaded, table: Table | None, connection: Connection) -> None:
    if table is None or not set(loaded.columns) <= set(table.columns):
        raise faults.refuse(faults.UNFIT, table=loaded.name)
    blobs = [loaded.columns.index(name) for name in table.blobs if name in loaded.columns]
    rows = (_opened(row, blobs) for row in loaded.rows)
    fill = _copy if connection.dialect.name == "postgresql" else _insert
    try:
        fill(loaded, rows, connection)
    except (sa.exc.DBAPIError, connection.dialect.loaded_dbapi.Error) as error:
        raise faults.refuse(faults.UNFIT, table=loaded.name) from error


def _opened(row: list[Any], blobs: list[int]) -> tuple[Any, ...]:
    """Return a row as a driver takes it: bytes are bytes again."""
    for place in blobs:
        row[place] = None if row[place] is None else base64.b64decode(row[place])
    return tuple(row)


def _insert(loaded: Loaded, rows: Iterator[tuple[Any, ...]], connection: Connection) -> None:
    places = ", ".join("?" * len(loaded.columns))
    statement = f"INSERT INTO {quoted(loaded.name)} ({_listed(loaded)}) VALUES ({places})"  # noqa: S608 - our own names
    while batch := list(islice(rows, BATCH)):
        connection.exec_driver_sql(statement, batch)


def _copy(loaded: Loaded, rows: Iterator[tuple[Any, ...]], connection: Connection) -> None:
    driver: Any = connection.connection.driver_connection
    with (
        driver.cursor() as cursor,
        cursor.copy(f"COPY {quoted(loaded.name)} ({_listed(loaded)}) FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)


def _listed(loaded: Loaded) -> str:
    return ", ".join(map(quoted, loaded.columns))


@contextmanager
def _bare(connection: Connection) -> Iterator[None]:
    """Take indexes and references away while rows go in; putting the references back checks every one of them."""
    rest = _lay_bare(connection)
    yield
    for table, statement in rest:
        try:
            connection.exec_driver_sql(statement)
        except sa.exc.IntegrityError as error:
            raise faults.refuse(faults.BROKEN_LINKS, table=table) from error


def _lay_bare(connection: Connection) -> list[_Rest]:
    if connection.dialect.name == "sqlite":
        indexes = connection.exec_driver_sql(_SQLITE_INDEXES).all()
        for name, _statement in indexes:
            connection.exec_driver_sql(f"DROP INDEX {quoted(name)}")
        return [_Rest(name, statement) for name, statement in indexes]
    # What the backup holds is UTC without saying so.
    connection.exec_driver_sql("SET LOCAL TimeZone = 'UTC'")
    references = connection.exec_driver_sql(_REFERENCES).all()
    for table, name, _statement in references:
        connection.exec_driver_sql(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
    indexes = connection.exec_driver_sql(_INDEXES).all()
    for name, _statement in indexes:
        connection.exec_driver_sql(f"DROP INDEX {name}")
    again = [
        _Rest(table, f"ALTER TABLE {table} ADD CONSTRAINT {name} {told}") for table, name, told in references
    ]
    return [*(_Rest(name, statement) for name, statement in indexes), *again]


def _set_counters(connection: Connection) -> None:
    """Let every counter of PostgreSQL go on behind the highest number in its table."""
    for table, column, counter in connection.exec_driver_sql(_COUNTERS).all():
        highest = f"SELECT setval('{counter}', coalesce(max({column}), 0) + 1, false) FROM {table}"  # noqa: S608 - as above
        connection.exec_driver_sql(highest)
