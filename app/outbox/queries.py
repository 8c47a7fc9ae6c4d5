"""Looking through the outbox."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.core.db import db
from app.outbox.models import Letter
from app.outbox.rules import Tray


def list_letters(tray: Tray, *, limit: int = 30, offset: int = 0) -> Sequence[Letter]:
    """Return the letters of one tray, the newest first; of those that wait, the one whose turn is next."""
    wanted = sa.select(Letter).where(Letter.state.in_(tray.states)).limit(limit).offset(offset)
    if tray is Tray.WAITING:
        return db.session.scalars(wanted.order_by(Letter.not_before, Letter.id)).all()
    return db.session.scalars(wanted.order_by(Letter.day.desc(), Letter.id.desc())).all()


def count_letters() -> dict[Tray, int]:
    """Return how many letters lie in each tray."""
    rows = db.session.execute(sa.select(Letter.state, sa.func.count()).group_by(Letter.state))
    counts = {row[0]: row[1] for row in rows}
    return {tray: sum(counts.get(state, 0) for state in tray.states) for tray in Tray}


def find_recipient(letter_id: int) -> int | None:
    """Return the account a letter is for."""
    return db.session.scalar(sa.select(Letter.recipient_id).where(Letter.id == letter_id))
