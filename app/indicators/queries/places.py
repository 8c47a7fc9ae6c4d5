"""The names a page of numbers needs: of a place, of what it lies in, of the places just below, and of doctors."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.accounts.models import Area, User
from app.accounts.scope import within
from app.core.db import db
from app.core.regions import Level
from app.indicators.models import Tally


def names_around(areas: Sequence[str], *, above: Sequence[str], below: Level) -> dict[str, str]:
    """Return the names of some areas, of those above them and of the places of a level inside them, by code.

    A village merged since keeps its name: its months are still told.
    """
    inside = sa.and_(within(Area.code, areas), Area.level == below)
    named = sa.select(Area.code, Area.name).where(sa.or_(Area.code.in_([*areas, *above]), inside))
    return {row.code: row.name for row in db.session.execute(named.order_by(Area.code))}


def find_doctor(doctor_id: int, *, areas: Sequence[str]) -> str | None:
    """Return the name of a doctor of whom anything was ever counted in some areas; None for anybody else."""
    counted = sa.exists().where(Tally.part == f"doctor:{doctor_id}", within(Tally.area_code, areas))
    return db.session.scalar(sa.select(User.full_name).where(User.id == doctor_id, counted))


def doctor_names(parts: Sequence[str]) -> dict[str, str]:
    """Return the names of the doctors of some parts, by part."""
    numbers = [int(part.removeprefix("doctor:")) for part in parts]
    named = sa.select(User.id, User.full_name).where(User.id.in_(numbers))
    return {f"doctor:{row.id}": row.full_name for row in db.session.execute(named)}
