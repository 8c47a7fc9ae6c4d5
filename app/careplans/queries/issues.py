"""One note of medicine given out, found through its person, for a deed to act on."""

from __future__ import annotations

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.careplans.models import MedicineIssue
from app.core.db import db
from app.core.errors import NotFound
from app.people.models import Person
from app.people.queries import may_see

LARGEST_ID = 2**31 - 1


def get_issue(issue_id: int, *, reader: Reader) -> MedicineIssue:
    """Return a note of medicine given out to somebody of the reader's areas; foreign equals absent."""
    query = sa.select(MedicineIssue).join(Person, Person.id == MedicineIssue.person_id)
    found = db.session.scalar(query.where(may_see(reader), MedicineIssue.id == min(issue_id, LARGEST_ID)))
    if found is None:
        raise NotFound
    return found
