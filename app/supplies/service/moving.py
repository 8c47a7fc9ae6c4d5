"""Supply under another village's code: what is on its way to somebody goes along with them, the rest with a whole village."""

from __future__ import annotations

import sqlalchemy as sa

from app.people.queries.places import Move
from app.people.service.moving import move_rows
from app.supplies.models import Delivery, Shortage

shortage, delivery = (
    table for table in (Shortage.__table__, Delivery.__table__) if isinstance(table, sa.Table)
)


def move_supplies(move: Move) -> int:
    """Let deliveries and shortages go along and return how many rows went.

    A shortage is a place's: it goes only where the whole village goes.
    """
    moved = move_rows(delivery, move)
    return moved if move.person_ids is not None else moved + move_rows(shortage, move)
