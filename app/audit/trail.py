"""How the trail is written: a listener at every flush, one append at every commit, and a guard on every statement.

The chain is one for the whole deployment. SQLite has one writer at a time; on PostgreSQL a lock held from the append to
the commit lets concurrent deeds join the chain one after the other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from app.audit.chain import BEGINNING, hash_of
from app.audit.models import AuditAnchor, Audited, AuditEntry, AuditHead
from app.core import clock
from app.core.db import WRITES, db
from app.core.transaction import Deed

HEAD_ID = 1
CHAIN_LOCK = 0x78756E6875
FLUSHING = "audit_flushing"
READS = "audit_reads"
_PURGING = "purging"
# Written by every deed, so they are built once.
_HEAD = sa.select(AuditHead.last_id, AuditHead.hash).where(AuditHead.id == HEAD_ID)
_ENTRIES = sa.insert(AuditEntry)
_MOVE_HEAD = (
    sa.update(AuditHead)
    .where(AuditHead.id == HEAD_ID)
    .values(last_id=sa.bindparam("end_id"), hash=sa.bindparam("end_hash"))
)
_KEPT = {AuditEntry.__tablename__, AuditAnchor.__tablename__}
_WRITE = re.compile(
    r"\b(INSERT(?:\s+OR\s+\w+)?\s+INTO|REPLACE\s+INTO|UPDATE(?:\s+OR\s+\w+)?(?:\s+ONLY)?|DELETE\s+FROM(?:\s+ONLY)?|"
    r'TRUNCATE(?:\s+TABLE)?)\s+(?:"?\w+"?\.)?"?(\w+)"?',
    re.IGNORECASE,
)


class Untraced(RuntimeError):
    """A change that would have passed the trail by. A mistake in the code, never of the reader."""


class Note(NamedTuple):
    """An entry on its way into the chain."""

    action: str
    actor_id: int | None
    actor_name: str
    subject: str
    subject_id: int | None
    details: dict[str, Any]


def init(app: Flask) -> None:
    """Watch every statement of this application's database, and count reads anew in each request."""
    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", _guard)
    app.teardown_request(_forget_reads)


def pending(deed: Deed) -> list[Note]:
    """Return the deed's notes that are not yet in the chain."""
    notes: list[Note] = deed.notes.setdefault("pending", [])
    return notes


def noted_bulk(deed: Deed) -> set[str]:
    """Return the tables whose bulk statements the deed has noted."""
    tables: set[str] = deed.notes.setdefault("bulk", set())
    return tables


@contextmanager
def purging(deed: Deed) -> Iterator[None]:
    """Let the deed take entries out for the length of a block; the retention alone has a reason to."""
    deed.notes[_PURGING] = True
    try:
        yield
    finally:
        deed.notes.pop(_PURGING)


@contextmanager
def write_beside() -> Iterator[Connection]:
    """Open a short write of its own, beside the request's reading transaction and durable at once."""
    with db.engine.connect().execution_options(**{WRITES: True}) as connection, connection.begin():
        yield connection


def append(connection: Connection, notes: Sequence[Note]) -> int:
    """Link notes to the end of the chain and return the number of the last."""
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(CHAIN_LOCK)))
    head = connection.execute(_HEAD).first()
    last_id, link = (head.last_id, head.hash) if head else (0, BEGINNING)
    rows = []
    for number, noted in enumerate(notes, last_id + 1):
        details = json.loads(json.dumps(noted.details, default=str))
        row = {**noted._asdict(), "id": number, "at": clock.now(), "details": details, "previous_hash": link}
        link = row["hash"] = hash_of(row)
        rows.append(row)
    connection.execute(_ENTRIES, rows)
    end_id = last_id + len(rows)
    if head:
        connection.execute(_MOVE_HEAD, {"end_id": end_id, "end_hash": link})
    else:
        connection.execute(sa.insert(AuditHead).values(id=HEAD_ID, last_id=end_id, hash=link))
    return end_id


@event.listens_for(db.session, "before_flush")
def _before_flush(session: Session, context: object, instances: object) -> None:
    if gone := next((record for record in session.deleted if isinstance(record, Audited)), None):
        raise Untraced(f"{type(gone).__name__} is closed, corrected or voided, never deleted.")
    touched = [record for record in _audited(session) if record in session.new or session.is_modified(record)]
    if not touched:
        return
    if "deed" not in session.info:
        raise Untraced(
            f"{type(touched[0]).__name__} changed outside a deed: write inside `with transaction(...)`."
        )
    session.info[FLUSHING] = True


@event.listens_for(db.session, "after_flush")
def _after_flush(session: Session, context: object) -> None:
    session.info.pop(FLUSHING, None)
    deed: Deed | None = session.info.get("deed")
    if deed is None:
        return
    for record in _audited(session):
        new = record in session.new
        changed = [] if new else _changed_columns(record)
        if new or changed:
            pending(deed).append(_note_of(record, deed, {"new": True} if new else {"changed": changed}))


@event.listens_for(db.session, "after_soft_rollback")
def _after_rollback(session: Session, previous: object) -> None:
    session.info.pop(FLUSHING, None)


@event.listens_for(db.session, "before_commit")
def _before_commit(session: Session) -> None:
    deed: Deed | None = session.info.get("deed")
    if deed is None or session.in_nested_transaction():
        return
    session.flush()
    if notes := pending(deed):
        append(session.connection(), notes)
        notes.clear()


def _audited(session: Session) -> list[Audited]:
    return [record for record in (*session.new, *session.dirty) if isinstance(record, Audited)]


def _changed_columns(record: Audited) -> list[str]:
    state = sa.inspect(record, raiseerr=True)
    return sorted(
        attr.key for attr in state.mapper.column_attrs if state.attrs[attr.key].history.has_changes()
    )


def _note_of(record: Audited, deed: Deed, details: dict[str, Any]) -> Note:
    subject, subject_id = record.audit_subject()
    table, number = str(getattr(record, "__tablename__", "")), getattr(record, "id", None)
    if subject != table:
        details = {"record": table, **({} if number is None else {"id": number}), **details}
    return Note(deed.action, deed.actor_id, deed.actor_name, subject, subject_id, details)


def _guard(connection: Connection, cursor: object, statement: str, *rest: object) -> None:
    """Refuse what would write an audited table past the listener, or rewrite the trail."""
    if statement[:6].upper() == "SELECT":
        return
    for verb, table in _writes_of(statement):
        if table in _KEPT and not verb.upper().startswith("INSERT") and not _is_purging():
            raise Untraced("The trail is written to, never rewritten.")
        if table in Audited.audited_tables and not _is_traced(table):
            raise Untraced(
                f'A bulk statement on "{table}" outside its deed: call note_bulk("{table}", count=...) first.'
            )


def _is_purging() -> bool:
    deed: Deed | None = db.session.info.get("deed")
    return deed is not None and _PURGING in deed.notes


@lru_cache(maxsize=512)
def _writes_of(statement: str) -> tuple[tuple[str, str], ...]:
    """Return what a statement writes, verb and table; the same few statements are sent again and again."""
    return tuple(_WRITE.findall(statement))


def _is_traced(table: str) -> bool:
    info = db.session.info
    deed: Deed | None = info.get("deed")
    return deed is not None and (FLUSHING in info or table in noted_bulk(deed))


def _forget_reads(error: BaseException | None) -> None:
    db.session.info.pop(READS, None)
