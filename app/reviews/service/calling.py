"""Noting a call-back: who was asked, what was answered, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import Actor
from app.core.words import Text
from app.reviews.models import CallBack
from app.reviews.queries.calling import list_calls
from app.reviews.rules.calling import CallEntry, measured_by, outcome_of
from app.reviews.rules.vocabulary import Reached
from app.visits.models import Visit

AGAIN: Final = timedelta(minutes=1)
STRUCK = Text(
    "这条随访已经更正或作废，请看现在有效的一条。",
    "This visit was corrected or voided: look at the version that stands.",
)
UNASKED = Text("问到了人，请填写有没有人来过。", "Somebody answered: please note whether anybody came.")


def note_call(visit: Visit, entry: CallEntry, *, by: Actor) -> CallBack:
    """Put one attempt on record beside the log it asks about; a log may be asked about several times.

    What somebody notes twice within a minute, touching the button again, is one attempt.
    """
    if visit.voided_at is not None:
        raise Conflict(STRUCK)
    reached = entry.reached is not Reached.NOBODY
    if reached and entry.came is None:
        raise Refused(UNASKED)
    told = _told(entry, reached=reached)
    if (noted := _just_noted(visit.id, told, by=by)) is not None:
        return noted
    call = CallBack(
        visit_id=visit.id,
        person_id=visit.person_id,
        area_code=visit.area_code,
        doctor_id=visit.doctor_id,
        outcome=outcome_of(entry, logged=measured_by(visit.answers)),
        called_at=clock.now(),
        by_id=by.id,
        by_name=by.name,
        **told,
    )
    db.session.add(call)
    db.session.flush()
    return call


def _told(entry: CallEntry, *, reached: bool) -> dict[str, Any]:
    """Return what is kept of an attempt; nobody reached has answered nothing."""
    return {
        "way": entry.way,
        "reached": entry.reached,
        "came": entry.came if reached else None,
        "on_that_day": entry.on_that_day if reached else None,
        "done": sorted(done.value for done in entry.done) if reached else [],
        "note": entry.note,
    }


def _just_noted(visit_id: int, told: Mapping[str, Any], *, by: Actor) -> CallBack | None:
    calls = list_calls([visit_id])
    last = calls[-1] if calls else None
    if last is None or last.by_id != by.id or clock.now() - last.called_at > AGAIN:
        return None
    return last if all(getattr(last, name) == value for name, value in told.items()) else None
