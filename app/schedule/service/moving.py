"""Plans under another village's code: appointments go along with their people, the calendar with a village that is merged."""

from __future__ import annotations

import sqlalchemy as sa

from app.people.queries.places import Move
from app.people.service.moving import move_rows
from app.schedule.models import Appointment, CalendarDay, Market

appointment, special, market = (
    table
    for table in (Appointment.__table__, CalendarDay.__table__, Market.__table__)
    if isinstance(table, sa.Table)
)


def move_plans(move: Move) -> int:
    """Let appointments go along and return how many rows went.

    Markets and special days are those of a place: they go only where the whole village goes.
    """
    moved = move_rows(appointment, move)
    if move.person_ids is None:
        moved += move_rows(special, move) + move_rows(market, move)
    return moved
