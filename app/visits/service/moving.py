"""Visits under another village's code: the log goes along with its people, and says what it said."""

from __future__ import annotations

import sqlalchemy as sa

from app.people.queries.places import Move, count_rows
from app.people.service.moving import move_rows
from app.visits.models import ContactAttempt, Visit

visit, attempt = (
    table for table in (Visit.__table__, ContactAttempt.__table__) if isinstance(table, sa.Table)
)


def count_visits(move: Move) -> int:
    """Return how many visits go along."""
    return count_rows(visit, move)


def move_visits(move: Move) -> int:
    """Let visits and contacts go along and return how many visits; only whose village they lie in changes."""
    move_rows(attempt, move)
    return move_rows(visit, move)
