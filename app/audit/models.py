"""The trail's own records, and the mark of every record that must leave a trace."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Model

HASH_LENGTH = 64
_Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


class Audited:
    """Marks a record whose every change is written to the trail.

    It can be changed inside a named deed only, is never deleted one by one, and never written in bulk unless the deed
    noted so.
    """

    audited_tables: ClassVar[set[str]] = set()

    def __init_subclass__(cls, **options: Any) -> None:
        """Remember the table, for the guard of bulk statements."""
        super().__init_subclass__(**options)
        if table := cls.__dict__.get("__tablename__"):
            Audited.audited_tables.add(table)

    def audit_subject(self) -> tuple[str, int | None]:
        """Return whom the record is about: its person, else its account, else the record itself."""
        for subject in ("person", "user"):
            if (owner := getattr(self, f"{subject}_id", None)) is not None:
                return subject, owner
        return str(getattr(self, "__tablename__", "")), getattr(self, "id", None)


class AuditEntry(Model):
    """One line of the trail: never changed, never taken out. It names columns and counts, never values."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        sa.Index("ix_audit_entry_subject", "subject", "subject_id", "id"),
        sa.Index("ix_audit_entry_actor", "actor_id", "id"),
    )

    id: Mapped[int] = mapped_column(_Number, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    subject_id: Mapped[int | None]
    details: Mapped[dict[str, Any]]
    previous_hash: Mapped[str] = mapped_column(sa.String(HASH_LENGTH))
    hash: Mapped[str] = mapped_column(sa.String(HASH_LENGTH))


class AuditHead(Model):
    """Where the trail ends: the number and the hash of its last line, so that a cut tail shows."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_id: Mapped[int] = mapped_column(_Number)
    hash: Mapped[str] = mapped_column(sa.String(HASH_LENGTH))


class AuditAnchor(Model):
    """What stands where entries of reads were taken out after their time: the two ends the chain goes on between.

    ``purge_id`` is the entry of the deed that took them out; it tells how many anchors it left and their digest, so that
    nobody can lay another one.
    """

    __tablename__ = "audit_anchor"

    first_id: Mapped[int] = mapped_column(_Number, primary_key=True, autoincrement=False)
    last_id: Mapped[int] = mapped_column(_Number)
    previous_hash: Mapped[str] = mapped_column(sa.String(HASH_LENGTH))
    hash: Mapped[str] = mapped_column(sa.String(HASH_LENGTH))
    purge_id: Mapped[int] = mapped_column(_Number, index=True)
