"""What supervision tells of the logs: which were reviewed, which a call-back confirmed, which came in late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import sqlalchemy as sa

from app.accounts.scope import within
from app.indicators.queries.days import A_DAY, begins_at, morning_after
from app.indicators.queries.registered import Statement, rows_of
from app.indicators.rules.months import Window
from app.people.models import Person
from app.people.queries import is_on_record
from app.reviews.models import CallBack, Review
from app.reviews.rules.vocabulary import CallOutcome, Reached, Verdict
from app.visits.models import Visit
from app.visits.rules import VisitSource


def reviews_done(window: Window, areas: Sequence[str]) -> sa.Select[Any]:
    """Return each log filed here in the month that stands: met where its newest verdict decides something."""
    newest = sa.select(sa.func.max(Review.id)).where(Review.visit_id == Visit.id)
    decided = sa.exists().where(
        Review.id == newest.correlate(Visit).scalar_subquery(), Review.verdict != Verdict.CALL_BACK
    )
    return _logs(areas, met=decided).where(
        Visit.filed_at >= begins_at(window.since),
        Visit.filed_at < begins_at(window.until + A_DAY),
        Visit.source != VisitSource.ROSTER,
    )


def confirmed(window: Window, areas: Sequence[str]) -> sa.Select[Any]:
    """Return each log whose call-back of the month reached somebody: met where the newest of them confirmed it."""
    answered = sa.select(CallBack.visit_id, sa.func.max(CallBack.id).label("newest"))
    answered = answered.where(
        CallBack.called_at >= begins_at(window.since),
        CallBack.called_at < begins_at(window.until + A_DAY),
        CallBack.reached != Reached.NOBODY,
    )
    told = answered.group_by(CallBack.visit_id).subquery("answered")
    found = sa.exists().where(CallBack.id == told.c.newest, CallBack.outcome == CallOutcome.CONFIRMED)
    return _logs(areas, met=found).join(told, told.c.visit_id == Visit.id)


def late_entries(window: Window, areas: Sequence[str]) -> sa.Select[Any]:
    """Return each visit made in the month: met where it was first put on record on a later day."""
    first_filed = sa.func.coalesce(Visit.first_filed_at, Visit.filed_at)
    late = first_filed >= morning_after(Visit.visited_on, window)
    return _logs(areas, met=late).where(Visit.visited_on.between(window.since, window.until))


STATEMENTS: Final[Mapping[str, Statement]] = {
    "reviews-done": reviews_done,
    "confirmed": confirmed,
    "late-entries": late_entries,
}


def _logs(areas: Sequence[str], *, met: sa.ColumnElement[bool]) -> sa.Select[Any]:
    """Return the logs of some areas that stand: of two versions the newer, of people on record."""
    listed = sa.select(*rows_of(Visit, met=met)).join_from(Visit, Person, Person.id == Visit.person_id)
    return listed.where(within(Visit.area_code, areas), Visit.voided_at.is_(None), is_on_record())
