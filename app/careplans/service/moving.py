"""What was told of plans under another village's code: it goes along with its people, and says what it said."""

from __future__ import annotations

import sqlalchemy as sa

from app.careplans.models import PlanCheck
from app.people.queries.places import Move
from app.people.service.moving import move_rows

(check,) = (table for table in (PlanCheck.__table__,) if isinstance(table, sa.Table))


def move_checks(move: Move) -> int:
    """Let what was told of plans go along and return how much; only whose village it lies in changes."""
    return move_rows(check, move)
