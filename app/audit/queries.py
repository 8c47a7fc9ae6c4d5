"""Reading the trail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.audit.chain import START, Damage, Fault, Link
from app.audit.models import AuditAnchor, AuditEntry, AuditHead
from app.audit.walk import PURGE, Anchor, Walk
from app.core.db import db

BATCH = 2000
HEAD_ID = 1
TRAIL = AuditEntry.__tablename__
entry, anchor, kept = AuditEntry.__table__, AuditAnchor.__table__, AuditHead.__table__
_ANCHOR = tuple(anchor.c[name] for name in Anchor._fields)
_INSTANT = "YYYY-MM-DD HH24:MI:SS.US BC"


class Unreadable(Exception):
    """The database itself cannot read an entry; it holds the number of the last one that could be read."""


def verify(*, since: Link = START, head: Link | None = None) -> list[Fault]:
    """Return every damaged place of the trail: changed, missing, swapped entries, forged anchors, a cut tail.

    ``since`` begins at a head that was kept, so that the walk is as long as what is new; ``head`` is one kept outside the
    database, which finds a trail rewritten up to it by somebody who reckoned every hash anew.
    """
    with snapshot() as connection:
        return examine(connection, since=since, head=head)


def examine(connection: Connection, *, since: Link = START, head: Link | None = None) -> list[Fault]:
    """Verify the trail of one database, in the open transaction of a connection."""
    faults: list[Fault] = []
    with _letter_by_letter(connection):
        try:
            begin = _beginning(connection, since)
            walk = Walk(begin)
            way = walk.faults(
                _entries(connection, begin.id), _anchors(connection, begin.id), head=_head(connection)
            )
            faults.extend(way)
            faults.extend(walk.forged(_by_purge(connection, begin.id)))
            if head is not None and not _stands(connection, head):
                faults.append(Fault(head.id, Damage.REWRITTEN))
        except Unreadable as last:
            faults.append(Fault(last.args[0] + 1, Damage.UNREADABLE))
    return faults


def find_head() -> Link:
    """Return the number and the hash of the trail's last entry, worth keeping outside the database."""
    with snapshot() as connection:
        where = sa.select(kept.c.last_id, kept.c.hash).where(kept.c.id == HEAD_ID)
        found = connection.execute(where).first()
        return Link(found.last_id, found.hash) if found else START


def list_entries(subject: str, subject_id: int, *, limit: int = 100) -> list[AuditEntry]:
    """Return the newest entries about somebody or something."""
    about = (AuditEntry.subject == subject, AuditEntry.subject_id == subject_id)
    return list(
        db.session.scalars(sa.select(AuditEntry).where(*about).order_by(AuditEntry.id.desc()).limit(limit))
    )


def last_said(action: str) -> dict[str, Any] | None:
    """Return the details of the newest entry that the trail wrote about itself under a name."""
    said = _about_itself(action).order_by(entry.c.id.desc()).limit(1)
    found: dict[str, Any] | None = db.session.scalar(said)
    return found


def count_purged(after: int) -> int:
    """Return how many entries of reads the purges since an entry have taken out."""
    return sum(said["count"] for said in db.session.scalars(_about_itself(PURGE).where(entry.c.id > after)))


@contextmanager
def snapshot() -> Iterator[Connection]:
    """One view of the trail while others append to it."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


@contextmanager
def _letter_by_letter(connection: Connection) -> Iterator[None]:
    """Let SQLite hand over a text that is no UTF-8 any more instead of refusing it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    before, driver.text_factory = driver.text_factory, lambda kept: kept.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = before


def _about_itself(action: str) -> sa.Select[Any]:
    itself = (entry.c.subject == TRAIL, entry.c.subject_id.is_(None), entry.c.action == action)
    return sa.select(entry.c.details).where(*itself)


def _head(connection: Connection) -> Link:
    """Return where the trail must end; a register with more or other rows than its one ends nowhere."""
    rows = connection.execute(sa.select(kept.c.id, kept.c.last_id, kept.c.hash)).all()
    if not rows:
        return START
    return Link(rows[0].last_id, rows[0].hash) if [row.id for row in rows] == [HEAD_ID] else Link(0, "")


def _beginning(connection: Connection, since: Link) -> Link:
    """Return the place to begin at; one that was taken out since is passed by its anchor."""
    over = _anchor_over(connection, since.id)
    return Link(over.last_id, over.hash) if over and over.last_id > since.id else since


def _stands(connection: Connection, head: Link) -> bool:
    """Return whether the trail still holds a head that was kept; what a purge took out cannot be asked any more."""
    if over := _anchor_over(connection, head.id):
        return over.last_id != head.id or over.hash == head.hash
    return (
        head == START or connection.scalar(sa.select(entry.c.hash).where(entry.c.id == head.id)) == head.hash
    )


def _anchor_over(connection: Connection, number: int) -> Anchor | None:
    before = sa.select(*_ANCHOR).where(anchor.c.first_id <= number).order_by(anchor.c.first_id.desc())
    found = connection.execute(before.limit(1)).first()
    over = Anchor(*found) if found else None
    last_id: object = over and over.last_id
    return over if isinstance(last_id, int) and last_id >= number else None


def _entries(connection: Connection, after: int) -> Iterator[Mapping[str, Any]]:
    statement = sa.select(*_as_kept(connection.dialect.name)).where(entry.c.id > after).order_by(entry.c.id)
    last = after
    try:
        for row in connection.execute(statement, execution_options={"yield_per": BATCH}):
            yield row._asdict()
            last = row.id
    except sa.exc.DatabaseError:
        raise Unreadable(last) from None


def _as_kept(dialect: str) -> list[sa.ColumnElement[Any]]:
    """Return the columns of an entry as the database holds them, before anybody reads an instant or JSON out of them."""
    at: sa.ColumnElement[Any] = sa.type_coerce(entry.c.at, sa.String)
    details: sa.ColumnElement[Any] = sa.type_coerce(entry.c.details, sa.String)
    if dialect == "postgresql":
        told = sa.func.to_char(sa.func.timezone("UTC", entry.c.at), _INSTANT)
        at, details = sa.func.replace(told, " AD", ""), sa.cast(entry.c.details, sa.Text)
    raw = {"at": at.label("at"), "details": details.label("details")}
    return [raw.get(column.name, column) for column in entry.columns]


def _anchors(connection: Connection, after: int) -> Iterator[Anchor]:
    wanted = sa.select(*_ANCHOR).where(anchor.c.last_id > after).order_by(anchor.c.first_id)
    return _told(connection, wanted)


def _by_purge(connection: Connection, after: int) -> Iterator[Anchor]:
    wanted = (
        sa.select(*_ANCHOR).where(anchor.c.purge_id > after).order_by(anchor.c.purge_id, anchor.c.first_id)
    )
    return _told(connection, wanted)


def _told(connection: Connection, wanted: sa.Select[Any]) -> Iterator[Anchor]:
    try:
        for row in connection.execute(wanted, execution_options={"yield_per": BATCH}):
            yield Anchor(*row)
    except sa.exc.DatabaseError:
        raise Unreadable(0) from None
