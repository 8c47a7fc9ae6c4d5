"""Who stands on the last lists, under another village's code, so that the next list is compared with the right people."""

from __future__ import annotations

import sqlalchemy as sa

from app.people.queries.places import Move
from app.people.service.moving import move_rows
from app.rosters.models import RosterDraft, RosterImport, RosterMember


def move_memberships(move: Move) -> int:
    """Let the standing on lists go along; with a whole village go its files too, those applied and those in work."""
    if move.person_ids is None:
        for model in (RosterImport, RosterDraft):
            move_rows(_table(model), move)
    return move_rows(_table(RosterMember), move)


def _table(model: type[RosterImport | RosterDraft | RosterMember]) -> sa.Table:
    table = model.__table__
    assert isinstance(table, sa.Table)
    return table
