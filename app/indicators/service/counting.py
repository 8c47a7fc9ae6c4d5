"""Keeping the sums: only what differs is written, and of a closed month never what it closed with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app.core import clock
from app.core.db import db, insert_into
from app.duties.models import table_of
from app.indicators.models import Tally, TallyMonth
from app.indicators.queries.counting import Counted, find_month, work_out
from app.indicators.rules.months import first_of

PORTION = 2000
PAIR = ("numerator", "denominator")
tally = table_of(Tally)


def recount(month: date, *, areas: Sequence[str] | None, today: date) -> int:
    """Count a month anew in some areas, everywhere where none are named; return how many sums changed.

    It counts inside the open deed. Whoever has much to count works it out first and keeps it afterwards.
    """
    hold(month, today=today)
    return keep(work_out(month, areas=areas, today=today)) or 0


def keep(counted: Counted) -> int | None:
    """Write what a count found to be different; None, and nothing written, where somebody counted the month meanwhile."""
    kept = hold(counted.month, today=counted.day)
    if counted.before not in (None, (kept.counted_to, kept.counted_on)):
        return None
    if counted.before is None and kept.counted_to:
        return None
    for at in range(0, len(counted.rows), PORTION):
        _write(counted.rows[at : at + PORTION], closed=kept.closed_at is not None)
    kept.counted_at, kept.counted_on, kept.counted_to = clock.now(), counted.day, counted.counted_to
    db.session.flush()
    return len(counted.rows)


def hold(month: date, *, today: date) -> TallyMonth:
    """Return how far a month is counted, held until the deed ends; one that never was counted is begun."""
    first = first_of(month)
    begun = {"month": first, "counted_at": clock.now(), "counted_on": today, "counted_to": 0}
    db.session.execute(insert_into(TallyMonth).values(begun).on_conflict_do_nothing())
    kept = find_month(first, lock=True)
    assert kept is not None
    return kept


def _write(rows: Sequence[dict[str, object]], *, closed: bool) -> None:
    """Write sums over those that stand. What a month closed with is put aside when its sum first moves."""
    insert = insert_into(tally)
    new = {f"closed_{name}": 0 if closed else None for name in PAIR}
    changed = {name: insert.excluded[name] for name in PAIR}
    if closed:
        changed |= {
            f"closed_{name}": sa.func.coalesce(tally.c[f"closed_{name}"], tally.c[name]) for name in PAIR
        }
    keys = [column.name for column in tally.primary_key]
    db.session.connection().execute(
        insert.on_conflict_do_update(index_elements=keys, set_=changed), [row | new for row in rows]
    )
