"""Putting a backup back: into an empty database, or in place of everything that is there; all of it or nothing."""

from __future__ import annotations

from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import pysqlite3.dbapi2
import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection

from app.audit.trail import Note, append
from app.backups.models import Epoch
from app.backups.rules.manifest import Manifest
from app.backups.service import faults
from app.backups.service.contents import Contents
from app.backups.service.rebuilding import Migrations, rebuild, workshop
from app.backups.service.wire import quoted
from app.core import clock
from app.core.claims import JobClaim
from app.core.db import BUSY_MILLISECONDS, db
from app.core.transaction import COMMAND_LINE
from app.outbox.models import Letter
from app.outbox.rules import LetterState

Claims = list[dict[str, Any]]
OCCUPIED_BY = ("user", "person")
UNDER_WAY = (LetterState.READY, LetterState.HANDING_OVER)


@dataclass(frozen=True, slots=True)
class Terms:
    """How a backup is put back: whether what is there may go, and whether old damage is taken along."""

    replace: bool = False
    accept_damage: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """What a restore set right: sessions that were open, and letters that may have gone out since."""

    sessions: int
    letters: int


@dataclass(frozen=True, slots=True)
class Restored:
    """A backup that was put back."""

    manifest: Manifest
    epoch: str
    settled: Settled


def restore_backup(path: Path, *, into: URL, migrate: Migrations, terms: Terms) -> Restored:
    """Put a backup back into a database; until the last step nothing of what is there has changed.

    The data keys of the backup's time must be at hand. Every session is ended, letters that were on their way become
    doubtful instead of going out twice, and another life of the database begins.
    """
    contents = Contents(path)
    db.session.remove()
    db.engine.dispose()
    if into.get_backend_name() == "sqlite":
        return _into_sqlite(contents, into, migrate, terms)
    return _into_postgresql(contents, into, migrate, terms)


def _into_sqlite(contents: Contents, into: URL, migrate: Migrations, terms: Terms) -> Restored:
    """Build a file beside the database, then copy it over in one transaction, which others see as a whole or not at all."""
    target = Path(str(into.database))
    target.parent.mkdir(parents=True, exist_ok=True)
    claims: Claims = []
    if target.exists():
        with _opened(into) as connection:
            _make_sure(connection, terms)
            claims = _claims_of(connection)
    with TemporaryDirectory(prefix=".restore-", dir=target.parent) as folder:
        built = Path(folder) / "built.sqlite3"
        with workshop(built) as connection:
            restored = _rebuild(contents, connection, migrate, terms)
            _keep_claims(connection, claims)
        _put_in_place(built, target)
    return restored


def _opened(url: URL) -> Connection:
    """Open a database that exists, as it is."""
    engine = sa.create_engine(url, poolclass=sa.NullPool, hide_parameters=True, **_module(url))
    return engine.connect()


def _module(url: URL) -> dict[str, object]:
    return {"module": pysqlite3.dbapi2} if url.get_backend_name() == "sqlite" else {}


def _put_in_place(built: Path, target: Path) -> None:
    with (
        closing(pysqlite3.dbapi2.connect(str(target), timeout=BUSY_MILLISECONDS / 1000)) as place,
        closing(pysqlite3.dbapi2.connect(str(built))) as source,
    ):
        place.isolation_level = None
        place.execute("PRAGMA journal_mode=WAL")
        place.execute("PRAGMA synchronous=FULL")
        try:
            place.execute("BEGIN IMMEDIATE")
            place.execute("ROLLBACK")
        except pysqlite3.dbapi2.OperationalError as error:
            raise faults.refuse(faults.IN_USE) from error
        try:
            source.backup(place)
        except pysqlite3.dbapi2.OperationalError as error:
            raise faults.refuse(faults.NOT_PLACED, reason=str(error)) from error


def _into_postgresql(contents: Contents, into: URL, migrate: Migrations, terms: Terms) -> Restored:
    """Replace every table in one transaction: the old ones are there until the new ones have passed."""
    with _opened(into) as connection, connection.begin():
        _make_sure(connection, terms)
        claims = _claims_of(connection)
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {BUSY_MILLISECONDS}")
        names = ", ".join(map(quoted, sa.inspect(connection).get_table_names()))
        try:
            connection.exec_driver_sql(f"DROP TABLE IF EXISTS {names} CASCADE" if names else "SELECT 1")
        except sa.exc.OperationalError as error:
            raise faults.refuse(faults.IN_USE) from error
        restored = _rebuild(contents, connection, migrate, terms)
        _keep_claims(connection, claims)
    return restored


def _make_sure(connection: Connection, terms: Terms) -> None:
    """Refuse a database in which somebody's work is, unless it was said that it may go."""
    if terms.replace:
        return
    there = set(sa.inspect(connection).get_table_names())
    for name in there.intersection(OCCUPIED_BY):
        if connection.exec_driver_sql(f"SELECT 1 FROM {quoted(name)} LIMIT 1").first():  # noqa: S608 - our own tables
            raise faults.refuse(faults.OCCUPIED)


def _claims_of(connection: Connection) -> Claims:
    """Return what the timetable has done in the life that ends: this morning's letters may be out already."""
    if not sa.inspect(connection).has_table(JobClaim.__tablename__):
        return []
    return [row._asdict() for row in connection.execute(sa.select(*JobClaim.__table__.columns))]


def _keep_claims(connection: Connection, claims: Claims) -> None:
    """Let what was done before the restore count as done, so that no letter is written a second time."""
    known = {tuple(row) for row in connection.execute(sa.select(JobClaim.job, JobClaim.slot))}
    if missing := [claim for claim in claims if (claim["job"], claim["slot"]) not in known]:
        connection.execute(sa.insert(JobClaim), missing)


def _rebuild(contents: Contents, connection: Connection, migrate: Migrations, terms: Terms) -> Restored:
    manifest, damage = rebuild(contents, connection, migrate)
    if damage and not terms.accept_damage:
        raise damage[0]
    epoch, settled = _begin_anew(connection, contents.reader.path.name), _settle(connection)
    details = {
        "file": contents.reader.path.name,
        "rows": manifest.rows,
        "damage": len(damage),
        **asdict(settled),
    }
    by = COMMAND_LINE
    append(connection, [Note("backup.restore", by.id, by.name, "backup", None, details)])
    return Restored(manifest, epoch, settled)


def _begin_anew(connection: Connection, file: str) -> str:
    """Begin another life of the database."""
    epoch = str(uuid4())
    connection.execute(sa.insert(Epoch).values(value=epoch, since=clock.now(), restored_from=file))
    return epoch


def _settle(connection: Connection) -> Settled:
    """End what was under way when the backup was made: sessions may have been revoked since, letters sent."""
    sessions = db.metadata.tables["sign_in"]
    ended = connection.execute(
        sa.update(sessions).where(sessions.c.ended_at.is_(None)).values(ended_at=clock.now())
    )
    doubtful = {"state": LetterState.DOUBTFUL, "handed_at": sa.func.coalesce(Letter.handed_at, clock.now())}
    doubted = connection.execute(sa.update(Letter).where(Letter.state.in_(UNDER_WAY)).values(doubtful))
    return Settled(ended.rowcount, doubted.rowcount)
