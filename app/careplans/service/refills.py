"""Telling the duties what medicine was given out: which of it is a refill, and since when somebody is on medicine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import sqlalchemy as sa

from app.careplans.queries.refills import list_given
from app.careplans.rules.refills import refills_of
from app.core import clock
from app.core.db import db
from app.duties.service import replace_refills
from app.people.models import Person
from app.policy import book

LATER = "refills_later"


@contextmanager
def once_at_the_end() -> Iterator[None]:
    """Let the refills of all whose medicine is touched within a block be worked out at its end, once for each person."""
    waiting: set[int] = set()
    db.session.info[LATER] = waiting
    try:
        yield
    finally:
        db.session.info.pop(LATER)
    for person_id in sorted(waiting):
        keep_refills(person_id)


def keep_refills(person_id: int) -> None:
    """Work out anew what a person's medicine says of refills; to be called whenever any was given out or a plan ended.

    The person is held, so that of two who give out at once the later one sees what the earlier one gave.
    """
    db.session.flush()
    waiting: set[int] | None = db.session.info.get(LATER)
    if waiting is not None:
        waiting.add(person_id)
        return
    db.session.execute(sa.select(Person.id).where(Person.id == person_id).with_for_update(key_share=True))
    lead = timedelta(days=book.current().figures.value("refill.lead", on=clock.today()))
    spells, notes = refills_of(list_given(person_id), lead=lead)
    replace_refills(person_id, spells=spells, refills=notes)
