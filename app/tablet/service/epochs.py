"""Noticing that the database was set back, by what a tablet remembers of it and this database does not."""

from __future__ import annotations

from uuid import uuid4

from app.backups.models import Epoch
from app.backups.queries import find_epoch
from app.core import clock
from app.core.db import db
from app.tablet.queries.items import holds_mark
from app.tablet.rules.batch import Batch

COPIED = "tablet"


def keep_epoch(batch: Batch) -> None:
    """Begin another life of the database where the tablet was told of an item that is not here.

    A restore begins one by itself; a file copied back by hand does not, and its tablets would offer nothing again.
    """
    if batch.epoch != find_epoch() or holds_mark(batch.last):
        return
    db.session.add(Epoch(value=str(uuid4()), since=clock.now(), restored_from=COPIED))
    db.session.flush()
