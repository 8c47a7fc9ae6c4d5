"""Striking: what was filed wrongly stays readable, and what it settled is owed again."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.accounts.reader import Reader, Role
from app.accounts.rights import Right, may
from app.audit.service import note_bulk
from app.careplans.service.checks import void_checks
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Refused
from app.core.transaction import Actor
from app.core.words import Text
from app.duties.service import void_evidence, void_evidence_of_many
from app.visits.models import Visit
from app.visits.queries import CHUNK
from app.visits.rules import ROSTER_UNDONE


def void_visit(visit: Visit, *, reason: str, by: Reader) -> Visit:
    """Strike a visit filed wrongly: it stays readable with the reason, and what it settled is owed again.

    Only its author or a family doctor may.
    """
    if not _is_entitled(visit, by):
        raise Forbidden(
            Text("只有记录者本人或签约医生可以作废。", "Only its author or a family doctor may void a visit.")
        )
    if visit.voided_at is not None:
        raise Conflict(Text("这条随访记录已经作废。", "This visit has been voided already."))
    if not reason.strip():
        raise Refused(Text("请写明作废原因。", "Please state why the visit is voided."))
    visit.voided_at = clock.now()
    visit.void_reason = reason.strip()
    visit.voided_by_id = by.id
    visit.voided_by_name = by.name
    db.session.flush()
    void_checks([visit.id])
    void_evidence(visit.id)
    return visit


def void_many(visit_ids: Sequence[int], *, by: Actor) -> tuple[int, set[int]]:
    """Strike the visits of a roster that is taken back; return how many still stood, and whom it touched.

    Struck for this reason a visit is not known any more: the same file may bring it again. The caller reckons.
    """
    table = Visit.__table__
    assert isinstance(table, sa.Table)
    struck = {
        "voided_at": clock.now(),
        "void_reason": ROSTER_UNDONE,
        "voided_by_id": by.id,
        "voided_by_name": by.name,
    }
    note_bulk("visit", count=len(visit_ids), details={"voided": True})
    voided: list[int] = []
    for at in range(0, len(visit_ids), CHUNK):
        some = table.c.id.in_(visit_ids[at : at + CHUNK]) & table.c.voided_at.is_(None)
        voided += db.session.scalars(sa.select(table.c.id).where(some))
        db.session.execute(sa.update(table).where(some).values(struck))
    void_checks(voided)
    return len(voided), void_evidence_of_many(voided)


def may_void(visit: Visit, *, by: Reader) -> bool:
    """Return whether somebody may strike a visit that still stands."""
    return visit.voided_at is None and _is_entitled(visit, by)


def _is_entitled(visit: Visit, by: Reader) -> bool:
    author = visit.doctor_id is not None and visit.doctor_id == by.id
    return by.role is Role.FAMILY_DOCTOR or (author and may(by.role, Right.WRITE_CARE))
