"""Whom the list names: kept for the next list to be compared with."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from operator import itemgetter

import sqlalchemy as sa

from app.core.bulk import PORTION, insert_rows
from app.core.db import db
from app.duties.models import table_of
from app.rosters.models import RosterMember
from app.rosters.queries import mark_key, members_ever
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.outcome import Standing
from app.rosters.rules.register import Member
from app.rosters.rules.repeats import bound


def write_memberships(standings: Sequence[tuple[int, Standing]], *, kind: ListKind, import_id: int) -> None:
    """Keep what the list says of those who are new on it or of whom it says something else than before."""
    known = members_ever(kind, [person_id for person_id, standing in standings if standing.known is not None])
    for at in range(0, len(standings), PORTION):
        _write_some(standings[at : at + PORTION], kind=kind, import_id=import_id, known=known)


def _write_some(
    standings: Sequence[tuple[int, Standing]], *, kind: ListKind, import_id: int, known: set[int]
) -> None:
    key = mark_key()
    rows = [
        {
            "person_id": person_id,
            "list_kind": kind,
            "area_code": standing.area_code,
            "marks": standing.marks,
            "terms": standing.terms,
            "row_mark": _row_mark(person_id, standing, key),
            "import_id": import_id,
            "left_on": None,
        }
        for person_id, standing in standings
    ]
    fresh = [row for row in rows if row["person_id"] not in known]
    again = [row for row in rows if row["person_id"] in known]
    if fresh:
        names = list(fresh[0])
        insert_rows(table_of(RosterMember), names, list(map(itemgetter(*names), fresh)))
    if again:
        db.session.execute(sa.update(RosterMember), again)


def write_row_marks(standings: Sequence[Standing], *, kind: ListKind) -> None:
    """Keep by which row somebody is known again of whom the list says what it said, spelled in another way."""
    key = mark_key()
    rows = []
    for standing in standings:
        if (member := standing.member) is not None and standing.row.letters:
            row_mark = bound(standing.row.letters, member, key=key)
            if row_mark != member.row_mark:
                rows.append({"person_id": member.person_id, "list_kind": kind, "row_mark": row_mark})
    if rows:
        db.session.execute(sa.update(RosterMember), rows)


def _row_mark(person_id: int, standing: Standing, key: bytes) -> str:
    row = standing.row
    said = Member(person_id, row.name, standing.area_code, standing.marks, standing.terms)
    return bound(row.letters, said, key=key) if row.letters else ""


def end_memberships(person_ids: Sequence[int], *, kind: ListKind, on: date, import_id: int) -> None:
    """Keep since when somebody no longer stands on the list."""
    rows = [
        {"person_id": person_id, "list_kind": kind, "left_on": on, "import_id": import_id}
        for person_id in person_ids
    ]
    if rows:
        db.session.execute(sa.update(RosterMember), rows)
