"""What the last visits and contacts of many people tell, each read in one statement: for a pack that is taken along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from app.core.db import db
from app.people.models import Contact
from app.visits.models import ContactAttempt, Visit
from app.visits.queries.attempts import Attempt
from app.visits.queries.log import LOOK_BACK, Before, VisitRow, before_of

CHUNK = 500


def look_back_of(person_ids: Sequence[int]) -> dict[int, Before]:
    """Return what the last visits of each person tell; who has none is not in it."""
    facts = [getattr(Visit, name) for name in VisitRow._fields if name != "person_name"]
    place = func.row_number().over(
        partition_by=Visit.person_id, order_by=(Visit.visited_on.desc(), Visit.id.desc())
    )
    found: dict[int, list[Any]] = defaultdict(list)
    for ids in _chunks(person_ids):
        own = (Visit.person_id.in_(ids), Visit.voided_at.is_(None))
        ranked = select(Visit.id, place.label("place")).where(*own).subquery()
        wanted = select(*facts, Visit.answers).join(ranked, ranked.c.id == Visit.id)
        wanted = wanted.where(ranked.c.place <= LOOK_BACK)
        for row in db.session.execute(wanted.order_by(Visit.person_id, ranked.c.place)):
            found[row.person_id].append(row)
    return {person_id: before_of(rows) for person_id, rows in found.items()}


def list_attempts_of(person_ids: Sequence[int], *, limit: int) -> dict[int, list[Attempt]]:
    """Return how each person was tried lately without being visited, the newest first."""
    facts = [getattr(ContactAttempt, name) for name in Attempt._fields if name != "through"]
    newest = (ContactAttempt.tried_on.desc(), ContactAttempt.id.desc())
    place = func.row_number().over(partition_by=ContactAttempt.person_id, order_by=newest).label("place")
    found: dict[int, list[Attempt]] = defaultdict(list)
    for ids in _chunks(person_ids):
        tried = select(ContactAttempt.person_id, *facts, Contact.name.label("through"), place)
        tried = tried.outerjoin(Contact, Contact.id == ContactAttempt.contact_id)
        last = tried.where(ContactAttempt.person_id.in_(ids)).subquery()
        wanted = select(*last.c[:-1]).where(last.c.place <= limit)
        for person_id, *row, through in db.session.execute(wanted.order_by(last.c.person_id, last.c.place)):
            found[person_id].append(Attempt._make((*row, through or "")))
    return found


def _chunks(ids: Sequence[int]) -> list[Sequence[int]]:
    return [ids[at : at + CHUNK] for at in range(0, len(ids), CHUNK)]
