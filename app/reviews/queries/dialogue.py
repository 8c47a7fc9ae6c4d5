"""The dialogue on a log, what came back to a doctor, and what a supervisor's verdicts come to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.accounts.models import Area
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.accounts.scope import covers, within
from app.core.db import db
from app.people.models import Person
from app.people.queries import is_on_record, may_see
from app.policy.terms import Kind
from app.reviews.models import CallBack, Review, ReviewRemark
from app.reviews.queries.awaiting import midnight, returned_unanswered
from app.reviews.rules.dialogue import Said, SaidAs, Stated, in_order, told_verdict
from app.reviews.rules.lanes import Span
from app.reviews.rules.vocabulary import Verdict
from app.visits.models import Visit
from app.visits.queries import VisitRow, as_told


class Returned(NamedTuple):
    """A log that came back to its doctor: why, by whom, and whether the doctor has answered."""

    visit: VisitRow
    review: Review
    answered: bool


def find_newest(visit_id: int) -> Review | None:
    """Return the verdict that speaks for a log."""
    wanted = sa.select(Review).where(Review.visit_id == visit_id)
    return db.session.scalar(wanted.order_by(Review.id.desc()).limit(1))


def list_dialogue(visit_ids: Sequence[int], *, reader: Reader) -> list[Said]:
    """Return what was said on the versions of one log: verdicts, remarks, call-backs.

    Only those who see reviews are told that a call-back is asked for: its doctor must not speak to the family first.
    """
    untold = () if may(reader.role, Right.SEE_REVIEWS) else (Verdict.CALL_BACK,)
    said = [
        Said(one.reviewed_at, one.by_name, SaidAs.VERDICT, told_verdict(one.verdict, one.reason), one.comment)
        for one in _of(Review, visit_ids)
        if one.verdict not in untold
    ]
    said += [
        Said(one.said_at, one.by_name, SaidAs.REMARK, SaidAs.REMARK.text, one.words)
        for one in _of(ReviewRemark, visit_ids)
    ]
    said += [
        Said(one.called_at, one.by_name, SaidAs.CALL, one.outcome.text, one.note)
        for one in _of(CallBack, visit_ids)
    ]
    return in_order(said)


def list_returned(reader: Reader, *, untold: Collection[Kind], limit: int, offset: int = 0) -> list[Returned]:
    """Return what came back: one's own logs, for a family doctor every log of the town; unanswered first, oldest first."""
    columns = [getattr(Visit, name) for name in VisitRow._fields if name != "person_name"]
    open_ = returned_unanswered(Review).label("open")
    wanted = sa.select(Review, open_, *columns, Person.name).join(Visit, Visit.id == Review.visit_id)
    wanted = wanted.join(Person, Person.id == Visit.person_id).where(_came_back(), may_see(reader))
    if not may(reader.role, Right.SIGN_PLANS):
        wanted = wanted.where(Review.doctor_id == reader.id)
    order = (open_.desc(), Review.reviewed_at, Review.id)
    rows = db.session.execute(wanted.order_by(*order).limit(limit).offset(offset)).all()
    shown = as_told([VisitRow._make(row[2:]) for row in rows], untold=untold)
    return [Returned(visit, row[0], not row[1]) for visit, row in zip(shown, rows, strict=True)]


def counting_returned(doctor: Reader) -> sa.Select[Any]:
    """Return the question how many logs came back to a doctor and wait for an answer: of residents still in reach."""
    return _unanswered(sa.func.count(Review.id)).where(Review.doctor_id == doctor.id, may_see(doctor))


def count_returned(doctors: Iterable[Reader]) -> Counter[int]:
    """Return how many logs wait for an answer of each of some doctors, by their numbers."""
    areas = {doctor.id: doctor.areas for doctor in doctors}
    wanted = _unanswered(Review.doctor_id, Person.area_code).where(
        Review.doctor_id.in_(areas), is_on_record()
    )
    found = db.session.execute(wanted)
    return Counter(row.doctor_id for row in found if covers(areas[row.doctor_id], row.area_code))


def list_stated(areas: Sequence[str], *, span: Span) -> list[Stated]:
    """Return every verdict stated in a span on logs of some areas."""
    columns = (
        Review.by_name, Visit.doctor_name, Review.verdict, Review.reason, Review.in_bulk,
        Visit.filed_at, Review.reviewed_at, Review.opened_at,
    )  # fmt: skip
    villages = sa.select(Area.code).where(within(Area.code, areas))
    wanted = sa.select(*columns).join(Visit, Visit.id == Review.visit_id)
    wanted = wanted.where(Review.area_code.in_(villages), Review.reviewed_at >= midnight(span.first))
    wanted = wanted.where(Review.reviewed_at < midnight(span.after))
    return [Stated(*row) for row in db.session.execute(wanted.order_by(Review.id))]


def _of(model: type[Any], visit_ids: Sequence[int]) -> Sequence[Any]:
    return db.session.scalars(sa.select(model).where(model.visit_id.in_(visit_ids)).order_by(model.id)).all()


def _unanswered(*columns: Any) -> sa.Select[Any]:
    wanted = sa.select(*columns).select_from(Review).join(Visit, Visit.id == Review.visit_id)
    wanted = wanted.join(Person, Person.id == Visit.person_id)
    return wanted.where(_came_back(), returned_unanswered(Review))


def _came_back() -> sa.ColumnElement[bool]:
    """Return the condition that a verdict sent its log back, speaks still, and the log was not mended since."""
    later = aliased(Review)
    overtaken = sa.exists().where(later.visit_id == Review.visit_id, later.id > Review.id)
    return sa.and_(Review.verdict == Verdict.RETURNED, Visit.voided_at.is_(None), ~overtaken)
