"""A database out of a backup, and the proof that it is the one that went in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import pysqlite3.dbapi2
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection

from app.audit.chain import Link
from app.audit.queries import examine
from app.backups.rules.manifest import Manifest
from app.backups.service import faults
from app.backups.service.contents import Contents, compare
from app.backups.service.loading import load
from app.backups.service.wire import count, list_tables
from app.core.db import db
from app.core.errors import Refused
from app.core.sealing import Unsealable, unseal, unseal_bytes

HEAD = "head"
SAMPLE = 50


class Migrations(Protocol):
    """Makes the tables of a revision, or brings them to ``head``, on one connection; refuses a revision it does not know."""

    def __call__(self, connection: Connection, revision: str, /) -> None:
        """Bring the tables there."""


class Rebuilt(NamedTuple):
    """What a backup said of itself, and what was found wrong with what it holds."""

    manifest: Manifest
    damage: list[Refused]


def rebuild(contents: Contents, connection: Connection, migrate: Migrations) -> Rebuilt:
    """Make the tables of the backup's time, fill them, compare every row, and bring them to the present.

    Whatever came out other than it went in is refused. Damage that was in the database when the backup was made (a trail
    that was tampered with, a sealed value that does not open) is reported.
    """
    migrate(connection, contents.reader.header.revision)
    _step(connection)
    load(contents, connection)
    manifest = contents.manifest
    compare(manifest, {table.name: count(table, connection) for table in list_tables(connection)})
    _check_references(connection)
    _step(connection)
    migrate(connection, HEAD)
    _step(connection)
    head = Link(manifest.head_id, manifest.head_hash)
    trail = [faults.refuse(faults.BROKEN_TRAIL, fault=fault.text) for fault in examine(connection, head=head)]
    return Rebuilt(manifest, [*trail, *_unopened(connection)])


@contextmanager
def workshop(path: Path) -> Iterator[Connection]:
    """Open a new SQLite file to build in: nothing in it has to survive a fault, all of it is thrown away then."""
    engine = sa.create_engine(f"sqlite:///{path}", module=pysqlite3.dbapi2, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _connect(connection: Any, record: object) -> None:
        connection.isolation_level = None
        for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-64000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    try:
        with engine.connect() as connection:
            yield connection
            connection.commit()
    finally:
        engine.dispose()


def _step(connection: Connection) -> None:
    """Let SQLite end a transaction, which its migrations need; on PostgreSQL all of it is one."""
    if connection.dialect.name == "sqlite":
        connection.commit()
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")


def _check_references(connection: Connection) -> None:
    """Refuse records that point nowhere. PostgreSQL has checked them when the references were put back."""
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
        if broken is not None:
            raise faults.refuse(faults.BROKEN_LINKS, table=broken[0])


def _unopened(connection: Connection) -> list[Refused]:
    """Return the tables of which a sample of sealed values does not open with the keys at hand."""
    return [
        faults.refuse(faults.UNOPENED, table=table.name)
        for table in db.metadata.sorted_tables
        for column in table.columns
        if "sealed" in column.info and not _opens(connection, column)
    ]


def _opens(connection: Connection, column: sa.Column[Any]) -> bool:
    context: str = column.info["sealed"]
    sample = sa.select(column).where(column.is_not(None)).order_by(*column.table.primary_key).limit(SAMPLE)
    try:
        for value in connection.scalars(sample):
            if isinstance(value, bytes):
                unseal_bytes(value, context=context)
            else:
                unseal(value, context=context)
    except Unsealable:
        return False
    return True
