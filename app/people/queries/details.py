"""What is known around a resident: contacts, allergies, medicines, and where they were from when to when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound
from app.core.sealing import unseal
from app.people.models import Allergy, Contact, Drug, Person, StateRecord
from app.people.rules import Whereabouts

CONTACT_PHONE = "contact.phone"
LARGEST_ID = 2**31 - 1
D = TypeVar("D", Contact, Allergy, Drug)


def list_contacts(person_id: int, *, ended: bool = False) -> Sequence[Contact]:
    """Return whom to call about a resident; with ``ended``, whom no more, the newest first."""
    is_over = Contact.ended_at.is_not(None) if ended else Contact.ended_at.is_(None)
    query = sa.select(Contact).where(Contact.person_id == person_id, is_over)
    return db.session.scalars(query.order_by(Contact.id.desc() if ended else Contact.id)).all()


def list_allergies(person_id: int, *, ended: bool = False) -> Sequence[Allergy]:
    """Return what a resident does not bear; with ``ended``, what was withdrawn, the newest first."""
    is_over = Allergy.ended_at.is_not(None) if ended else Allergy.ended_at.is_(None)
    query = sa.select(Allergy).where(Allergy.person_id == person_id, is_over)
    return db.session.scalars(query.order_by(Allergy.id.desc() if ended else Allergy.id)).all()


def list_drugs(person_id: int, *, ended: bool = False) -> Sequence[Drug]:
    """Return what a resident takes; with ``ended``, what no more, the newest first."""
    is_over = Drug.ended_on.is_not(None) if ended else Drug.ended_on.is_(None)
    query = sa.select(Drug).where(Drug.person_id == person_id, is_over)
    return db.session.scalars(query.order_by(Drug.id.desc() if ended else Drug.id)).all()


def get_detail(kind: type[D], detail_id: int, *, person: Person) -> D:
    """Return one contact, allergy or medicine of a resident; somebody else's is absent."""
    query = sa.select(kind).where(kind.id == min(detail_id, LARGEST_ID), kind.person_id == person.id)
    found: D | None = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def phone_of(contact: Contact) -> str:
    """Return a contact's phone in plain; whoever shows it to a person says so in the trail."""
    return unseal(contact.phone_sealed, context=CONTACT_PHONE) if contact.phone_sealed else ""


def whereabouts_of(person: Person) -> Whereabouts:
    """Return the days on record that tell where a resident is."""
    return Whereabouts(person.died_on, person.moved_on, person.lost_on, person.away_until)


def find_state(person_id: int) -> StateRecord | None:
    """Return the newest word on where a resident is, None where nothing was ever noted."""
    return next(iter(list_states(person_id, limit=1)), None)


def list_states(person_id: int, *, limit: int | None = None, after: int = 0) -> Sequence[StateRecord]:
    """Return where a resident was, the newest word first."""
    query = sa.select(StateRecord).where(StateRecord.person_id == person_id)
    return db.session.scalars(query.order_by(StateRecord.id.desc()).offset(after).limit(limit)).all()
