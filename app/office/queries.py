"""Whom the pages of the office may ask about: always inside the reader's own areas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.models import User, UserArea
from app.accounts.reader import Reader, Role
from app.accounts.scope import within
from app.core.db import db
from app.people.models import Person
from app.people.queries import list_merges, may_see

LARGEST_ID = 2**31 - 1


class Watched(NamedTuple):
    """An account whose entries may be looked through, open or closed."""

    id: int
    username: str
    full_name: str
    role: Role
    active: bool


def search_watched(text: str, *, reader: Reader, limit: int) -> list[Watched]:
    """Return the accounts of the reader's areas whose name or user name holds a text."""
    named = sa.or_(
        User.full_name.contains(text, autoescape=True), User.username.contains(text, autoescape=True)
    )
    wanted = _watched(reader).where(named).order_by(User.full_name, User.id).limit(limit)
    return [Watched(*row) for row in db.session.execute(wanted)]


def find_watched(user_id: int, *, reader: Reader) -> Watched | None:
    """Return an account that holds or held something inside the reader's areas."""
    if user_id > LARGEST_ID:
        return None
    found = db.session.execute(_watched(reader).where(User.id == user_id)).first()
    return None if found is None else Watched(*found)


def names_of_people(ids: Iterable[int], *, reader: Reader) -> dict[int, str]:
    """Return the names of those of these residents whom the reader may see."""
    named = sa.select(Person.id, Person.name).where(Person.id.in_(set(ids)), may_see(reader))
    return {row.id: row.name for row in db.session.execute(named)}


def names_of_accounts(ids: Iterable[int], *, reader: Reader) -> dict[int, str]:
    """Return the names of those of these accounts that the reader may look through."""
    return {
        row.id: row.full_name for row in db.session.execute(_watched(reader).where(User.id.in_(set(ids))))
    }


def numbers_of(person_id: int, *, reader: Reader) -> Sequence[int]:
    """Return the number of a resident's record and those of the records merged into it."""
    return [person_id, *(merged.id for _, merged in list_merges(person_id, reader=reader))]


def _watched(reader: Reader) -> sa.Select[*tuple[Any, ...]]:
    held = sa.select(UserArea.user_id).where(within(UserArea.area_code, reader.areas))
    return sa.select(User.id, User.username, User.full_name, User.role, User.active).where(User.id.in_(held))
