"""Taking items in: whole, sealed as they are, all of a request in one deed. Nothing is judged here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa

from app.accounts.models import User
from app.core import clock
from app.core.db import db, insert_into
from app.core.words import Text
from app.tablet.models import InboxItem
from app.tablet.queries.items import find_numbers
from app.tablet.rules.batch import Batch, Damaged, Item
from app.tablet.rules.clocks import CHINA_MINUTES, Stamp, seconds_ahead
from app.tablet.rules.vocabulary import Answer, ItemState

BROUGHT = Text(
    "这一项由{name}从平板的导出文件交来，请您核对后保存。",
    "{name} brought this item from a file of your tablet: check it and save it.",
)


class Author(Protocol):
    """Whoever recorded what comes: a reader, or an account whose items somebody else brings."""

    @property
    def id(self) -> int:
        """The account."""

    @property
    def name(self) -> str:
        """The name kept beside the items."""


@dataclass(frozen=True, slots=True)
class Coming:
    """How items came: from which tablet, how far its clock was ahead, and who brought them where that is not the author."""

    device_id: UUID
    clock_ahead: int = 0
    brought_by: str = ""
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one item: what the tablet is answered, and its row where it has one."""

    uuid: str
    hash: str
    answer: Answer
    item_id: int | None = None


def receive(batch: Batch, *, reader: Author) -> tuple[Taken, ...]:
    """Take in what a tablet sends for whoever is signed in on it."""
    ahead = seconds_ahead(batch.now, server=clock.now())
    return take_in(batch.items, author=reader, coming=Coming(batch.device_id, ahead))


def take_in(items: Sequence[Item | Damaged], *, author: Author, coming: Coming) -> tuple[Taken, ...]:
    """Keep every item of this author once, and return for each what became of it, in the order they came.

    Sent twice, by two requests at once too, an item has one row: whoever comes second is told so. What somebody else
    brings waits for its author as a task to mend: nobody files unseen under another's name.
    """
    own = [item for item in items if isinstance(item, Item) and item.author_id == author.id]
    # In the order of their numbers, so that two requests with the same items wait for each other and never crosswise.
    coming = replace(coming, told=_told(author, coming))
    fresh = {_named(item) for item in sorted(own, key=_named) if _keep(item, author, coming)}
    numbers = find_numbers(author.id, uuids=[item.uuid for item in own])
    taken = []
    for item in items:
        if isinstance(item, Damaged):
            taken.append(Taken(item.uuid, item.hash, Answer.DAMAGED))
        elif item.author_id != author.id or (number := numbers.get(_named(item))) is None:
            taken.append(Taken(str(item.uuid), item.hash, Answer.NOT_YOURS))
        else:
            answer = Answer.STORED if _named(item) in fresh else Answer.DUPLICATE
            fresh.discard(_named(item))
            taken.append(Taken(str(item.uuid), item.hash, answer, number))
    return tuple(taken)


def _named(item: Item) -> tuple[UUID, str]:
    return item.uuid, item.hash


def _keep(item: Item, author: Author, coming: Coming) -> bool:
    """Put an item in its row; False where it has one."""
    row = _row(item, author, coming)
    once = insert_into(InboxItem).values(row).on_conflict_do_nothing().returning(InboxItem.id)
    return db.session.scalar(once) is not None


def _row(item: Item, author: Author, coming: Coming) -> dict[str, Any]:
    now = clock.now()
    # A time nobody can read is taken for that of the coming: the item itself is what counts.
    captured = item.captured or Stamp(now, CHINA_MINUTES)
    is_brought = bool(coming.brought_by)
    return {
        "uuid": item.uuid,
        "hash": item.hash,
        "author_id": author.id,
        "author_name": author.name,
        "brought_by": coming.brought_by,
        "device_id": coming.device_id,
        "kind": item.kind,
        "format": item.format,
        "key_id": item.key_id,
        "sealed": item.sealed,
        "captured_at": captured.at,
        "offset_minutes": captured.offset_minutes,
        "received_at": now,
        "clock_ahead": coming.clock_ahead,
        "state": ItemState.TO_MEND if is_brought else ItemState.RECEIVED,
        "tries": 0,
        "judged_at": now if is_brought else None,
        "told": list(coming.told),
    }


def _told(author: Author, coming: Coming) -> tuple[str, ...]:
    """Return what the author is told of items somebody else brings."""
    if not coming.brought_by:
        return ()
    language = db.session.scalar(sa.select(User.language).where(User.id == author.id)) or "zh"
    return (BROUGHT.filled(name=coming.brought_by).said_in(language),)
