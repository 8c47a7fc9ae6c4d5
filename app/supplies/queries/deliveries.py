"""Deliveries: on their way, received, called off; to a village, or to one person of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.accounts.scope import within
from app.careplans.rules.vocabulary import DoseUnit
from app.core.db import db
from app.core.errors import NotFound
from app.people.models import Person
from app.supplies.models import Delivery

LARGEST_ID = 2**31 - 1


class DeliveryLine(NamedTuple):
    """One delivery of a list; to nobody in particular unless it names a person."""

    id: int
    area_code: str
    village: str
    person_id: int | None
    person_name: str
    shortage_id: int | None
    name: str
    strength: str
    quantity: float
    unit: DoseUnit
    sent_by: str
    sent_on: date
    expected_on: date | None
    received_on: date | None
    received_by: str
    note: str
    cancelled_at: datetime | None

    def is_late(self, day: date) -> bool:
        """Return whether it should have been there before a day, and is neither received nor called off."""
        awaited = self.received_on is None and self.cancelled_at is None
        return awaited and self.expected_on is not None and self.expected_on < day


FACTS = tuple(
    getattr(Delivery, name) for name in DeliveryLine._fields if name not in ("village", "person_name")
)


def list_deliveries(
    areas: Sequence[str], *, on_the_way: bool, limit: int | None = None, offset: int = 0
) -> list[DeliveryLine]:
    """Return the deliveries of some areas: those on their way by the day they are expected, or the others, newest first."""
    awaited = sa.and_(Delivery.received_on.is_(None), Delivery.cancelled_at.is_(None))
    listed = _lines().where(within(Delivery.area_code, areas))
    if on_the_way:
        soonest = sa.func.coalesce(Delivery.expected_on, Delivery.sent_on)
        listed = listed.where(awaited).order_by(soonest, Delivery.id)
    else:
        last = sa.func.coalesce(Delivery.received_on, Delivery.sent_on)
        listed = listed.where(sa.not_(awaited)).order_by(last.desc(), Delivery.id.desc())
    return _made(listed.limit(limit).offset(offset))


def deliveries_for(shortage_id: int) -> list[DeliveryLine]:
    """Return the deliveries that answer a report, in the order they were sent."""
    answering = _lines().where(Delivery.shortage_id == shortage_id)
    return _made(answering.order_by(Delivery.sent_on, Delivery.id))


def get_delivery(delivery_id: int, *, reader: Reader) -> Delivery:
    """Return a delivery of the reader's areas; foreign equals absent."""
    areas = reader.areas if may(reader.role, Right.READ_CARE) else ()
    wanted = sa.select(Delivery).where(Delivery.id == delivery_id, within(Delivery.area_code, areas))
    found = db.session.scalar(wanted) if delivery_id <= LARGEST_ID else None
    if found is None:
        raise NotFound
    return found


def find_delivery(client_key: UUID) -> Delivery | None:
    """Return the delivery that was noted under a key, or None."""
    return db.session.scalar(sa.select(Delivery).where(Delivery.client_key == client_key))


def _lines() -> sa.Select[tuple[object, ...]]:
    village = sa.func.coalesce(Area.name, Delivery.area_code).label("village")
    to = sa.func.coalesce(Person.name, "").label("person_name")
    listed = sa.select(*FACTS, village, to).outerjoin(Area, Area.code == Delivery.area_code)
    return listed.outerjoin(Person, Person.id == Delivery.person_id)


def _made(listed: sa.Select[tuple[object, ...]]) -> list[DeliveryLine]:
    return [DeliveryLine(**row) for row in db.session.execute(listed).mappings()]
