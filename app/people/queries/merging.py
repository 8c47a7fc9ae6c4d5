"""Reads of what was merged: which record stands for another, and the merges a record went through."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.accounts.scope import within
from app.core.db import db
from app.core.errors import NotFound
from app.people.models import Person, PersonMerge
from app.people.queries.residents import LARGEST_ID, may_see

merged = aliased(Person)


def find_kept(person_id: int, *, reader: Reader) -> Person | None:
    """Return the record that a merged one leads to, if the reader may see it."""
    if person_id > LARGEST_ID:
        return None
    leads = sa.select(merged.merged_into_id).where(merged.id == person_id).scalar_subquery()
    return db.session.scalar(sa.select(Person).where(Person.id == leads, may_see(reader)))


def list_merges(person_id: int, *, reader: Reader) -> list[tuple[PersonMerge, Person]]:
    """Return what was merged into a record and still is, the newest first, each with the record merged.

    A record that came from outside the reader's areas is not told of.
    """
    wanted = _merges(reader).where(PersonMerge.person_id == person_id, PersonMerge.undone_at.is_(None))
    return [(row[0], row[1]) for row in db.session.execute(wanted)]


def get_merge(merge_id: int, *, person_id: int, reader: Reader) -> tuple[PersonMerge, Person]:
    """Return a merge into a record with the record merged, both of the reader's areas."""
    found = None
    if merge_id <= LARGEST_ID:
        wanted = _merges(reader).where(PersonMerge.person_id == person_id, PersonMerge.id == merge_id)
        found = db.session.execute(wanted).first()
    if found is None:
        raise NotFound
    return found[0], found[1]


def _merges(reader: Reader) -> sa.Select[PersonMerge, Person]:
    areas = reader.areas if may(reader.role, Right.READ_CARE) else ()
    wanted = sa.select(PersonMerge, merged).join(merged, merged.id == PersonMerge.merged_id)
    return wanted.where(within(merged.area_code, areas)).order_by(PersonMerge.id.desc())
