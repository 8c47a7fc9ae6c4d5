"""Which backups there are, which is the newest, and which life of the database this is."""

from __future__ import annotations

import socket
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from app.backups.models import Backup, Epoch
from app.core.claims import JobClaim
from app.core.db import db

ATTEMPT = "backup-attempt"
SHOWN = 100


def find_newest(folder: Path | None = None) -> Backup | None:
    """Return the newest backup that was not taken away, of one folder or of any."""
    wanted = sa.select(Backup).where(Backup.removed_at.is_(None))
    newest_first = wanted.order_by(Backup.made_at.desc(), Backup.id.desc())
    found = db.session.scalars(newest_first.limit(SHOWN))
    return next((backup for backup in found if folder is None or Path(backup.file).parent == folder), None)


def list_backups(*, limit: int = SHOWN) -> list[Backup]:
    """Return the newest backups that were not taken away."""
    wanted = sa.select(Backup).where(Backup.removed_at.is_(None))
    return list(db.session.scalars(wanted.order_by(Backup.made_at.desc(), Backup.id.desc()).limit(limit)))


def list_kept(folder: Path, *, host: str) -> list[Backup]:
    """Return the backups that lie in one folder of one machine."""
    wanted = sa.select(Backup).where(Backup.host == host, Backup.removed_at.is_(None)).order_by(Backup.id)
    return [backup for backup in db.session.scalars(wanted) if Path(backup.file).parent == folder]


def find_failed_attempt() -> datetime | None:
    """Return when a backup was last begun by the timetable and has not been finished, as far as anybody knows."""
    begun = db.session.scalar(sa.select(sa.func.max(JobClaim.claimed_at)).where(JobClaim.job == ATTEMPT))
    newest = find_newest()
    return begun if begun is not None and (newest is None or newest.made_at < begun) else None


def find_epoch() -> str:
    """Return the life the database is in; none was begun where nothing was ever restored."""
    newest = sa.select(Epoch.value).order_by(Epoch.since.desc()).limit(1)
    return db.session.scalar(newest) or ""


def is_missing(backup: Backup) -> bool:
    """Return whether the file of this machine's backup is gone although nobody took it away here."""
    return backup.host == socket.gethostname() and not Path(backup.file).exists()
