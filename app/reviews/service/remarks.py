"""答复: what a doctor or a supervisor says about a log under review."""

from __future__ import annotations

from typing import Final

import sqlalchemy as sa

from app.accounts.reader import Reader, Role
from app.accounts.rights import Right, may
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Refused
from app.core.words import Text
from app.reviews.models import ReviewRemark
from app.reviews.queries.dialogue import find_newest
from app.visits.models import Visit

NOBODYS: Final = Text(
    "只有记录者本人、签约医生或督导可以答复。",
    "Only its author, a family doctor or a supervisor may say something about a log.",
)
STRUCK: Final = Text(
    "这条随访已经作废或更正，请在更正后的一条上答复。",
    "This log was voided or corrected: please answer at the version that stands.",
)
UNREVIEWED: Final = Text(
    "这条随访还没有审核意见，不用答复。", "Nobody has reviewed this log: there is nothing to answer."
)


def may_speak(role: Role) -> bool:
    """Return whether a role has a part in the dialogue at all: those who write logs and those who review them."""
    return may(role, Right.WRITE_CARE) or may(role, Right.REVIEW)


def may_remark(visit: Visit, *, by: Reader) -> bool:
    """Return whether somebody may speak about a log: its author, a family doctor, a supervisor."""
    return visit.doctor_id == by.id or may(by.role, Right.SIGN_PLANS) or may(by.role, Right.REVIEW)


def remark(visit: Visit, words: str, *, by: Reader) -> ReviewRemark:
    """Add what somebody says to the dialogue; the same words sent twice in a row stand once."""
    if not may_remark(visit, by=by):
        raise Forbidden(NOBODYS)
    if visit.voided_at is not None:
        raise Conflict(STRUCK)
    if (review := find_newest(visit.id)) is None:
        raise Refused(UNREVIEWED)
    said = words.strip()
    last = _last(visit.id)
    if last is not None and (last.by_id, last.words) == (by.id, said) and last.said_at >= review.reviewed_at:
        return last
    told = {"words": said, "said_at": clock.now(), "by_id": by.id, "by_name": by.name}
    added = ReviewRemark(visit_id=visit.id, person_id=visit.person_id, **told)
    db.session.add(added)
    db.session.flush()
    return added


def _last(visit_id: int) -> ReviewRemark | None:
    wanted = sa.select(ReviewRemark).where(ReviewRemark.visit_id == visit_id)
    return db.session.scalar(wanted.order_by(ReviewRemark.id.desc()).limit(1))
