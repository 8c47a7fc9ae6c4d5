"""审核: one verdict on one log, or the same on all that were shown together."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.words import Text
from app.reviews.models import Review
from app.reviews.queries.dialogue import find_newest
from app.reviews.queries.queue import Asked, read_queue
from app.reviews.rules.dialogue import VerdictEntry, opening, told_verdict
from app.reviews.rules.vocabulary import Lane, ReturnReason, Verdict
from app.visits.models import Visit

STRUCK: Final = Text(
    "这条随访已经作废或更正，请审核更正后的一条。",
    "This log was voided or corrected: please review the version that stands.",
)
OWN: Final = Text(
    "这条随访是您自己记录的，请由别的督导审核。",
    "You filed this log yourself: another supervisor reviews it.",
)
STANDS: Final = Text(
    "{name}已于 {at} 审核：{verdict}。请看过再决定。",
    "{name} reviewed it at {at}: {verdict}. Look at that before you decide.",
)
WITHOUT_REASON: Final = Text("退回时请选择原因。", "Please choose why the log is returned.")
WITHOUT_WORDS: Final = Text(
    "原因选“其他”时，请写明是什么。", "Where the reason is “other”, please say what it is."
)


def state_verdict(visit: Visit, entry: VerdictEntry, *, lane: Lane, by: Reader) -> Review:
    """Decide about one log. Whoever decides a moment after somebody else is shown what stands.

    The same verdict sent twice by the same supervisor finds the first on record and changes nothing.
    """
    _lock([visit.id])
    db.session.refresh(visit)
    if visit.voided_at is not None:
        raise Conflict(STRUCK)
    if visit.doctor_id == by.id:
        raise Refused(OWN)
    standing = find_newest(visit.id)
    if standing is not None and standing.id != entry.seen:
        return _same(standing, entry, by=by)
    _refuse(entry)
    opened_at = opening(entry.opened_at, now=clock.now())
    reason = entry.reason if entry.verdict is Verdict.RETURNED else None
    told = {"verdict": entry.verdict, "reason": reason, "comment": entry.comment, "opened_at": opened_at}
    review = Review(**_facts(visit, by=by), lane=lane, in_bulk=False, **told)
    db.session.add(review)
    db.session.flush()
    return review


def accept_many(visit_ids: Collection[int], *, asked: Asked, by: Reader) -> int:
    """Accept the logs that were shown together and return how many; what is no longer in that lane is left as it is.

    Only what shows nothing unusual and was not drawn can be accepted unopened, and nobody accepts their own.
    """
    wanted = set(visit_ids)
    _lock(sorted(wanted))
    others = (one for one in read_queue(asked).lanes[Lane.REST] if one.doctor_id != by.id)
    rest = {one.visit_id for one in others} & wanted
    found = db.session.scalars(sa.select(Visit).where(Visit.id.in_(rest)).order_by(Visit.id))
    told = {"lane": Lane.REST, "verdict": Verdict.ACCEPTED, "comment": "", "in_bulk": True}
    db.session.add_all([Review(**_facts(visit, by=by), **told) for visit in found])
    db.session.flush()
    return len(rest)


def _lock(visit_ids: Collection[int]) -> None:
    """Let two supervisors decide about a log one after the other."""
    db.session.execute(
        sa.select(Visit.id).where(Visit.id.in_(visit_ids)).order_by(Visit.id).with_for_update()
    )


def _facts(visit: Visit, *, by: Reader) -> dict[str, object]:
    return {
        "visit_id": visit.id,
        "person_id": visit.person_id,
        "area_code": visit.area_code,
        "doctor_id": visit.doctor_id,
        "reviewed_at": clock.now(),
        "by_id": by.id,
        "by_name": by.name,
    }


def _refuse(entry: VerdictEntry) -> None:
    if entry.verdict is not Verdict.RETURNED:
        return
    if entry.reason is None:
        raise Refused(WITHOUT_REASON)
    if entry.reason is ReturnReason.OTHER and not entry.comment.strip():
        raise Refused(WITHOUT_WORDS)


def _same(standing: Review, entry: VerdictEntry, *, by: Reader) -> Review:
    if (standing.by_id, standing.verdict, standing.reason) == (by.id, entry.verdict, entry.reason):
        return standing
    at = f"{clock.local(standing.reviewed_at):%H:%M}"
    verdict = told_verdict(standing.verdict, standing.reason)
    raise Conflict(STANDS.filled(name=standing.by_name, at=at, verdict=verdict))
