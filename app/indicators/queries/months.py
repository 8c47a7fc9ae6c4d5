"""Which months are counted, and since when there is anything to count."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app.core.db import db
from app.duties.models import DutyStart
from app.indicators.models import TallyMonth
from app.indicators.rules.months import first_of
from app.visits.models import Visit


def list_counted() -> Sequence[TallyMonth]:
    """Return the months that were counted, the oldest first, as they stand by now."""
    wanted = sa.select(TallyMonth).order_by(TallyMonth.month)
    return db.session.scalars(wanted, execution_options={"populate_existing": True}).all()


def find_first_month() -> date | None:
    """Return the month of the first visit, or of the day since when anything is owed; None where there is neither."""
    visited = sa.select(sa.func.min(Visit.visited_on)).where(Visit.voided_at.is_(None))
    days = [db.session.scalar(visited), db.session.scalar(sa.select(sa.func.min(DutyStart.owed_from)))]
    return min((first_of(day) for day in days if day is not None), default=None)
