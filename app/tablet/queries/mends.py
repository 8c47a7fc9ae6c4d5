"""Tasks to mend: items that came from a tablet and could not be filed as they are."""

from __future__ import annotations

import sqlalchemy as sa

from app.core.db import db
from app.tablet.models import InboxItem
from app.tablet.rules.vocabulary import ItemState


def count_mends(author_id: int) -> int:
    """Return how many tasks an author has."""
    own = sa.select(sa.func.count(InboxItem.id)).where(InboxItem.author_id == author_id)
    return db.session.scalar(own.where(InboxItem.state == ItemState.TO_MEND)) or 0
