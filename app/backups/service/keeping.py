"""The register of backups, and taking away those that have outlived their time."""

from __future__ import annotations

import socket
from pathlib import Path

import sqlalchemy as sa

from app.audit.service import note
from app.backups.models import Backup
from app.backups.queries import list_kept
from app.backups.rules.keeping import STALE, list_outlived
from app.backups.rules.manifest import SUFFIX
from app.backups.service.making import Made
from app.core import clock
from app.core.db import db


def record_backup(made: Made) -> Backup:
    """Enter a finished backup into the register; a database before its next migration may not have one yet."""
    backup = Backup(
        file=str(made.path),
        host=made.host,
        began_at=made.began_at,
        made_at=made.made_at,
        bytes=made.bytes,
        rows=made.manifest.rows,
        head_id=made.manifest.head_id,
        head_hash=made.manifest.head_hash,
    )
    if sa.inspect(db.session.connection()).has_table(Backup.__tablename__):
        db.session.add(backup)
        db.session.flush()
    note("backup", backup.id, details={"file": made.path.name, "rows": backup.rows, "bytes": backup.bytes})
    return backup


def remove_outlived(folder: Path, *, keep: int) -> int:
    """Delete the files of this machine's folder that need not be kept any longer; return how many."""
    kept = [
        (backup, clock.local(backup.made_at).date())
        for backup in list_kept(folder, host=socket.gethostname())
    ]
    outlived = list_outlived(kept, keep=keep, today=clock.today())
    for backup in outlived:
        Path(backup.file).unlink(missing_ok=True)
        backup.removed_at = clock.now()
        note("backup", backup.id, details={"removed": Path(backup.file).name})
    _sweep(folder)
    return len(outlived)


def _sweep(folder: Path) -> None:
    """Delete what a machine that was switched off while writing has left half-finished."""
    oldest = (clock.now() - STALE).timestamp()
    for half in folder.glob(f"xunhu-*{SUFFIX}.part"):
        if half.stat().st_mtime < oldest:
            half.unlink(missing_ok=True)
