"""What is kept of an item's judging: who holds it, how often it was begun, and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.people.models import Person
from app.people.rules import PersonEntry
from app.people.service.columns import columns_of
from app.tablet.models import InboxItem
from app.tablet.queries.items import CLAIM_HOLDS
from app.tablet.rules.vocabulary import ItemKind, ItemState
from app.visits.queries import find_delivered
from app.visits.service.capturing import note_capture

# What is filed as a visit, under the item's own number.
SEEN = frozenset({ItemKind.VISIT, ItemKind.ROUND})


@dataclass(frozen=True, slots=True)
class Verdict:
    """How an item stands once judged, with the sentences for its author and whom it is about."""

    state: ItemState
    told: tuple[str, ...] = ()
    person_id: int | None = None


def claim(item_id: int) -> int | None:
    """Take an item to be judged and return how often that was begun, this time included; None where others hold it."""
    now = clock.now()
    taken = (
        sa.update(InboxItem)
        .where(InboxItem.id == item_id, InboxItem.state == ItemState.RECEIVED)
        .where(sa.or_(InboxItem.claimed_at.is_(None), InboxItem.claimed_at < now - CLAIM_HOLDS))
        .values(claimed_at=now, tries=InboxItem.tries + 1)
        .returning(InboxItem.tries)
        .execution_options(synchronize_session=False)
    )
    return db.session.scalar(taken)


def release(item_id: int) -> None:
    """Let an item wait for its next turn."""
    free = sa.update(InboxItem).where(InboxItem.id == item_id, InboxItem.state == ItemState.RECEIVED)
    db.session.execute(free.values(claimed_at=None).execution_options(synchronize_session=False))


def settle(item_id: int, verdict: Verdict) -> None:
    """Keep how an item was judged; one that was settled by somebody else meanwhile stays as it is."""
    judged = sa.update(InboxItem).where(InboxItem.id == item_id, InboxItem.state == ItemState.RECEIVED)
    values = {
        "state": verdict.state,
        "told": list(verdict.told),
        "judged_at": clock.now(),
        "claimed_at": None,
    }
    about = _known(verdict.person_id)
    if verdict.state is ItemState.FILED:
        _note_coming(item_id)
    db.session.execute(judged.values(person_id=about, **values).execution_options(synchronize_session=False))


def stands(person_id: int, entry: PersonEntry) -> bool:
    """Return whether a record says all that an entry states, so that filing it again would change nothing."""
    person = db.session.get(Person, person_id)
    if person is None:
        return False
    head = person.household.head_name if person.household else ""
    columns = columns_of(entry)
    same: Sequence[bool] = [
        getattr(person, name) == value for name, value in columns.items() if not name.endswith("_sealed")
    ]
    return head == entry.head_name and all(same)


def _note_coming(item_id: int) -> None:
    """Note beside a visit that was filed when it was captured and received."""
    item = db.session.get_one(InboxItem, item_id)
    visit = find_delivered(item.uuid) if item.kind in SEEN else None
    if visit is not None:
        note_capture(
            visit.id,
            captured_at=item.captured_at,
            offset_minutes=item.offset_minutes,
            received_at=item.received_at,
            clock_ahead=item.clock_ahead,
        )


def _known(person_id: int | None) -> int | None:
    return db.session.scalar(sa.select(Person.id).where(Person.id == person_id))
