"""Taking out what was kept long enough, in short deeds, so that nobody who writes has to wait for it."""

from __future__ import annotations

import time
from datetime import datetime

from app.audit.places import first_since
from app.audit.retention import A_BATCH, keeps_since, purge_batch
from app.audit.walk import PURGE
from app.core.transaction import SYSTEM, Actor, transaction

# SQLite lets one write at a time and keeps no queue: whoever waits gets a turn between two batches.
PAUSE_SECONDS = 0.05


def purge_reads(now: datetime, *, days: int, by: Actor = SYSTEM, size: int = A_BATCH) -> dict[str, int]:
    """Take out the entries of reads older than so many days; ended half-way, the next run goes on there."""
    before, counts = keeps_since(now, days=days), {"entries": 0, "batches": 0}
    end = first_since(before)
    while True:
        with transaction(PURGE, by=by) as deed:
            done = purge_batch(deed, before=before, end=end, size=size)
        counts["entries"] += done.count
        counts["batches"] += 1
        if done.is_last:
            return counts
        time.sleep(PAUSE_SECONDS)
