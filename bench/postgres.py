"""A PostgreSQL for the bench: its data are kept, each run works on a copy made by the server itself."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pysqlite3.dbapi2 as sqlite3
import sqlalchemy as sa
from psycopg import sql

import config
from app.core.db import db
from tests import postgres as house

DATA = config.ROOT / "instance" / "bench" / "postgresql"
# As durable as it comes; one processor a query, so that what a query costs is what one process spends.
SETTINGS = (
    *("shared_buffers=512MB", "max_wal_size=8GB", "max_connections=60", "work_mem=16MB", "jit=off"),
    *("maintenance_work_mem=512MB", "max_parallel_workers_per_gather=0", "checkpoint_timeout=30min"),
)
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"


@dataclass(slots=True)
class Postgres:
    """A running server; ``process`` is its number where it runs on this machine, else 0."""

    base: str
    process: int = 0

    def address(self, name: str) -> str:
        """Return the address of one of its databases."""
        return house.address(self.base, name)

    def connect(self, name: str = "postgres") -> psycopg.Connection[Any]:
        """Return a connection of one's own."""
        return psycopg.connect(self.address(name).replace(house.DRIVER, "postgresql://"), autocommit=True)

    def backends(self, name: str) -> list[int]:
        """Return the processes that work for a database, as far as their time can be read."""
        if not self.process:
            return []
        with self.connect() as connection:
            return [row[0] for row in connection.execute(BACKENDS, (name,))]

    def holds(self, name: str, shape: str) -> bool:
        """Return whether a database of this shape was made before."""
        with self.connect() as connection:
            said = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
            found = connection.execute(said, (_made(name),)).fetchone()
        return found is not None and found[0] == shape

    def take_over(self, source: Path, *, name: str, shape: str) -> None:
        """Make a database by COPY from one that was made in SQLite."""
        made = _made(name)
        with self.connect() as connection:
            _tell(connection, "DROP DATABASE IF EXISTS {}", made)
            _tell(connection, "CREATE DATABASE {} TEMPLATE template0", made)
        engine = sa.create_engine(self.address(made))
        tables = db.metadata.sorted_tables
        db.metadata.create_all(engine)
        engine.dispose()
        with self.connect(made) as connection, closing(sqlite3.connect(source)) as rows:
            _load(connection, rows, tables)
            connection.execute("VACUUM ANALYZE")
            connection.execute(
                sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(made), sql.Literal(shape))
            )

    def renew(self, name: str) -> None:
        """Lay a fresh copy in the place of the one that is served."""
        with self.connect() as connection:
            _tell(connection, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
            copied = "CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"
            connection.execute(sql.SQL(copied).format(sql.Identifier(name), sql.Identifier(_made(name))))
            connection.execute("CHECKPOINT")


@contextmanager
def postgres() -> Iterator[Postgres]:
    """Yield the server that is named from outside, else one started here on the data of the last run."""
    if given := os.environ.get(house.GIVEN):
        yield Postgres(given.rsplit("/", 1)[0] + "/")
        return
    with house.started(SETTINGS, data=DATA) as (base, process):
        yield Postgres(base, process)


def clock_of(process: int) -> float:
    """Return the processor time a process has spent, user and system, in milliseconds; 0 when it is gone."""
    try:
        return time.clock_gettime(~process << 3 | 2) * 1000
    except OSError:
        return 0.0


def _made(name: str) -> str:
    return f"{name}_made"


def _tell(connection: psycopg.Connection[Any], statement: LiteralString, name: str) -> None:
    connection.execute(sql.SQL(statement).format(sql.Identifier(name)))


def _load(connection: psycopg.Connection[Any], rows: Any, tables: list[sa.Table]) -> None:
    """Take the rows over as SQLite holds them: days, instants, documents and flags are text both understand."""
    connection.execute("SET session_replication_role = replica")
    connection.execute("SET timezone = 'UTC'")
    connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    connection.execute("CREATE TABLE bench_commit (id SERIAL PRIMARY KEY, said VARCHAR(80) NOT NULL)")
    beside = [("alembic_version", ["version_num"])]
    for name, columns in [
        (table.name, [column.name for column in table.columns]) for table in tables
    ] + beside:
        listed = sql.SQL(", ").join(map(sql.Identifier, columns))
        copied = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(name), listed)
        quoted = ", ".join(f'"{column}"' for column in columns)
        with connection.cursor().copy(copied) as copy:
            for row in rows.execute(f'SELECT {quoted} FROM "{name}"'):
                copy.write_row(row)
    for table in tables:
        _continue_numbers(connection, table)


def _continue_numbers(connection: psycopg.Connection[Any], table: sa.Table) -> None:
    number = table.autoincrement_column
    if number is not None:
        counted = sql.SQL(
            "SELECT setval(pg_get_serial_sequence({}, {}), coalesce(max({}), 0) + 1, false) FROM {}"
        )
        names = sql.Literal(f'"{table.name}"'), sql.Literal(number.name), sql.Identifier(number.name)
        connection.execute(counted.format(*names, sql.Identifier(table.name)))
