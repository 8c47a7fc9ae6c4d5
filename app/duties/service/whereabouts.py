"""Leaving and coming back: where a resident is decides what can be owed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from app.core import clock
from app.core.db import db
from app.core.transaction import current_deed
from app.duties.models import ExcuseRecord
from app.duties.rules.notes import LONGEST_EXCUSE
from app.duties.service.excuses import end_excuse, excuse
from app.duties.service.reckoning import reckon
from app.people import service as people
from app.people.models import Person
from app.people.rules import PersonState
from app.policy.terms import ExcuseReason

A_DAY = timedelta(days=1)
NOTE_LENGTH = 400


def record_leave(
    person: Person, state: PersonState, *, on: date, until: date | None = None, note: str = ""
) -> None:
    """Record that a resident is away, moved, was lost or died.

    Who is away is excused until the return; for the others everything owed is withdrawn.
    """
    people.set_state(person, state, on=on, until=until, note=note)
    if state is PersonState.AWAY and until is not None:
        excuse(person, reason=ExcuseReason.AWAY_FOR_WORK, from_on=on, return_on=until, note=note)
    reckon([person.id])


def record_back(person: Person, *, on: date, note: str) -> None:
    """Record that a resident is here again, or was all along: they are owed care as before.

    Nobody could be expected to visit meanwhile, so the time becomes an excuse and no visit of it counts as missed.
    """
    state, since = people.set_back(person, on=on, note=note)
    if state is PersonState.AWAY:
        end_excuse(person, on=on)
        return
    reason = ExcuseReason.UNREACHABLE if state is PersonState.LOST else ExcuseReason.OTHER
    deed = current_deed()
    for first, last in _within_a_year(since, on - A_DAY):
        db.session.add(
            ExcuseRecord(
                person_id=person.id,
                reason=reason,
                from_on=first,
                return_on=last,
                note=note.strip()[:NOTE_LENGTH],
                by_id=deed.actor_id if deed else None,
                created_at=clock.now(),
            )
        )
    reckon([person.id])


def _within_a_year(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Cut a time into excuses that are none longer than one may be."""
    while first <= last:
        end = min(last, first + LONGEST_EXCUSE)
        yield first, end
        first = end + A_DAY
