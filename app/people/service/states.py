"""Where a resident is: each change is a row of its own, and the newest one speaks."""

from __future__ import annotations

from datetime import date

from app.core import clock
from app.core.db import db
from app.core.transaction import current_deed
from app.people.models import Person, StateRecord
from app.people.queries import find_state, whereabouts_of
from app.people.rules import GONE, PersonState, refuse_back, refuse_change, refuse_days

NOTE_LENGTH = 400


def set_state(
    person: Person, state: PersonState, *, on: date, until: date | None = None, note: str = ""
) -> StateRecord:
    """Record that a resident is away until a day, moved, was lost, or died, from a day on."""
    today = clock.today()
    refuse_change(whereabouts_of(person).state_on(today), state)
    refuse_days(on=on, until=until, born_on=person.born_on, today=today)
    person.away_until = until if state is PersonState.AWAY else None
    if state is PersonState.DIED:
        person.died_on = on
    elif state is PersonState.MOVED:
        person.moved_on = on
    elif state is PersonState.LOST:
        person.lost_on = on
    return _keep(person, state, on=on, until=person.away_until, note=note)


def set_death(person: Person, *, on: date) -> None:
    """Record the day a resident died."""
    set_state(person, PersonState.DIED, on=on)


def set_move(person: Person, *, on: date) -> None:
    """Record the day a resident moved away."""
    set_state(person, PersonState.MOVED, on=on)


def set_back(person: Person, *, on: date, note: str) -> tuple[PersonState, date]:
    """Record that a resident is here, or was all along; return what the record said till now, and since when.

    A death or a move recorded by mistake is put right in this way; what was recorded stays in the history.
    """
    whereabouts = whereabouts_of(person)
    state, newest = whereabouts.state_on(clock.today()), find_state(person.id)
    last_on = newest.from_on if newest is not None else None
    since = whereabouts.gone_on if state in GONE else last_on
    refuse_back(state=state, since=since, on=on)
    person.died_on = person.moved_on = person.lost_on = person.away_until = None
    _keep(person, PersonState.HERE, on=on, note=note)
    return state, since or on


def _keep(
    person: Person, state: PersonState, *, on: date, until: date | None = None, note: str = ""
) -> StateRecord:
    deed = current_deed()
    record = StateRecord(
        person_id=person.id,
        state=state,
        from_on=on,
        until_on=until,
        note=note.strip()[:NOTE_LENGTH],
        by_name=deed.actor_name if deed else "",
        created_at=clock.now(),
    )
    db.session.add(record)
    db.session.flush()
    return record
