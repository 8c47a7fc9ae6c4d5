"""Which logs await a verdict, and what puts one before another: the conditions every count and list of the queue shares.

A log is counted in the month it was filed, so that whatever is entered late is looked at like the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Area, User
from app.accounts.reader import Role
from app.accounts.rights import Right, may
from app.accounts.scope import within
from app.core import clock
from app.people.models import Person
from app.people.queries import is_on_record
from app.policy import book
from app.reviews.models import CallBack, FindingVisit, Review, ReviewRemark
from app.reviews.rules.lanes import Mark, Span
from app.reviews.rules.vocabulary import CallOutcome, Verdict
from app.visits.models import Visit, VisitCapture
from app.visits.rules import VisitSource
from app.visits.rules.captured import CHINA_MINUTES, CLOCK
from app.visits.rules.vocabulary import EmergencyAction

DOCTORS: Final = tuple(role for role in Role if may(role, Right.WRITE_CARE))
A_MINUTE: Final = 60
newest, former = aliased(Review, name="newest"), aliased(Review, name="former")


def filed_here(areas: Sequence[str], span: Span) -> sa.ColumnElement[bool]:
    """Return the condition that a log stands, was filed in some areas in a span, and came from no list.

    The areas are spelled out as villages, so that each is one range of the index by village and instant.
    """
    villages = sa.select(Area.code).where(within(Area.code, areas))
    return sa.and_(
        Visit.area_code.in_(villages),
        Visit.filed_at >= midnight(span.first),
        Visit.filed_at < midnight(span.after),
        Visit.voided_at.is_(None),
        Visit.source != VisitSource.ROSTER,
    )


def midnight(day: date) -> datetime:
    """Return the instant a day begins, in China."""
    return datetime.combine(day, time(), clock.CHINA)


def awaiting(areas: Sequence[str], span: Span, *columns: Any) -> sa.Select[Any]:
    """Return the logs of some areas and a span that await a verdict, with some columns of theirs."""
    traced = _reviewed_before(areas, span)
    last = sa.select(sa.func.max(Review.id)).where(Review.visit_id == Visit.id)
    joined = sa.select(*columns).select_from(Visit).join(Person, Person.id == Visit.person_id)
    joined = joined.outerjoin(newest, newest.id == last.correlate(Visit).scalar_subquery())
    joined = joined.outerjoin(traced, traced.c.head == Visit.id).outerjoin(
        former, former.id == traced.c.review_id
    )
    reachable = sa.and_(within(Person.area_code, areas), is_on_record())
    return joined.where(filed_here(areas, span), reachable, _open())


def answered() -> sa.ColumnElement[int]:
    """Return, as 1 or 0, whether the doctor answered what came back: by a remark or by a correction."""
    mended = sa.and_(newest.id.is_(None), former.verdict == Verdict.RETURNED)
    return _flag(sa.or_(newest.verdict == Verdict.RETURNED, mended))


def marks() -> Mapping[Mark, sa.ColumnElement[int]]:
    """Return, each as 1 or 0, what puts a log among those to be looked at first."""
    return {
        Mark.SIGNAL: _flag(sa.exists().where(FindingVisit.visit_id == Visit.id)),
        Mark.UNREFERRED: _flag(_unreferred()),
        Mark.CLOCK: _flag(_clock_disagrees()),
        Mark.DEAD: _flag(Person.died_on < Visit.visited_on),
        Mark.MENDED: _flag(sa.and_(newest.id.is_(None), former.verdict != Verdict.RETURNED)),
        Mark.CALLED: _flag(newest.verdict == Verdict.CALL_BACK),
    }


def returned_unanswered(review: type[Review]) -> sa.ColumnElement[bool]:
    """Return the condition that a verdict sent its log back and the doctor has said nothing since."""
    return sa.and_(review.verdict == Verdict.RETURNED, ~_answered_since(review))


def _open() -> sa.ColumnElement[bool]:
    called = sa.exists().where(
        CallBack.visit_id == Visit.id,
        CallBack.called_at >= newest.reviewed_at,
        CallBack.outcome != CallOutcome.NOT_REACHED,
    )
    return sa.or_(
        newest.id.is_(None),
        sa.and_(newest.verdict == Verdict.RETURNED, _answered_since(newest)),
        sa.and_(newest.verdict == Verdict.CALL_BACK, called),
    )


def _answered_since(review: type[Review]) -> sa.ColumnElement[bool]:
    said = sa.select(ReviewRemark.id).join(User, User.id == ReviewRemark.by_id)
    return said.where(
        ReviewRemark.visit_id == review.visit_id,
        ReviewRemark.said_at >= review.reviewed_at,
        User.role.in_(DOCTORS),
    ).exists()


def _reviewed_before(areas: Sequence[str], span: Span) -> sa.CTE:
    """Return of each correction the newest verdict on what it stands for, however often that was mended in between."""
    lineage = sa.select(Visit.id.label("head"), Visit.corrects_id.label("earlier"))
    lineage = lineage.where(filed_here(areas, span), Visit.corrects_id.is_not(None))
    known = lineage.cte("lineage", recursive=True)
    before = aliased(Visit)
    further = sa.select(known.c.head, before.corrects_id).join(before, before.id == known.c.earlier)
    known = known.union_all(further.where(before.corrects_id.is_not(None)))
    found = sa.select(known.c.head, sa.func.max(Review.id).label("review_id"))
    found = found.join(Review, Review.visit_id == known.c.earlier)
    return found.group_by(known.c.head).cte("traced")


def _unreferred() -> sa.ColumnElement[bool]:
    action, reason = (Visit.answers[name].as_string() for name in ("emergency_action", "referral_reason"))
    referred = sa.or_(sa.func.coalesce(action, "") == EmergencyAction.REFERRED.value, reason.is_not(None))
    return sa.and_(Visit.emergency, ~referred)


def _clock_disagrees() -> sa.ColumnElement[bool]:
    minutes = int(book.current().figures.value(CLOCK, on=clock.today()))
    off = sa.func.abs(VisitCapture.clock_ahead) > minutes * A_MINUTE
    elsewhere = VisitCapture.offset_minutes != CHINA_MINUTES
    return sa.exists().where(VisitCapture.visit_id == Visit.id, sa.or_(off, elsewhere))


def _flag(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[int]:
    return sa.case((condition, 1), else_=0)
