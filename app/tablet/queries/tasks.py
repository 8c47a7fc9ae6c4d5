"""Reading tasks to mend, one's own and those of the doctors somebody looks after."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

import sqlalchemy as sa

from app.accounts.models import User
from app.accounts.reader import Reader
from app.accounts.rights import Right, may
from app.audit.models import AuditEntry
from app.core.db import db
from app.core.errors import NotFound
from app.people.models import Person
from app.people.queries import may_see
from app.tablet.models import InboxClosing, InboxItem
from app.tablet.queries.reach import in_reach
from app.tablet.rules.vocabulary import ItemKind, ItemState
from app.visits.models import ContactAttempt, Visit

_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much somebody has to mend, and since when the oldest of it waits."""

    author_id: int
    author_name: str
    count: int
    oldest_at: datetime


def looks_after(reader: Reader) -> bool:
    """Return whether somebody may look at the tasks of others: who manages the tablets, and who leads a team."""
    return may(reader.role, Right.MANAGE_DEVICES) or may(reader.role, Right.SIGN_PLANS)


def get_task(task_id: int, *, reader: Reader) -> InboxItem:
    """Return an item from a tablet to its author and to whoever looks after the author; to others it is absent."""
    item = find_task(task_id, reader=reader)
    if item is None:
        raise NotFound
    return item


def find_task(task_id: int, *, reader: Reader) -> InboxItem | None:
    """Return an item from a tablet the reader may look at, None where there is none."""
    wanted = sa.select(InboxItem).where(InboxItem.id == task_id, _seen_by(reader))
    return db.session.scalar(wanted) if task_id <= _LARGEST_ID else None


def get_author(author_id: int, *, reader: Reader) -> User:
    """Return a doctor whose tasks the reader may look at."""
    within = in_reach(User.id, reader=reader) if looks_after(reader) else sa.false()
    wanted = sa.select(User).where(User.id == author_id, sa.or_(User.id == reader.id, within))
    author = db.session.scalar(wanted)
    if author is None:
        raise NotFound
    return author


def list_tasks(author_id: int, *, limit: int, offset: int = 0) -> list[InboxItem]:
    """Return what an author has to mend, the oldest first."""
    wanted = sa.select(InboxItem).where(
        InboxItem.author_id == author_id, InboxItem.state == ItemState.TO_MEND
    )
    return list(db.session.scalars(wanted.order_by(InboxItem.id).limit(limit).offset(offset)))


def list_backlogs(reader: Reader) -> list[Backlog]:
    """Return who of those looked after has something to mend, the oldest task first."""
    if not looks_after(reader):
        return []
    oldest = sa.func.min(InboxItem.received_at)
    wanted = (
        sa.select(User.id, User.full_name, sa.func.count(InboxItem.id), oldest)
        .join(InboxItem, InboxItem.author_id == User.id)
        .where(InboxItem.state == ItemState.TO_MEND)
        .where(User.id != reader.id, in_reach(User.id, reader=reader))
        .group_by(User.id, User.full_name)
        .order_by(oldest, User.id)
    )
    return [Backlog(*row) for row in db.session.execute(wanted)]


def count_received(author_id: int) -> int:
    """Return how many items of an author were taken in and are still to be judged."""
    waiting = sa.select(sa.func.count(InboxItem.id)).where(
        InboxItem.author_id == author_id, InboxItem.state == ItemState.RECEIVED
    )
    return db.session.scalar(waiting) or 0


@cache
def _another() -> sa.ColumnElement[bool]:
    """Return the condition that another item came under the same number and is not closed."""
    twin = sa.orm.aliased(InboxItem)
    return sa.exists().where(
        twin.author_id == InboxItem.author_id,
        twin.uuid == InboxItem.uuid,
        twin.id != InboxItem.id,
        twin.state != ItemState.CLOSED,
    )


def find_closing(item_id: int) -> InboxClosing | None:
    """Return how a task was closed without filing it."""
    return db.session.get(InboxClosing, item_id)


def list_filed(author_id: int) -> list[int]:
    """Return the tasks whose form is on record by now: the doctor filed it herself.

    Where another item came under the same number, nobody can tell which of the two is on record: both stay.
    """
    visit = sa.exists().where(Visit.client_key == InboxItem.uuid)
    attempt = sa.exists().where(ContactAttempt.client_key == InboxItem.uuid)
    by_visit = sa.and_(InboxItem.kind.in_((ItemKind.VISIT, ItemKind.ROUND)), visit)
    by_attempt = sa.and_(InboxItem.kind == ItemKind.ATTEMPT, attempt)
    wanted = sa.select(InboxItem.id).where(
        InboxItem.author_id == author_id, InboxItem.state == ItemState.TO_MEND
    )
    filed = wanted.where(sa.or_(by_visit, by_attempt), sa.not_(_another()))
    return list(db.session.scalars(filed.order_by(InboxItem.id)))


def names_for(person_ids: Collection[int], *, reader: Reader) -> Mapping[int, str]:
    """Return the names of residents the reader sees, or has seen before: what a doctor recorded on somebody who has
    left her area since is not told to her without a name, and a number made up tells nothing."""
    seen_before = sa.exists().where(
        AuditEntry.subject == "person", AuditEntry.subject_id == Person.id, AuditEntry.actor_id == reader.id
    )
    wanted = sa.select(Person.id, Person.name).where(Person.id.in_(person_ids))
    named = wanted.where(sa.or_(may_see(reader), seen_before))
    return {row.id: row.name for row in db.session.execute(named)}


def _seen_by(reader: Reader) -> sa.ColumnElement[bool]:
    own = InboxItem.author_id == reader.id
    return sa.or_(own, in_reach(InboxItem.author_id, reader=reader)) if looks_after(reader) else own
