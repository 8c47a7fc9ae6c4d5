"""The catalogue as it stands in a county: what is shipped, with the county's own changes over it."""

from __future__ import annotations

import json
from functools import lru_cache

import sqlalchemy as sa

from app.careplans.models import CatalogueChange
from app.careplans.rules.shelf import Shelf, laid_over, shipped
from app.core.db import db
from app.core.regions import Level, full_code


def county_of(area_code: str) -> str:
    """Return the county an area lies in, whose catalogue holds there."""
    return full_code(area_code[: Level.COUNTY.digits])


def shelf_for(area_code: str) -> Shelf:
    """Return the catalogue by which plans are written in an area."""
    own = CatalogueChange
    newest = sa.select(sa.func.max(own.id)).where(own.area_code == county_of(area_code))
    rows = db.session.execute(
        # As text, so that what the county changed is itself the key of the shelf kept ready for it.
        sa.select(own.table, own.code, sa.cast(own.entry, sa.Text))
        .where(own.id.in_(newest.group_by(own.table, own.code)))
        .order_by(own.id)
    )
    return _shelf_with(tuple((table, code, entry) for table, code, entry in rows))


@lru_cache(maxsize=32)
def _shelf_with(changes: tuple[tuple[str, str, str | None], ...]) -> Shelf:
    read = ((table, code, json.loads(entry) if entry is not None else None) for table, code, entry in changes)
    return Shelf(laid_over(shipped(), read))
