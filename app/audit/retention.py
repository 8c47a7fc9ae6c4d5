"""保存期: entries of reads are taken out after their time. An anchor stays where they stood, so that the chain still holds.

Each batch is a deed of its own: it leaves one anchor for every unbroken run it takes out and an entry of its own with the
digest over them. Where nothing is left between its first run and the anchor before, the two become one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.audit.models import AuditAnchor, AuditEntry
from app.audit.queries import TRAIL, last_said
from app.audit.trail import Note, append, purging
from app.audit.walk import PURGE, Anchor, digest_of
from app.core.db import db
from app.core.transaction import Deed

READ = ".read"
SHORTEST_DAYS = 190
A_BATCH = 500
PURGE_LOCK = 0x78756E68757075
entry, anchor = AuditEntry.__table__, AuditAnchor.__table__
_LINE = (entry.c.id, entry.c.previous_hash, entry.c.hash)


@dataclass(frozen=True, slots=True)
class Purged:
    """What one batch came to: how many entries it took out, and up to which number it looked."""

    count: int
    through: int
    is_last: bool


def purge_batch(deed: Deed, *, before: datetime, end: int, size: int = A_BATCH) -> Purged:
    """Take out the next entries of reads written before an instant, within the open deed of a purge.

    ``end`` is the first entry that is younger: looked for before the deed, which holds up everybody who writes.
    """
    _wait_for_other_purges()
    begin = _purged_through()
    rows = db.session.execute(
        sa.select(*_LINE, _is_old_read(before).label("goes"))
        .where(entry.c.id > begin, entry.c.id < end)
        .order_by(entry.c.id)
        .limit(size)
    ).all()
    through = rows[-1].id if rows else begin
    is_last = len(rows) < size
    runs = _runs(row for row in rows if row.goes)
    if runs:
        _take_out(deed, runs, before=before, through=through)
    elif not is_last:
        _say(deed, {"count": 0, "through": through, "anchors": 0, "digest": digest_of(()), "joined": None})
    return Purged(sum(run.last_id - run.first_id + 1 for run in runs), through, is_last)


def keeps_since(now: datetime, *, days: int) -> datetime:
    """Return the instant before which entries of reads are old enough to go."""
    if days < SHORTEST_DAYS:
        raise ValueError(f"entries of reads are kept {SHORTEST_DAYS} days at least")
    return now - timedelta(days=days)


def _runs(rows: Iterable[Any]) -> list[Anchor]:
    """Return the unbroken runs of the rows, each as the anchor that will stand for it."""
    runs: list[Anchor] = []
    for row in rows:
        if runs and runs[-1].last_id == row.id - 1:
            runs[-1] = runs[-1]._replace(last_id=row.id, hash=row.hash)
        else:
            runs.append(Anchor(row.id, row.id, row.previous_hash, row.hash))
    return runs


def _is_old_read(before: datetime) -> sa.ColumnElement[bool]:
    return sa.and_(entry.c.action.endswith(READ), entry.c.at < before)


def _take_out(deed: Deed, runs: Sequence[Anchor], *, before: datetime, through: int) -> None:
    count = sum(run.last_id - run.first_id + 1 for run in runs)
    reads = entry.c.id.between(runs[0].first_id, runs[-1].last_id), _is_old_read(before)
    joined = _anchor_before(runs[0].first_id)
    if joined is not None:
        runs = [runs[0]._replace(first_id=joined.first_id, previous_hash=joined.previous_hash), *runs[1:]]
    with purging(deed):
        taken = db.session.connection().execute(sa.delete(AuditEntry).where(*reads)).rowcount
        if taken != count:
            raise RuntimeError(f"{taken} entries of reads stood where {count} were read")
        if joined is not None:
            db.session.execute(sa.delete(AuditAnchor).where(anchor.c.first_id == joined.first_id))
    said = {
        "count": count,
        "through": through,
        "anchors": len(runs),
        "digest": digest_of(runs),
        "joined": joined,
    }
    purge_id = _say(deed, said)
    db.session.execute(sa.insert(AuditAnchor), [run._replace(purge_id=purge_id)._asdict() for run in runs])


def _say(deed: Deed, details: dict[str, Any]) -> int:
    """Write the purge's own entry now: its anchors bear its number."""
    said = Note(PURGE, deed.actor_id, deed.actor_name, TRAIL, None, details)
    return append(db.session.connection(), [said])


def _anchor_before(first_id: int) -> Anchor | None:
    columns = [anchor.c[name] for name in Anchor._fields]
    before = sa.select(*columns).where(anchor.c.first_id < first_id).order_by(anchor.c.first_id.desc())
    found = db.session.execute(before.limit(1)).first()
    return Anchor(*found) if found is not None and found.last_id == first_id - 1 else None


def _purged_through() -> int:
    """Return how far the purges before this one have looked."""
    said = last_said(PURGE)
    return int(said["through"]) if said else 0


def _wait_for_other_purges() -> None:
    """SQLite has one writer at a time; on PostgreSQL a second purge waits for the first."""
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(PURGE_LOCK)))
