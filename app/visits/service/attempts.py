"""Contacts that are no visits: noted once, with what they mean for where somebody is and what is owed."""

from __future__ import annotations

from sqlalchemy import inspect

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import Actor
from app.core.words import Text
from app.duties.service import excuse, record_leave
from app.people.models import Contact, Person
from app.people.queries import get_detail
from app.people.rules import PersonState
from app.policy import book
from app.visits.models import ContactAttempt
from app.visits.queries import find_attempt
from app.visits.rules import AttemptEntry, ContactOutcome, day_fault
from app.visits.rules.contacts import LEFT_IN_PEACE


def note_attempt(entry: AttemptEntry, *, person: Person, doctor: Actor) -> ContactAttempt:
    """Note a contact that was no visit: nothing counts as done, but what is owed may rest or fall away.

    A sender may deliver the same contact twice; the second time finds the first on record and changes nothing.
    """
    if (on_record := find_attempt(entry.client_key)) is not None:
        return _same_person(on_record, person)
    _refuse_impossible(entry, person)
    if entry.contact_id is not None:
        get_detail(Contact, entry.contact_id, person=person)
    until = entry.excused_until(in_peace=_days_in_peace(entry))
    attempt = ContactAttempt(
        client_key=entry.client_key,
        person_id=person.id,
        area_code=person.area_code,
        tried_on=entry.tried_on,
        way=entry.way,
        outcome=entry.outcome,
        contact_id=entry.contact_id,
        return_on=until or entry.return_on,
        note=entry.note.strip(),
        doctor_id=doctor.id,
        doctor_name=doctor.name,
        filed_at=clock.now(),
    )
    db.session.add(attempt)
    _take_effect(attempt, entry, person)
    db.session.flush()
    return attempt


def _take_effect(attempt: ContactAttempt, entry: AttemptEntry, person: Person) -> None:
    """Let what came of it change where the person is and what rests."""
    if (gone := entry.outcome.gone) is not None:
        assert entry.gone_on is not None
        record_leave(person, gone, on=entry.gone_on, note=attempt.note)
        return
    if (until := attempt.return_on) is None or (reason := entry.outcome.excuse) is None:
        return
    if entry.outcome is ContactOutcome.AWAY and until >= clock.today():
        record_leave(person, PersonState.AWAY, on=entry.tried_on, until=until, note=attempt.note)
    else:
        # Typed in afterwards and over by now, it still excuses the time.
        excuse(person, reason=reason, from_on=entry.tried_on, return_on=until, note=attempt.note)


def _refuse_impossible(entry: AttemptEntry, person: Person) -> None:
    today = clock.today()
    day = day_fault(entry.tried_on, today=today, born_on=person.born_on, died_on=person.died_on)
    fault = next((text for _, text in entry.faults(today=today)), day)
    if fault is not None:
        raise Refused(fault)


def _days_in_peace(entry: AttemptEntry) -> int:
    return int(book.current().figures.value(LEFT_IN_PEACE, on=entry.tried_on))


def _same_person(on_record: ContactAttempt, person: Person) -> ContactAttempt:
    (person_id,) = inspect(person, raiseerr=True).identity or (person.id,)
    if on_record.person_id != person_id:
        raise Conflict(
            Text(
                "这条联系已记在另一位居民名下，请重新打开表单。",
                "This contact was noted for somebody else; please open the form anew.",
            )
        )
    return on_record
