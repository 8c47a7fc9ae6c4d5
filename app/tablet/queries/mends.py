"""Tasks to mend: items that came from a tablet and could not be filed as they are."""

from __future__ import annotations

from typing import Any, NamedTuple

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.core.db import db
from app.reviews.queries.dialogue import counting_returned
from app.tablet.models import InboxItem
from app.tablet.rules.vocabulary import ItemState


class PutRight(NamedTuple):
    """What somebody's first page says is to be put right: tasks of the tablet, and logs that came back."""

    mends: int
    returned: int


def count_to_put_right(author: Reader) -> PutRight:
    """Return how many tasks an author has, and how many logs came back to them; by one question, for every first page."""
    mends, returned = counting_mends(author.id), counting_returned(author)
    asked = sa.select(mends.scalar_subquery(), returned.scalar_subquery())
    return PutRight(*db.session.execute(asked).one())


def counting_mends(author_id: int) -> sa.Select[Any]:
    """Return the question how many tasks an author has."""
    own = sa.select(sa.func.count(InboxItem.id)).where(InboxItem.author_id == author_id)
    return own.where(InboxItem.state == ItemState.TO_MEND)


def count_mends(author_id: int) -> int:
    """Return how many tasks an author has."""
    return db.session.scalar(counting_mends(author_id)) or 0
