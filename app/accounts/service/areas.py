"""Taking in the tree of areas."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.accounts.areas import AreaRow, AreasTaken, sort_areas
from app.accounts.models import Area, AreaName
from app.accounts.queries import list_former_names
from app.audit.service import note
from app.core import clock
from app.core.db import db


def import_areas(rows: Sequence[AreaRow]) -> AreasTaken:
    """Take in a table of areas: all of it or, where a row is wrong, nothing. The same table again changes nothing.

    An old table neither brings back a village that was merged nor gives one its former name again.
    """
    known = {area.code: area for area in db.session.scalars(sa.select(Area))}
    former = {(each.code, each.name) for each in list_former_names()}
    ended = {code for code, area in known.items() if area.ended_on is not None}
    names = {code: area.name for code, area in known.items()}
    taken = sort_areas(rows, known=names, former=former, ended=ended)
    for new in taken.new:
        db.session.add(Area(code=new.code, name=new.name, level=new.level, parent_code=new.parent_code))
    for renamed in taken.changed:
        rename_area(known[renamed.code], name=renamed.name)
    if taken.new or taken.changed:
        note("area", None, details={"new": len(taken.new), "changed": len(taken.changed)})
    return taken


def rename_area(area: Area, *, name: str) -> None:
    """Give an area another name; lists that still use the old one are understood."""
    old = db.session.get(AreaName, (area.code, area.name))
    if old is None:
        old = AreaName(code=area.code, name=area.name)
        db.session.add(old)
    old.until_on = clock.today()
    area.name = name
