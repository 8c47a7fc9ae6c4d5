"""Reading open sessions with whoever sits behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.models import SignIn, User, UserArea
from app.accounts.queries.holders import holds
from app.accounts.reader import Reader
from app.accounts.rules import ABSOLUTE_LIMIT, clean_username, idle_limit
from app.core import clock
from app.core.db import Instant, db

_READER = (User.id, User.full_name, User.username, User.role, User.language)
_CREDENTIALS = (
    SignIn.created_at,
    User.must_change_password,
    User.password_set_at,
    User.opened_at,
    User.totp_since.is_not(None).label("has_second_factor"),
)
_HELD_ON_DAY = sa.or_(UserArea.until.is_(None), UserArea.until >= sa.bindparam("day", type_=sa.Date))
# Asked in every request, so it is built once.
_OPEN_SESSION = (
    sa.select(SignIn.data, SignIn.seen_at, UserArea.area_code, *_READER, *_CREDENTIALS)
    .join(User, User.id == SignIn.user_id)
    .outerjoin(UserArea, sa.and_(UserArea.user_id == User.id, _HELD_ON_DAY))
    .where(SignIn.id == sa.bindparam("session", type_=sa.String), SignIn.ended_at.is_(None), User.active)
    .where(SignIn.created_at > sa.bindparam("since", type_=Instant))
    .order_by(UserArea.area_code)
)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What somebody signed in with and when: it decides what the door still asks for before any other page."""

    signed_in_at: datetime
    must_change_password: bool
    password_set_at: datetime | None
    opened_at: datetime | None
    has_second_factor: bool


@dataclass(frozen=True, slots=True)
class OpenSession:
    """An open session with its reader: everything a request needs to know of who asks."""

    id: str
    reader: Reader
    data: dict[str, Any]
    seen_at: datetime
    credentials: Credentials


def find_session(session_id: str, *, at: datetime) -> OpenSession | None:
    """Return the session with its reader in one statement, unless it was ended, rested too long or is too old."""
    asked = {"session": session_id, "day": clock.local(at).date(), "since": at - ABSOLUTE_LIMIT}
    rows = db.session.connection().execute(_OPEN_SESSION, asked).all()
    if not rows or at - rows[0].seen_at > idle_limit(rows[0].role):
        return None
    credentials = Credentials(*rows[0][-len(_CREDENTIALS) :])
    return OpenSession(session_id, _reader(rows), rows[0].data, rows[0].seen_at, credentials)


def find_username(user_id: int) -> str | None:
    """Return the user name of an open account."""
    return db.session.scalar(sa.select(User.username).where(User.id == user_id, User.active))


def find_reader(username: str) -> Reader | None:
    """Return the reader behind an open account's user name."""
    held = sa.and_(UserArea.user_id == User.id, holds(clock.now()))
    statement = sa.select(UserArea.area_code, *_READER).outerjoin(UserArea, held).order_by(UserArea.area_code)
    rows = db.session.execute(statement.where(User.username == clean_username(username), User.active)).all()
    return _reader(rows) if rows else None


def _reader(rows: Sequence[Any]) -> Reader:
    row = rows[0]
    areas = tuple(each.area_code for each in rows if each.area_code is not None)
    return Reader(row.id, row.full_name, row.role, areas, row.language, row.username)
