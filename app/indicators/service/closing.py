"""Closing: from then on a month is told as it stood, and what comes in late stands beside it."""

from __future__ import annotations

from datetime import date

from app.core import clock
from app.core.db import db
from app.indicators.queries.touched import touched_since
from app.indicators.rules.months import last_of
from app.indicators.service.counting import hold, recount


def close_month(month: date, *, today: date) -> bool:
    """Count what was touched since a month was counted and close it; False where it was closed before.

    Nothing is copied: a sum of a closed month that moves later puts aside first what it closed with.
    """
    kept = hold(month, today=today)
    if kept.closed_at is not None:
        return False
    # What was counted while the month still ran does not know yet what was overdue at its end.
    whole = not kept.counted_to or kept.counted_on <= last_of(month)
    villages = None if whole else touched_since(kept.counted_to)
    if villages is None or villages:
        recount(month, areas=villages, today=today)
    kept.closed_at = clock.now()
    db.session.flush()
    return True
