"""What was imported: every roster of an area, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app.accounts.scope import within
from app.core.db import db
from app.core.errors import NotFound
from app.core.regions import parent_of
from app.rosters.models import RosterImport
from app.rosters.rules.kinds import ListKind

LARGEST_ID = 2**31 - 1


def list_imports(
    areas: Sequence[str] | None, *, limit: int | None = 30, after: int = 0
) -> list[RosterImport]:
    """Return the imports for some areas (None: all), the newest first; ``after`` leaves the first so many out."""
    wanted = sa.select(RosterImport)
    if areas is not None:
        wanted = wanted.where(within(RosterImport.area_code, areas))
    newest = wanted.order_by(RosterImport.id.desc()).offset(after).limit(limit)
    return list(db.session.scalars(newest))


def count_imports(areas: Sequence[str]) -> int:
    """Return how many imports there are for some areas."""
    wanted = sa.select(sa.func.count()).select_from(RosterImport)
    return db.session.scalar(wanted.where(within(RosterImport.area_code, areas))) or 0


def get_import(import_id: int, *, areas: Sequence[str] | None = None) -> RosterImport:
    """Return one import of some areas (None: of any, for a command); foreign equals absent."""
    wanted = sa.select(RosterImport).where(RosterImport.id == import_id)
    if areas is not None:
        wanted = wanted.where(within(RosterImport.area_code, areas))
    found = db.session.scalar(wanted) if import_id <= LARGEST_ID else None
    if found is None:
        raise NotFound
    return found


def latest_import(kind: ListKind, *, area: str) -> RosterImport | None:
    """Return the newest import of a list that stands, for the area, a part of it or one that holds it."""
    wanted = sa.select(RosterImport).where(_stands(kind, area))
    return db.session.scalar(wanted.order_by(RosterImport.id.desc()).limit(1))


def latest_as_of(kind: ListKind, *, area: str) -> date | None:
    """Return the day of the newest list of a kind that stands in an area, whichever was imported last."""
    return db.session.scalar(sa.select(sa.func.max(RosterImport.as_of)).where(_stands(kind, area)))


def _stands(kind: ListKind, area: str) -> sa.ColumnElement[bool]:
    above = [area]
    while (parent := parent_of(above[-1])) is not None:
        above.append(parent)
    overlapping = sa.or_(within(RosterImport.area_code, [area]), RosterImport.area_code.in_(above))
    return sa.and_(RosterImport.list_kind == kind, RosterImport.undone_at.is_(None), overlapping)
