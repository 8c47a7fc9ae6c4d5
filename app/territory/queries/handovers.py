"""People on their way to another township: what each side may see of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.queries import area_names
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.accounts.scope import within
from app.core.db import db
from app.core.errors import NotFound
from app.core.regions import parent_of
from app.people.models import Person
from app.people.queries import is_on_record, may_see
from app.policy.terms import Sex
from app.territory.models import Transfer
from app.territory.rules import TransferState

LARGEST_ID = 2**31 - 1


class Incoming(NamedTuple):
    """Somebody another township asks to take over: no more than is needed to answer."""

    id: int
    person_id: int
    name: str
    sex: Sex
    born_on: date | None
    reason: str
    asked_by_name: str
    asked_at: datetime
    village: str
    town: str
    to_code: str


class Outgoing(NamedTuple):
    """A person of one's own area who waits to be taken over elsewhere."""

    id: int
    person_id: int
    name: str
    reason: str
    asked_by_name: str
    asked_at: datetime
    town: str


class Settled(NamedTuple):
    """A request that was answered or withdrawn; the name only for who may see the person now."""

    person_id: int | None
    name: str
    state: TransferState
    answer: str
    answered_by_name: str
    answered_at: datetime | None
    from_name: str
    to_name: str


def find_open_transfer(person_id: int) -> Transfer | None:
    """Return the request that waits for an answer, if somebody is about to be handed over."""
    waiting = sa.select(Transfer).filter_by(person_id=person_id, state=TransferState.ASKED)
    return db.session.scalar(waiting.limit(1))


def get_incoming(transfer_id: int, *, reader: Reader) -> Incoming:
    """Return a waiting request to the reader's township; foreign, answered and absent are told the same way."""
    found = next(_incoming(reader, Transfer.id == min(transfer_id, LARGEST_ID)), None)
    if found is None:
        raise NotFound
    return found


def list_incoming(reader: Reader) -> list[Incoming]:
    """Return who is asked to be taken over by the reader's township, the oldest request first."""
    return list(_incoming(reader))


def get_asked(transfer_id: int, *, reader: Reader) -> Transfer:
    """Return a request for a person whom the reader looks after."""
    asked = sa.select(Transfer).join(Person, Person.id == Transfer.person_id)
    found = db.session.scalar(asked.where(Transfer.id == min(transfer_id, LARGEST_ID), may_see(reader)))
    if found is None:
        raise NotFound
    return found


def list_outgoing(reader: Reader) -> list[Outgoing]:
    """Return who of the reader's people waits to be taken over elsewhere."""
    columns = (
        Transfer.id,
        Person.id,
        Person.name,
        Transfer.reason,
        Transfer.asked_by_name,
        Transfer.asked_at,
    )
    waiting = sa.select(*columns, Transfer.to_code).join(Person, Person.id == Transfer.person_id)
    waiting = waiting.where(Transfer.state == TransferState.ASKED, may_see(reader))
    rows = db.session.execute(waiting.order_by(Transfer.id)).all()
    towns = area_names([row.to_code for row in rows])
    return [Outgoing(*row[:-1], towns.get(row.to_code, row.to_code)) for row in rows]


def list_settled(reader: Reader, *, limit: int, after: int = 0) -> list[Settled]:
    """Return the requests from and to the reader's areas that are settled, the newest first."""
    answered = (Transfer.state, Transfer.answer, Transfer.answered_by_name, Transfer.answered_at)
    settled = sa.select(may_see(reader), Person.id, Person.name, *answered)
    settled = settled.add_columns(Transfer.from_code, Transfer.to_code)
    settled = settled.join(Person, Person.id == Transfer.person_id).where(
        Transfer.state != TransferState.ASKED,
        sa.or_(within(Transfer.from_code, reader.areas), within(Transfer.to_code, reader.areas)),
    )
    ordered = settled.order_by(Transfer.id.desc()).limit(limit).offset(after)
    rows: list[Any] = list(db.session.execute(ordered).all())
    towns = area_names([code for row in rows for code in (_town(row.from_code), row.to_code)])
    return [_settled(row, towns) for row in rows]


def _settled(row: Any, towns: dict[str, str]) -> Settled:
    seen, person_id, name, *answered, from_code, to_code = row
    places = (towns.get(_town(from_code), from_code), towns.get(to_code, to_code))
    return Settled._make((person_id if seen else None, name if seen else "", *answered, *places))


def _incoming(reader: Reader, *which: sa.ColumnElement[bool]) -> Iterator[Incoming]:
    areas = reader.areas if may(reader.role, Right.TAKE_OVER) else ()
    columns = (Transfer.id, Transfer.person_id, Person.name, Person.sex, Person.born_on, Transfer.reason)
    asked = (Transfer.asked_by_name, Transfer.asked_at, Transfer.to_code, Person.area_code)
    waiting = sa.select(*columns, *asked).join(Person, Person.id == Transfer.person_id)
    waiting = waiting.where(Transfer.state == TransferState.ASKED, within(Transfer.to_code, areas))
    waiting = waiting.where(is_on_record(), *which)
    rows: list[Any] = list(db.session.execute(waiting.order_by(Transfer.id)).all())
    names = area_names([code for row in rows for code in (row.area_code, _town(row.area_code))])
    for row in rows:
        *asked_for, to_code, village = row
        where = (names.get(village, ""), names.get(_town(village), ""))
        yield Incoming._make((*asked_for, *where, to_code))


def _town(village: str) -> str:
    return parent_of(village) or village
