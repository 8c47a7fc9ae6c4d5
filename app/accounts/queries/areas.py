"""Reading the tree of areas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import Area, AreaName
from app.accounts.scope import within
from app.core.db import db
from app.core.regions import Level


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name by which lists may still call a village, with the code it went by and the one that has its people now."""

    name: str
    code: str
    current_code: str


def find_area(code: str) -> Area | None:
    """Return an area by its full code."""
    return db.session.get(Area, code)


def area_name(code: str) -> str:
    """Return the name of an area, or its code where the tree does not know it."""
    return db.session.scalar(sa.select(Area.name).where(Area.code == code)) or code


def area_names(codes: Sequence[str], *, current: bool = False) -> dict[str, str]:
    """Return the names of several areas by code; ``current`` leaves out those that were merged into others."""
    named = sa.select(Area.code, Area.name).where(Area.code.in_(codes))
    if current:
        named = named.where(Area.ended_on.is_(None))
    return {row.code: row.name for row in db.session.execute(named)}


def list_places(areas: Sequence[str]) -> dict[str, str]:
    """Return some areas with the towns and villages inside them, code to name."""
    inside = sa.and_(within(Area.code, areas), Area.level.in_((Level.TOWN, Level.VILLAGE)))
    wanted = sa.select(Area.code, Area.name).where(
        sa.or_(Area.code.in_(areas), inside), Area.ended_on.is_(None)
    )
    return {row.code: row.name for row in db.session.execute(wanted.order_by(Area.code))}


def list_villages(areas: Sequence[str]) -> Sequence[Area]:
    """Return the villages inside the areas, by code; one that was merged into another is offered no more."""
    return _list_areas(Level.VILLAGE, areas)


def list_towns(areas: Sequence[str]) -> Sequence[Area]:
    """Return the towns inside the areas, by code."""
    return _list_areas(Level.TOWN, areas)


def _list_areas(level: Level, areas: Sequence[str]) -> Sequence[Area]:
    wanted = sa.select(Area).where(Area.level == level, Area.ended_on.is_(None), within(Area.code, areas))
    return db.session.scalars(wanted.order_by(Area.code)).all()


def village_by_name(name: str, *, under: str) -> Area | None:
    """Return the one village of that name below an area; None where there is none, or more than one."""
    named = sa.select(Area).where(
        Area.level == Level.VILLAGE,
        Area.ended_on.is_(None),
        Area.name == name.strip(),
        within(Area.code, [under]),
    )
    found = db.session.scalars(named.limit(2)).all()
    return found[0] if len(found) == 1 else None


def list_former_names() -> list[FormerName]:
    """Return every name that villages went by: those that were merged, and those of the ones that go on."""
    merged = sa.select(Area.code, Area.name, Area.successor_code).where(Area.successor_code.is_not(None))
    rows = db.session.execute(merged).all()
    successors = {row.code: row.successor_code for row in rows}
    named = [(row.code, row.name) for row in rows]
    named += [(row.code, row.name) for row in db.session.execute(sa.select(AreaName.code, AreaName.name))]
    return [FormerName(name, code, _current(code, successors)) for code, name in named]


def _current(code: str, successors: dict[str, str]) -> str:
    """Follow a merged village to the one that has its people now, however often that was merged since."""
    for _ in range(len(successors)):
        code = successors.get(code, code)
    return code
