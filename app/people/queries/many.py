"""What is known around many residents at once: for a pack that is taken along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.accounts.reader import Reader
from app.accounts.scope import within
from app.core.db import db
from app.people.models import Allergy, Contact, Drug, Person
from app.people.queries.residents import visible_to

CHUNK = 500


@dataclass(slots=True)
class Known:
    """What is known around one resident now."""

    contacts: list[Contact] = field(default_factory=list)
    allergies: list[Allergy] = field(default_factory=list)
    drugs: list[Drug] = field(default_factory=list)


def list_within(areas: Sequence[str], *, reader: Reader, limit: int) -> Sequence[Person]:
    """Return the residents of some areas that a reader may see, by village, group and name."""
    wanted = visible_to(reader).where(within(Person.area_code, areas)).options(joinedload(Person.household))
    ordered = wanted.order_by(Person.area_code, Person.group_name, Person.name, Person.id)
    return db.session.scalars(ordered.limit(limit)).all()


def known_of(person_ids: Sequence[int]) -> dict[int, Known]:
    """Return whom to call about each resident, what they do not bear and what they take. Three statements."""
    known: dict[int, Known] = defaultdict(Known)
    for at in range(0, len(person_ids), CHUNK):
        ids = person_ids[at : at + CHUNK]
        contacts = sa.select(Contact).where(Contact.person_id.in_(ids), Contact.ended_at.is_(None))
        for contact in db.session.scalars(contacts.order_by(Contact.id)):
            known[contact.person_id].contacts.append(contact)
        allergies = sa.select(Allergy).where(Allergy.person_id.in_(ids), Allergy.ended_at.is_(None))
        for allergy in db.session.scalars(allergies.order_by(Allergy.id)):
            known[allergy.person_id].allergies.append(allergy)
        drugs = sa.select(Drug).where(Drug.person_id.in_(ids), Drug.ended_on.is_(None))
        for drug in db.session.scalars(drugs.order_by(Drug.id)):
            known[drug.person_id].drugs.append(drug)
    return known
