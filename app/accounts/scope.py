"""Areas as conditions: what lies within somebody's reach."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.core.regions import code_range, lies_within


def within(
    column: sa.ColumnElement[str] | InstrumentedAttribute[str] | InstrumentedAttribute[Any],
    areas: Sequence[str],
) -> sa.ColumnElement[bool]:
    """Return the condition that a code lies in one of the areas: an index range each. No areas, nothing."""
    return sa.or_(sa.false(), *(_inside(column, *code_range(area)) for area in areas))


def covers(areas: Sequence[str], code: str) -> bool:
    """Return whether one of the areas holds the code."""
    return any(lies_within(code, area) for area in areas)


def _inside(column: Any, low: str, high: str) -> sa.ColumnElement[bool]:
    inside: sa.ColumnElement[bool] = column == low if low == high else column.between(low, high)
    return inside
