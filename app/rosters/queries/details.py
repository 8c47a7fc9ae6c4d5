"""What a comparison does not need, but a revised record must keep."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

import sqlalchemy as sa

from app.core.db import db
from app.core.sealing import unseal
from app.people.models import Person
from app.policy.terms import Sex

CHUNK = 500


class Details(NamedTuple):
    """A record's number and phone in plain, and what no list speaks of."""

    identity: str
    phone: str
    sex: Sex
    born_on: date | None
    note: str
    registered_place: str


def load_details(person_ids: Iterable[int]) -> dict[int, Details]:
    """Return the details of some people."""
    found: dict[int, Details] = {}
    ids = sorted(person_ids)
    columns = (Person.sex, Person.born_on, Person.note, Person.registered_place)
    for at in range(0, len(ids), CHUNK):
        chosen = sa.select(Person.id, Person.identity_sealed, Person.phone_sealed, *columns)
        for row in db.session.execute(chosen.where(Person.id.in_(ids[at : at + CHUNK]))):
            identity, phone = _opened(row.identity_sealed, "identity"), _opened(row.phone_sealed, "phone")
            found[row.id] = Details(identity, phone, *row[3:])
    return found


def _opened(sealed: str | None, field: str) -> str:
    return unseal(sealed, context=f"person.{field}") if sealed else ""
