"""Making a backup: one view of the whole database, taken while people work, into one sealed file."""

from __future__ import annotations

import hashlib
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.audit.chain import BEGINNING
from app.audit.models import AuditHead
from app.backups.models import Epoch
from app.backups.rules.manifest import FORMAT, SUFFIX, Counted, Header, Manifest
from app.backups.service import faults
from app.backups.service.sealed_file import SealedWriter, fresh_key
from app.backups.service.wire import Table, find_revision, line_of, list_tables
from app.core import clock
from app.core.db import db
from app.core.sealing import blind

PART_BYTES = 1 << 20
INDEX_PURPOSE = "backup.index"
PRIVATE = 0o700


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup: where it lies, when it was taken, and what it holds."""

    path: Path
    host: str
    began_at: datetime
    made_at: datetime
    bytes: int
    manifest: Manifest


def make_backup(folder: Path) -> Made:
    """Write the whole database as it is at this moment into one new file of a folder; people go on working meanwhile.

    A file under its final name is complete and on the disk; where the disk is full nothing is left.
    """
    began_at = clock.now()
    try:
        folder.mkdir(mode=PRIVATE, parents=True, exist_ok=True)
        path = folder / f"xunhu-{clock.local(began_at):%Y%m%d-%H%M%S}-{os.urandom(4).hex()}{SUFFIX}"
        with _snapshot() as connection:
            manifest = _write(connection, path, began_at)
    except OSError as error:
        raise faults.refuse(faults.NOT_WRITTEN, reason=error.strerror) from error
    return Made(path.resolve(), socket.gethostname(), began_at, clock.now(), path.stat().st_size, manifest)


def manifest_of(connection: Connection, tables: dict[str, Counted]) -> Manifest:
    """Return what a backup of this view must come to."""
    at_end = sa.select(AuditHead.last_id, AuditHead.hash)
    head = connection.execute(at_end).first()
    last_life = sa.select(Epoch.value).order_by(Epoch.since.desc()).limit(1)
    return Manifest(
        revision=find_revision(connection),
        database=connection.dialect.name,
        tables=tables,
        head_id=head.last_id if head else 0,
        head_hash=head.hash if head else BEGINNING,
        epoch=(connection.scalar(last_life) or "") if Epoch.__tablename__ in tables else "",
        index_mark=index_mark(),
    )


def index_mark() -> str:
    """Return what tells whether two backups were made under one key of the indexes, and nothing else."""
    return blind(INDEX_PURPOSE, purpose=INDEX_PURPOSE)


@contextmanager
def _snapshot() -> Iterator[Connection]:
    """One view of everything, of which the writers know nothing."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        yield connection


def _write(connection: Connection, path: Path, made_at: datetime) -> Manifest:
    key, sealed_key = fresh_key()
    header = Header(FORMAT, made_at, find_revision(connection), sealed_key)
    with SealedWriter(path, header=header, key=key) as writer:
        tables = {table.name: _write_table(table, connection, writer) for table in list_tables(connection)}
        manifest = manifest_of(connection, tables)
        writer.write(msgspec.json.encode(manifest), last=True)
    return manifest


def _write_table(table: Table, connection: Connection, writer: SealedWriter) -> Counted:
    """Write a table in parts of about a megabyte, each with the table's name and columns on its first line."""
    title = msgspec.json.encode((table.name, table.columns)) + b"\n"
    rows, digest, part = 0, hashlib.sha256(), bytearray(title)
    for row in table.rows(connection):
        line = line_of(row)
        digest.update(line)
        part += line
        rows += 1
        if len(part) >= PART_BYTES:
            writer.write(bytes(part))
            part[:] = title
    writer.write(bytes(part))
    return Counted(rows, digest.hexdigest())
