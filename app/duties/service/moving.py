"""Duties and ledger lines under another village's code: what is owed and what was done goes along, as it stands."""

from __future__ import annotations

from app.duties.models import Duty, DutyLine, table_of
from app.people.queries.places import Move, count_rows
from app.people.service.moving import move_rows


def count_duties(move: Move) -> tuple[int, int]:
    """Return how many open duties and how many ledger lines go along."""
    return count_rows(table_of(Duty), move), count_rows(table_of(DutyLine), move)


def move_duties(move: Move) -> tuple[int, int]:
    """Let open duties and ledger lines go along; return how many of each. Nothing is reckoned anew."""
    return move_rows(table_of(Duty), move), move_rows(table_of(DutyLine), move)
