"""How a task to mend ends: filed by its author herself, or closed with a reason. The item itself stays as it came."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from app.accounts.reader import Reader
from app.audit.service import note
from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.core.words import Text
from app.tablet.models import InboxClosing, InboxItem
from app.tablet.rules.vocabulary import ItemState

NOT_YOURS = Text("只有录入的医生本人能处理这一项。", "Only the doctor who recorded this may deal with it.")
OVER = Text("这一项已经处理过了。", "This has been dealt with already.")


def close_task(item: InboxItem, *, reason: str, by: Reader) -> None:
    """Close a task without filing it, with the reason; only its author may."""
    if item.author_id != by.id:
        raise Refused(NOT_YOURS)
    if not _moved([item.id], ItemState.CLOSED):
        raise Refused(OVER)
    closing = InboxClosing(
        item_id=item.id, reason=reason, by_id=by.id, by_name=by.name, closed_at=clock.now()
    )
    db.session.add(closing)


def note_mended(item_ids: Collection[int]) -> int:
    """Note that tasks are over because what they hold is on record now; return how many there were."""
    count = _moved(item_ids, ItemState.MENDED)
    note("inbox_item", None, details={"count": count})
    return count


def _moved(item_ids: Collection[int], state: ItemState) -> int:
    """Move tasks on that nobody has moved meanwhile."""
    open_ones = sa.update(InboxItem).where(InboxItem.id.in_(item_ids), InboxItem.state == ItemState.TO_MEND)
    moved = db.session.scalars(open_ones.values(state=state).returning(InboxItem.id))
    return len(moved.all())
