"""Whom the list names: kept for the next list to be compared with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app.core.db import db
from app.rosters.models import RosterMember
from app.rosters.queries import members_ever
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.outcome import Standing


def write_memberships(standings: Sequence[tuple[int, Standing]], *, kind: ListKind, import_id: int) -> None:
    """Keep what the list says of those who are new on it or of whom it says something else than before."""
    known = members_ever(kind, [person_id for person_id, standing in standings if standing.known is not None])
    rows = [
        {
            "person_id": person_id,
            "list_kind": kind,
            "area_code": standing.area_code,
            "marks": standing.marks,
            "terms": standing.terms,
            "import_id": import_id,
            "left_on": None,
        }
        for person_id, standing in standings
    ]
    fresh = [row for row in rows if row["person_id"] not in known]
    again = [row for row in rows if row["person_id"] in known]
    if fresh:
        db.session.execute(sa.insert(RosterMember), fresh)
    if again:
        db.session.execute(sa.update(RosterMember), again)


def end_memberships(person_ids: Sequence[int], *, kind: ListKind, on: date, import_id: int) -> None:
    """Keep since when somebody no longer stands on the list."""
    rows = [
        {"person_id": person_id, "list_kind": kind, "left_on": on, "import_id": import_id}
        for person_id in person_ids
    ]
    if rows:
        db.session.execute(sa.update(RosterMember), rows)
