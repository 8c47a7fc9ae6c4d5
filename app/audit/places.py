"""Places in the trail by day: numbers and instants both grow, so a day is found by halving, without an index of its own."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

import sqlalchemy as sa

from app.audit.models import AuditEntry, AuditHead
from app.core.clock import CHINA
from app.core.db import db

entry, head = AuditEntry.__table__, AuditHead.__table__


class Stretch(NamedTuple):
    """A part of the trail: from an entry on, and before another."""

    start: int
    stop: int


def stretch_of(first: date | None, last: date | None) -> Stretch:
    """Return the part of the trail that was written from one day through another; no day leaves that end open."""
    start = 0 if first is None else first_since(datetime.combine(first, time(), CHINA))
    after = None if last is None else datetime.combine(last + timedelta(days=1), time(), CHINA)
    return Stretch(start, _end() if after is None else first_since(after))


def first_since(instant: datetime) -> int:
    """Return the number of the first entry written at an instant or later, one past the end where there is none."""
    low, high = 0, _end()
    while low < high:
        middle = (low + high) // 2
        found = db.session.execute(
            sa.select(entry.c.id, entry.c.at).where(entry.c.id >= middle).order_by(entry.c.id).limit(1)
        ).first()
        if found is not None and found.at < instant:
            low = found.id + 1
        else:
            high = middle
    return low


def _end() -> int:
    return int(db.session.scalar(sa.select(sa.func.max(head.c.last_id))) or 0) + 1
