"""Reading the trail."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from app.audit.chain import BEGINNING, Fault, faults_in
from app.audit.models import AuditEntry, AuditHead
from app.core.db import db

BATCH = 2000


def verify() -> list[Fault]:
    """Return every damaged place of the trail: changed, missing, swapped entries, and a cut tail."""
    with _snapshot() as connection:
        last_id, last_hash = _head(connection)
        return list(faults_in(_entries(connection), last_id=last_id, last_hash=last_hash))


def find_head() -> tuple[int, str]:
    """Return the number and the hash of the trail's last entry, worth keeping outside the database."""
    with _snapshot() as connection:
        return _head(connection)


def list_entries(subject: str, subject_id: int, *, limit: int = 100) -> list[AuditEntry]:
    """Return the newest entries about somebody or something."""
    about = (AuditEntry.subject == subject, AuditEntry.subject_id == subject_id)
    return list(
        db.session.scalars(sa.select(AuditEntry).where(*about).order_by(AuditEntry.id.desc()).limit(limit))
    )


@contextmanager
def _snapshot() -> Iterator[Connection]:
    """One view of the trail while others append to it."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection


def _head(connection: Connection) -> tuple[int, str]:
    head = connection.execute(sa.select(AuditHead.last_id, AuditHead.hash)).first()
    return (head.last_id, head.hash) if head else (0, BEGINNING)


def _entries(connection: Connection) -> Iterator[Mapping[str, Any]]:
    statement = sa.select(*AuditEntry.__table__.columns).order_by(AuditEntry.id)
    for row in connection.execution_options(yield_per=BATCH).execute(statement):
        yield row._asdict()
