"""Contacts that were no visits, as a person's page and history show them."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select

from app.core.db import db
from app.people.models import Contact
from app.visits.models import ContactAttempt
from app.visits.rules import ContactOutcome, ContactWay


class Attempt(NamedTuple):
    """One contact that was no visit: how, through whom, and what came of it."""

    id: int
    tried_on: date
    way: ContactWay
    outcome: ContactOutcome
    return_on: date | None
    note: str
    doctor_name: str
    through: str


def find_attempt(client_key: UUID) -> ContactAttempt | None:
    """Return the contact that a sender already delivered under a key."""
    return db.session.scalar(select(ContactAttempt).where(ContactAttempt.client_key == client_key))


def list_attempts(person_id: int, *, limit: int | None = None) -> list[Attempt]:
    """Return how a resident was tried, the newest first."""
    columns = (
        ContactAttempt.id,
        ContactAttempt.tried_on,
        ContactAttempt.way,
        ContactAttempt.outcome,
        ContactAttempt.return_on,
        ContactAttempt.note,
        ContactAttempt.doctor_name,
        Contact.name,
    )
    wanted = select(*columns).outerjoin(Contact, Contact.id == ContactAttempt.contact_id)
    wanted = wanted.where(ContactAttempt.person_id == person_id)
    rows = db.session.execute(
        wanted.order_by(ContactAttempt.tried_on.desc(), ContactAttempt.id.desc()).limit(limit)
    )
    return [Attempt(*row[:-1], through=row[-1] or "") for row in rows]
