"""What a county did with its catalogue, and the counties somebody's areas lie in."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.accounts.scope import covers, within
from app.careplans.models import CatalogueChange
from app.careplans.queries.catalogue import county_of
from app.careplans.rules.shelving import ChangeRow
from app.core.db import db
from app.core.regions import Level, level_of

BELOW = (Level.COUNTY, Level.TOWN, Level.VILLAGE)


def list_changes(county: str, table: str, code: str | None = None) -> list[ChangeRow]:
    """Return a county's changes of one table, or of one entry, the oldest first."""
    own = CatalogueChange
    wanted = sa.select(own.id, own.code, own.entry, own.changed_at, own.by_name).where(
        own.area_code == county, own.table == table
    )
    if code is not None:
        wanted = wanted.where(own.code == code)
    return [ChangeRow(*row) for row in db.session.execute(wanted.order_by(own.id))]


def newest_change(county: str, table: str, code: str) -> ChangeRow | None:
    """Return the change of an entry that speaks now, None where the county never touched it."""
    rows = list_changes(county, table, code)
    return rows[-1] if rows else None


def may_edit(reader: Reader, county: str) -> bool:
    """Return whether somebody may change the catalogue of a county: only the county's own office."""
    own = bool(county) and level_of(county) is Level.COUNTY and covers(reader.areas, county)
    return own and may(reader.role, Right.EDIT_CATALOGUE)


def counties_for(areas: Sequence[str]) -> dict[str, str]:
    """Return the counties somebody's areas lie in or hold, by code with their names."""
    around = {county_of(area) for area in areas if level_of(area) in BELOW}
    wanted = sa.select(Area.code, Area.name).where(
        Area.level == Level.COUNTY,
        Area.ended_on.is_(None),
        sa.or_(Area.code.in_(around), within(Area.code, areas)),
    )
    return {row.code: row.name for row in db.session.execute(wanted.order_by(Area.code))}
