"""配送: medicine sent to a village or to one person of it, received on a day, and what it settles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import Actor
from app.core.words import Text
from app.supplies.models import Delivery, Shortage
from app.supplies.queries.deliveries import find_delivery
from app.supplies.queries.shortages import lacks
from app.supplies.rules.entries import AnswerEntry, DeliveryEntry, MedicineName, receipt_faults
from app.supplies.rules.vocabulary import Answered, CloseWay
from app.supplies.service.shortages import answer_shortage, close, hold_open, known_medicine

CALLED_OFF = Text("这笔配送已取消，不能再收。", "This delivery was called off; it cannot be received.")
RECEIVED = Text(
    "这笔配送已由{name}于 {day} 收到，不能再改。", "{name} received this delivery on {day}; it stays so."
)


def send(entry: DeliveryEntry, *, by: Actor, shortage: Shortage | None = None) -> Delivery:
    """Note that medicine is on its way; where it answers a report that nobody answered yet, that is the answer.

    The same entry sent twice finds the first on record and changes nothing.
    """
    if (on_record := find_delivery(entry.client_key)) is not None:
        return on_record
    for _field, fault in entry.faults(today=clock.today()):
        raise Refused(fault)
    if shortage is not None:
        hold_open(shortage)
    delivery = _delivery(entry, shortage)
    db.session.add(delivery)
    db.session.flush()
    if shortage is not None and shortage.answer is None:
        expected = max(entry.expected_on, clock.today()) if entry.expected_on else None
        answer_shortage(shortage, AnswerEntry(Answered.WILL_DELIVER, expected), by=by)
    return delivery


def receive(delivery: Delivery, *, on: date, by: Actor) -> int:
    """Note the day a delivery arrived and return how many reports of its village it settles.

    It settles the report it answers, and those of the same medicine unless it is one person's alone.
    """
    _hold_awaited(delivery)
    for _field, fault in receipt_faults(on, sent_on=delivery.sent_on, today=clock.today()):
        raise Refused(fault)
    delivery.received_on, delivery.received_by = on, by.name
    settled = _settled(delivery)
    for shortage in settled:
        close(shortage, CloseWay.DELIVERED, by=by)
    db.session.flush()
    return len(settled)


def cancel_delivery(delivery: Delivery) -> None:
    """Call a delivery off that has not arrived."""
    _hold_awaited(delivery)
    delivery.cancelled_at = clock.now()
    db.session.flush()


def _delivery(entry: DeliveryEntry, shortage: Shortage | None) -> Delivery:
    medicine = known_medicine(entry.medicine, area_code=entry.area_code)
    return Delivery(
        client_key=entry.client_key,
        area_code=entry.area_code,
        person_id=entry.person_id,
        shortage_id=shortage.id if shortage else None,
        code=medicine.code,
        name=medicine.name,
        strength=medicine.strength,
        quantity=entry.quantity,
        unit=entry.unit,
        sent_by=entry.sent_by,
        sent_on=entry.sent_on,
        expected_on=entry.expected_on,
        note=entry.note,
        created_at=clock.now(),
    )


def _settled(delivery: Delivery) -> Sequence[Shortage]:
    """Return the open reports a delivery settles, held until the deed ends; one without a strength asks for any."""
    answered = sa.and_(Shortage.id == delivery.shortage_id, Shortage.closed_on.is_(None))
    which = [answered]
    if delivery.person_id is None:
        medicine = MedicineName(delivery.name, delivery.strength, delivery.code)
        strong = Shortage.strength.in_(("", delivery.strength)) if delivery.strength else sa.true()
        which.append(sa.and_(lacks(delivery.area_code, medicine), strong))
    wanted = sa.select(Shortage).where(sa.or_(*which)).order_by(Shortage.id)
    return db.session.scalars(wanted.with_for_update()).all()


def _hold_awaited(delivery: Delivery) -> None:
    """Hold a delivery until the deed ends; refuse one that has arrived or was called off."""
    db.session.refresh(delivery, with_for_update=True)
    if delivery.cancelled_at is not None:
        raise Conflict(CALLED_OFF)
    if delivery.received_on is not None:
        raise Conflict(RECEIVED.filled(name=delivery.received_by, day=delivery.received_on))
