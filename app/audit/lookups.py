"""Who saw this person, what did this account see: each look-up one index range, however long the trail is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.audit.places import Stretch
from app.audit.vocabulary import ENDINGS, READ, Kind
from app.core.db import db

PERSON = "person"
# No page walks further than this through the entries of one account: what lies beyond is asked for by the next page.
A_WALK = 20_000
ALL = Stretch(0, 2**63 - 1)
entry = AuditEntry.__table__


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of the trail: about these residents, or of this account; of a kind, in a stretch of it."""

    people: tuple[int, ...] = ()
    actor_id: int | None = None
    kind: Kind | None = None
    stretch: Stretch = ALL


class TrailLine(NamedTuple):
    """One entry as it is shown."""

    id: int
    at: datetime
    actor_id: int | None
    actor_name: str
    action: str
    subject: str
    subject_id: int | None
    details: dict[str, Any]


_LINE = tuple(entry.c[name] for name in TrailLine._fields)


class Tally(NamedTuple):
    """A number over the newest entries; ``is_least`` where older ones were left uncounted."""

    number: int
    is_least: bool


class Lines(NamedTuple):
    """One page of an answer; ``older`` is the entry before which the next page begins."""

    lines: list[TrailLine]
    older: int | None


def list_lines(question: Question, *, limit: int, before: int | None = None) -> Lines:
    """Return the newest entries that answer a question, those before an entry where one is named.

    A kind that is rare is looked for through so many entries at a time: such a page may hold few lines, or none.
    """
    stop = question.stretch.stop if before is None else min(before, question.stretch.stop)
    newest = _asked(sa.select(*_LINE), question, stop).order_by(entry.c.id.desc())
    if question.kind is None:
        return _page_of(newest, limit)
    walked = newest.limit(A_WALK).subquery()
    wanted = sa.select(*walked.c).where(_is_of(walked.c.action, question.kind)).order_by(walked.c.id.desc())
    found = _page_of(wanted, limit)
    return found if found.older is not None else Lines(found.lines, _end_of(walked))


def _page_of(wanted: sa.Select[Any], limit: int) -> Lines:
    lines = [TrailLine(*row) for row in db.session.execute(wanted.limit(limit + 1))]
    return Lines(lines[:limit], lines[limit - 1].id if len(lines) > limit else None)


def _end_of(walked: sa.Subquery) -> int | None:
    """Return the last entry of a walk that was as long as one may be, None where it came to the end."""
    length, last = db.session.execute(sa.select(sa.func.count(), sa.func.min(walked.c.id))).one()
    return last if length == A_WALK else None


def count_readers(question: Question) -> Tally:
    """Return how many accounts looked at the residents asked about."""
    return _tally(question, entry.c.actor_id)


def count_seen(question: Question) -> Tally:
    """Return at how many residents the account asked about has looked."""
    return _tally(question, entry.c.subject_id)


def _tally(question: Question, counted: sa.ColumnElement[Any]) -> Tally:
    newest = _asked(sa.select(counted.label("counted"), entry.c.action), question, question.stretch.stop)
    newest_part = newest.order_by(entry.c.id.desc()).limit(A_WALK).subquery()
    reads = newest_part.c.action == f"{PERSON}.{READ}"
    tallied = sa.select(
        sa.func.count(sa.distinct(sa.case((reads, newest_part.c.counted)))), sa.func.count()
    ).select_from(newest_part)
    distinct, walked = db.session.execute(tallied).one()
    return Tally(distinct, walked == A_WALK)


def _asked(wanted: sa.Select[Any], question: Question, stop: int) -> sa.Select[Any]:
    if question.people:
        wanted = wanted.where(entry.c.subject == PERSON, _one_of(entry.c.subject_id, question.people))
    if question.actor_id is not None:
        wanted = wanted.where(entry.c.actor_id == question.actor_id)
    return wanted.where(entry.c.id >= question.stretch.start, entry.c.id < stop)


def _one_of(column: sa.ColumnElement[Any], values: Sequence[int]) -> sa.ColumnElement[bool]:
    return column == values[0] if len(values) == 1 else column.in_(values)


def _is_of(action: sa.ColumnElement[str], kind: Kind) -> sa.ColumnElement[bool]:
    if kind.endings:
        return sa.or_(*(action.endswith(f".{ending}") for ending in kind.endings))
    others = [ending for endings in ENDINGS.values() for ending in endings]
    return sa.and_(*(action.notlike(f"%.{ending}") for ending in others))
