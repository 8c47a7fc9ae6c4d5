"""The backup of the night, and one by hand."""

from __future__ import annotations

import logging
from pathlib import Path

from app.backups.models import Backup
from app.backups.queries import ATTEMPT, find_newest
from app.backups.rules.keeping import Plan, is_due
from app.backups.service import make_backup, record_backup, remove_outlived
from app.core import clock
from app.core.claims import claim
from app.core.errors import Refused
from app.core.transaction import SYSTEM, Actor, transaction

log = logging.getLogger(__name__)


def nightly_backup(plan: Plan, *, again: bool = False) -> dict[str, int]:
    """Make the night's backup when its hour has come and take away what has outlived its time; ``again`` makes one now.

    One that fails is tried again each hour, by whichever server comes first.
    """
    if not again and not (_is_due(plan) and _is_ours()):
        return {"backups": 0, "removed": 0}
    try:
        take_backup(plan.folder, by=SYSTEM)
    except Refused as refused:
        log.error("no backup was made: %s", refused.text.en)  # noqa: TRY400 - the sentence says it, and no data
        raise
    with transaction("backup.clear", by=SYSTEM):
        removed = remove_outlived(plan.folder, keep=plan.keep)
    return {"backups": 1, "removed": removed}


def take_backup(folder: Path, *, by: Actor) -> Backup:
    """Make a backup and enter it into the register."""
    made = make_backup(folder)
    with transaction("backup.make", by=by):
        return record_backup(made)


def _is_due(plan: Plan) -> bool:
    newest = find_newest(plan.folder)
    return is_due(plan, now=clock.local(clock.now()), newest=clock.local(newest.began_at) if newest else None)


def _is_ours() -> bool:
    """Return whether this server makes the attempt of this hour."""
    with transaction("backup.attempt", by=SYSTEM):
        return claim(ATTEMPT, slot=f"{clock.local(clock.now()):%Y-%m-%dT%H}")
