"""Reads that only the first pages need: the names of a reader's places."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.accounts.scope import within
from app.core.db import db
from app.core.regions import Level, level_of

area = Area.__table__


def list_places(reader: Reader) -> dict[str, str]:
    """Return the names of a reader's own areas and of the places just below: villages, or a county's towns."""
    below = Level.TOWN if _widest(reader) in (Level.PROVINCE, Level.CITY, Level.COUNTY) else Level.VILLAGE
    wanted = sa.or_(
        area.c.code.in_(reader.areas), sa.and_(within(area.c.code, reader.areas), area.c.level == below)
    )
    statement = sa.select(area.c.code, area.c.name).where(wanted, area.c.ended_on.is_(None))
    return {row.code: row.name for row in db.session.execute(statement.order_by(area.c.code))}


def _widest(reader: Reader) -> Level:
    order = list(Level)
    return min((level_of(code) for code in reader.areas), key=order.index, default=Level.VILLAGE)
