"""Contacts, allergies and medicines of a resident: added, and ended with a reason; nothing is taken out."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.core.sealing import seal
from app.core.transaction import current_deed
from app.core.words import Text
from app.people.models import Allergy, Contact, Drug, Person
from app.people.queries import list_allergies, list_drugs
from app.people.rules import AllergyEntry, ContactEntry, DrugEntry, same_substance

CONTACT_PHONE = "contact.phone"
REASON_LENGTH = 200
ENDED = Text("这一条已经结束了。", "This entry has ended already.")
D = TypeVar("D", Contact, Allergy, Drug)


def add_contact(person: Person, entry: ContactEntry) -> Contact:
    """Note whom to call about a resident; the phone is sealed."""
    return _added(
        Contact(
            person_id=person.id,
            kind=entry.kind,
            name=entry.name,
            phone_sealed=seal(entry.phone, context=CONTACT_PHONE) if entry.phone else None,
            note=entry.note,
            created_at=clock.now(),
        )
    )


def add_allergy(person: Person, entry: AllergyEntry) -> Allergy:
    """Note what a resident does not bear; the same substance is noted once."""
    _refuse_twice(entry.substance, [known.substance for known in list_allergies(person.id)])
    return _added(
        Allergy(
            person_id=person.id,
            substance=entry.substance,
            reaction=entry.reaction,
            severity=entry.severity,
            noted_on=entry.noted_on,
            by_name=_doer(),
            created_at=clock.now(),
        )
    )


def add_drug(person: Person, entry: DrugEntry) -> Drug:
    """Note what a resident takes; a medicine taken already is ended before another dose of it is noted."""
    _refuse_twice(entry.name, [known.name for known in list_drugs(person.id)])
    return _added(
        Drug(
            person_id=person.id,
            name=entry.name,
            dose=entry.dose,
            frequency=entry.frequency,
            started_on=entry.started_on,
            by_name=_doer(),
            created_at=clock.now(),
        )
    )


def end_contact(contact: Contact, *, reason: str) -> None:
    """Call this contact no more."""
    _refuse_ended(is_ended=contact.ended_at is not None)
    contact.ended_at, contact.end_reason = clock.now(), reason.strip()[:REASON_LENGTH]


def end_allergy(allergy: Allergy, *, reason: str) -> None:
    """Withdraw an allergy that turned out to be none."""
    _refuse_ended(is_ended=allergy.ended_at is not None)
    allergy.ended_at, allergy.end_reason = clock.now(), reason.strip()[:REASON_LENGTH]


def end_drug(drug: Drug, *, on: date, reason: str) -> None:
    """Record that a medicine is no longer taken from a day on."""
    _refuse_ended(is_ended=drug.ended_on is not None)
    if on < drug.started_on:
        raise Refused(
            Text(
                "停药日期不能早于开始用药的日期（{since}）。",
                "A medicine is not ended before it was begun ({since}).",
            ).filled(since=drug.started_on)
        )
    drug.ended_on, drug.end_reason = on, reason.strip()[:REASON_LENGTH]


def _added(detail: D) -> D:
    db.session.add(detail)
    db.session.flush()
    return detail


def _refuse_twice(name: str, known: list[str]) -> None:
    if any(same_substance(name, one) for one in known):
        raise Refused(
            Text(
                "“{name}”已经登记，不用重复登记；有变化的，请先结束原来那条。",
                "“{name}” is on record already; where it changed, end the old entry first.",
            ).filled(name=name)
        )


def _refuse_ended(*, is_ended: bool) -> None:
    if is_ended:
        raise Refused(ENDED)


def _doer() -> str:
    deed = current_deed()
    return deed.actor_name if deed else ""
