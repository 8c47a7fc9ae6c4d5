"""Verdicts and call-backs under another village's code: they go along with their logs."""

from __future__ import annotations

import sqlalchemy as sa

from app.people.queries.places import Move
from app.people.service.moving import move_rows
from app.reviews.models import CallBack, Review

review, call_back = (table for table in (Review.__table__, CallBack.__table__) if isinstance(table, sa.Table))


def move_reviews(move: Move) -> None:
    """Let what was said of logs lie where the logs lie from now on."""
    for table in (review, call_back):
        move_rows(table, move)
