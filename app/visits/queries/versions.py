"""Corrections: every version of one visit, and all corrections of a person."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from app.visits.models import Visit
from app.visits.rules.versions import chain_of


def find_delivered(client_key: UUID) -> Visit | None:
    """Return the visit that a sender already delivered under a key."""
    return db.session.scalar(select(Visit).where(Visit.client_key == client_key))


def list_versions(visit: Visit) -> list[Visit]:
    """Return every version of a visit on record, the first one first; one never corrected stands alone."""
    links = select(Visit.id, Visit.corrects_id).where(
        Visit.person_id == visit.person_id, Visit.corrects_id.is_not(None)
    )
    ids = chain_of(visit.id, {row.id: row.corrects_id for row in db.session.execute(links)})
    if ids == (visit.id,):
        return [visit]
    found = {version.id: version for version in db.session.scalars(select(Visit).where(Visit.id.in_(ids)))}
    return [found[each] for each in ids]


def list_corrections(person_id: int) -> list[tuple[Visit, Visit]]:
    """Return each correction of a person's visits with what it stands for, the newest first."""
    newer = select(Visit).where(Visit.person_id == person_id, Visit.corrects_id.is_not(None))
    corrections = db.session.scalars(newer.order_by(Visit.filed_at.desc(), Visit.id.desc())).all()
    older = select(Visit).where(Visit.id.in_([visit.corrects_id for visit in corrections]))
    struck = {visit.id: visit for visit in db.session.scalars(older)} if corrections else {}
    return [(visit, struck[visit.corrects_id]) for visit in corrections if visit.corrects_id is not None]
