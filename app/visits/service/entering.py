"""已录入: noting that visits were typed into the official system, and taking the note back."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.core import clock
from app.core.db import db
from app.policy.terms import Kind
from app.visits.models import EnteredMark, Visit
from app.visits.queries.entering import may_enter


def mark_entered(visit_ids: Sequence[int], *, kind: Kind, by: Reader) -> int:
    """Note that the forms of some visits stand in the official system now; return how many did not before.

    Visits that somebody struck meanwhile, or that lie elsewhere, are passed over.
    """
    wanted = may_enter(kind, by=by).where(Visit.id.in_(visit_ids)).order_by(Visit.id)
    # Held, so that two who tick the same list at once do not mark a visit twice.
    found = db.session.scalars(wanted.with_for_update(of=Visit)).all()
    known = {mark.visit_id: mark for mark in _marks_of(found, kind)}
    changed = 0
    for visit_id in found:
        mark = known.get(visit_id) or EnteredMark(visit_id=visit_id, kind=kind, withdrawn_at=clock.now())
        if mark.withdrawn_at is None:
            continue
        mark.withdrawn_at, mark.entered_at = None, clock.now()
        mark.by_id, mark.by_name = by.id, by.name
        db.session.add(mark)
        changed += 1
    db.session.flush()
    return changed


def withdraw_entered(visit_ids: Sequence[int], *, kind: Kind, by: Reader) -> int:
    """Take back that some visits were entered; return how many were."""
    found = db.session.scalars(may_enter(kind, by=by).where(Visit.id.in_(visit_ids))).all()
    standing = [mark for mark in _marks_of(found, kind) if mark.withdrawn_at is None]
    for mark in standing:
        mark.withdrawn_at = clock.now()
    db.session.flush()
    return len(standing)


def _marks_of(visit_ids: Sequence[int], kind: Kind) -> Sequence[EnteredMark]:
    wanted = sa.select(EnteredMark).where(EnteredMark.visit_id.in_(visit_ids), EnteredMark.kind == kind)
    return db.session.scalars(wanted.order_by(EnteredMark.id)).all()
