"""Which backups were made, and which life of the database this is."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.audit.models import HASH_LENGTH
from app.core.db import Model


class Backup(Model):
    """One backup that was finished: where it lies, how large it is, and the end of the trail it holds."""

    __tablename__ = "backup"

    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(sa.String(400))
    host: Mapped[str] = mapped_column(sa.String(120))
    began_at: Mapped[datetime]
    made_at: Mapped[datetime]
    bytes: Mapped[int] = mapped_column(sa.BigInteger)
    rows: Mapped[int] = mapped_column(sa.BigInteger)
    head_id: Mapped[int] = mapped_column(sa.BigInteger)
    head_hash: Mapped[str] = mapped_column(sa.String(HASH_LENGTH))
    removed_at: Mapped[datetime | None]


class Epoch(Model):
    """One life of the database: a restore begins another, so that tablets offer again what the old one lost."""

    __tablename__ = "epoch"

    value: Mapped[str] = mapped_column(sa.String(36), primary_key=True)
    since: Mapped[datetime]
    restored_from: Mapped[str] = mapped_column(sa.String(400), default="")
