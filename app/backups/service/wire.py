"""Rows on the wire: every table of a database as lines of JSON, the same from SQLite and from PostgreSQL.

A value looks as SQLite keeps it: a day and an instant (UTC) as text, truth as 0 or 1, JSON as the text that was stored,
bytes in base64. Columns come by name and rows in the order of their keys, so that equal tables have equal digests on
whichever database, and whatever order the migrations left the columns in.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.backups.rules.manifest import Counted

BATCH = 2000
VERSIONS = "alembic_version"
_encode = msgspec.json.Encoder().encode
_PLAIN_INSTANT = len("2026-05-20 01:00:00")
_ON_SQLITE: tuple[tuple[type[Any], str], ...] = (
    (sa.DateTime, f"CASE length({{0}}) WHEN {_PLAIN_INSTANT} THEN {{0}} || '.000000' ELSE {{0}} END"),
)
_ON_POSTGRESQL: tuple[tuple[type[Any], str], ...] = (
    (sa.DateTime, "to_char({0} AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"),
    (sa.Date, "to_char({0}, 'YYYY-MM-DD')"),
    (sa.Boolean, "{0}::integer"),
    (sa.JSON, "{0}::text"),
    (sa.Uuid, "replace({0}::text, '-', '')"),
)


@dataclass(frozen=True, slots=True)
class Table:
    """One table as the database has it: its columns, which of them hold bytes, and how its rows are read."""

    name: str
    columns: tuple[str, ...]
    blobs: tuple[str, ...]
    select: str

    def rows(self, connection: Connection) -> Iterator[tuple[Any, ...]]:
        """Yield the rows as they travel, a batch at a time in memory."""
        streamed = connection.exec_driver_sql(self.select, execution_options={"yield_per": BATCH})
        for batch in streamed.partitions():
            yield from map(tuple, batch)


def list_tables(connection: Connection) -> list[Table]:
    """Return every table of the database but the mark of its migrations, by name."""
    inspector = sa.inspect(connection)
    names = sorted(name for name in inspector.get_table_names() if name != VERSIONS)
    return [_described(inspector, connection, name) for name in names]


def find_revision(connection: Connection) -> str:
    """Return the migration the tables are at."""
    return str(connection.scalar(sa.text(f"SELECT version_num FROM {VERSIONS}")))  # noqa: S608 - our own table's name


def line_of(row: Sequence[Any]) -> bytes:
    """Return one row as it is written and as its digest is taken."""
    return _encode(row) + b"\n"


def count(table: Table, connection: Connection) -> Counted:
    """Return how many rows a table has, and their digest."""
    rows, digest = 0, hashlib.sha256()
    for row in table.rows(connection):
        digest.update(line_of(row))
        rows += 1
    return Counted(rows, digest.hexdigest())


def quoted(name: str) -> str:
    """Return a name as both databases take it."""
    return '"' + name.replace('"', '""') + '"'


def _described(inspector: sa.Inspector, connection: Connection, name: str) -> Table:
    columns = sorted(inspector.get_columns(name), key=itemgetter("name"))
    on_postgresql = connection.dialect.name == "postgresql"
    forms = _ON_POSTGRESQL if on_postgresql else _ON_SQLITE
    kinds: dict[str, Any] = {column["name"]: column["type"] for column in columns}
    key = inspector.get_pk_constraint(name)["constrained_columns"] or list(kinds)
    read = ", ".join(_form(forms, kind).format(quoted(column)) for column, kind in kinds.items())
    by_bytes = ' COLLATE "C"' if on_postgresql else ""
    order = ", ".join(
        quoted(column) + (by_bytes if isinstance(kinds[column], sa.String) else "") for column in key
    )
    select = f"SELECT {read} FROM {quoted(name)} ORDER BY {order}"  # noqa: S608 - names of our own tables, quoted
    blobs = tuple(name for name, kind in kinds.items() if isinstance(kind, sa.LargeBinary))
    return Table(name, tuple(kinds), blobs, select)


def _form(forms: tuple[tuple[type[Any], str], ...], kind: object) -> str:
    return next((form for of, form in forms if isinstance(kind, of)), "{0}")
