"""Items as they came and how they stand."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa

from app.core.db import db
from app.tablet.models import InboxItem
from app.tablet.rules.vocabulary import ItemState

# So long after it was claimed an item may be claimed anew: whoever held it is gone.
CLAIM_HOLDS = timedelta(seconds=60)
MARK_BITS = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """How one item stands, as its tablet is told."""

    uuid: UUID
    hash: str
    state: ItemState
    told: tuple[str, ...]


def find_numbers(author_id: int, *, uuids: Collection[UUID]) -> dict[tuple[UUID, str], int]:
    """Return the row of each of an author's items of these numbers, by number and hash."""
    wanted = sa.select(InboxItem.id, InboxItem.uuid, InboxItem.hash)
    own = wanted.where(InboxItem.author_id == author_id, InboxItem.uuid.in_(uuids))
    return {(row.uuid, row.hash): row.id for row in db.session.execute(own)}


def list_standing(author_id: int, *, uuids: Collection[UUID]) -> list[Standing]:
    """Return how an author's items of these numbers stand."""
    wanted = sa.select(InboxItem.uuid, InboxItem.hash, InboxItem.state, InboxItem.told)
    own = wanted.where(InboxItem.author_id == author_id, InboxItem.uuid.in_(uuids)).order_by(InboxItem.id)
    return [Standing(row.uuid, row.hash, row.state, tuple(row.told)) for row in db.session.execute(own)]


def list_to_judge(at: datetime, *, author_id: int | None = None, limit: int = 200) -> list[int]:
    """Return the items nobody has judged and nobody is judging, of one author or of all, in the order they were typed."""
    free = sa.or_(InboxItem.claimed_at.is_(None), InboxItem.claimed_at < at - CLAIM_HOLDS)
    wanted = sa.select(InboxItem.id).where(InboxItem.state == ItemState.RECEIVED, free)
    if author_id is not None:
        wanted = wanted.where(InboxItem.author_id == author_id)
    return list(db.session.scalars(wanted.order_by(InboxItem.captured_at, InboxItem.id).limit(limit)))


def has_twin(item: InboxItem) -> bool:
    """Return whether another item of its author came earlier under the same number with something else inside."""
    own = sa.select(InboxItem.id).where(InboxItem.author_id == item.author_id)
    twin = own.where(InboxItem.uuid == item.uuid, InboxItem.id < item.id)
    return db.session.scalar(twin.limit(1)) is not None


def last_mark() -> int:
    """Return a mark of the newest item: its number, and a piece of what it is and when it came.

    Another in its place is noticed by it, and so is the same one that came anew after the database was set back.
    """
    newest = sa.select(InboxItem.id, InboxItem.hash, InboxItem.received_at)
    row = db.session.execute(newest.order_by(InboxItem.id.desc()).limit(1)).first()
    return 0 if row is None else _mark(row.id, row.hash, row.received_at)


def holds_mark(mark: int) -> bool:
    """Return whether the item a tablet was told of is on record; where not, the database was set back meanwhile."""
    if mark == 0:
        return True
    told = sa.select(InboxItem.id, InboxItem.hash, InboxItem.received_at)
    found = db.session.execute(told.where(InboxItem.id == mark >> MARK_BITS)).first()
    return found is not None and _mark(found.id, found.hash, found.received_at) == mark


def _mark(item_id: int, content_hash: str, received_at: datetime) -> int:
    coming = hashlib.sha256(f"{content_hash} {received_at.isoformat()}".encode()).hexdigest()
    return item_id << MARK_BITS | int(coming[: MARK_BITS // 4], 16)
