"""Logs filed the short way, and what is said on them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.transaction import transaction
from app.reviews.queries.queue import Asked
from app.reviews.rules.dialogue import VerdictEntry
from app.reviews.rules.lanes import span_of
from app.reviews.rules.vocabulary import Lane, ReturnReason, Verdict
from app.reviews.service.judging import state_verdict
from app.reviews.service.remarks import remark
from app.visits.models import Visit
from app.visits.service import correct_visit, file_visit
from tests import cast


def a_log(person, doctor, *, at: datetime = cast.MORNING, **changes) -> Visit:
    """File a visit at an instant, as its doctor does."""
    with clock.standing_at(at), transaction("visit.file", by=doctor):
        return file_visit(
            cast.a_visit(visited_on=changes.pop("visited_on", at.date()), **changes),
            person=person,
            doctor=doctor,
        )


def stated(
    visit, supervisor, verdict="accepted", *, reason=None, seen=0, comment="", opened_at=None, lane=Lane.REST
):
    """State a verdict on a log."""
    entry = VerdictEntry(Verdict(verdict), reason and ReturnReason(reason), comment, opened_at, seen)
    with transaction("review.state", by=supervisor):
        return state_verdict(visit, entry, lane=lane, by=supervisor)


def answered(visit, doctor, words="血压计已校准，数值无误。"):
    """Say something on a log."""
    with transaction("review.remark", by=doctor):
        return remark(visit, words, by=doctor)


def corrected(visit, person, doctor, **changes) -> Visit:
    """Mend a log: the right version stands beside the struck one."""
    with transaction("visit.correct", by=doctor):
        entry = cast.a_visit(visited_on=visit.visited_on, **changes)
        return correct_visit(visit, entry, person=person, reason="录错了", by=doctor)


def later(minutes: float = 1):
    """Let the clock stand some minutes after the morning."""
    return clock.standing_at(cast.MORNING + timedelta(minutes=minutes))


def asked(*areas: str) -> Asked:
    """Return this month and the last of some places, of the whole township where none is named."""
    return Asked(areas or (cast.TOWN,), span_of(None, today=cast.TODAY))


@contextmanager
def questions() -> Iterator[list[str]]:
    """Gather the statements that are sent within a block."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")):
            found.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", note)
