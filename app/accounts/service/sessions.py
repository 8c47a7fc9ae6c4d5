"""Signing in and out: attempts weighed, sessions opened and ended."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.models import SignIn, User
from app.accounts.passwords import hash_password, is_dated, is_right
from app.accounts.rules import clean_username, is_session_key
from app.accounts.second import count_failure
from app.audit.service import note
from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.core.sealing import blind
from app.core.words import Text

KEPT_AFTER_END = timedelta(days=7)
WRONG = Text(
    "用户名或密码不对，或账户正在等待。连续输错 5 次要等 1 分钟，之后每错一次等待加倍。",
    "Wrong user name or password, or the account is waiting. After five failures it waits a minute, then twice as long each.",
)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A weighed attempt to sign in: the slow part is over before the writing begins. It is the doer of its deed."""

    user_id: int | None
    full_name: str
    is_right: bool
    renewed_hash: str | None = None
    has_second_factor: bool = False

    @property
    def action(self) -> str:
        """What the trail calls the attempt."""
        if not self.is_right:
            return "account.sign-in-failed"
        return "account.sign-in-begun" if self.has_second_factor else "account.sign-in"

    @property
    def id(self) -> int | None:
        """The account, once the password has shown that it is its owner."""
        return self.user_id if self.is_right else None

    @property
    def name(self) -> str:
        """The owner's name, or nobody's."""
        return self.full_name if self.is_right else "anonymous"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session just opened: the cookie's token, which the server forgets, and the row's number."""

    token: str
    id: str
    user_id: int


@dataclass(frozen=True, slots=True)
class HalfWay:
    """That somebody showed the right password and still has to show a code, before long and before it changes."""

    user_id: int
    at: datetime
    mark: str


def weigh(username: str, password: str) -> Attempt:
    """Compare a password; equally slow for somebody unknown. Call it before the deed begins: it holds up nobody."""
    columns = (User.id, User.full_name, User.password_hash, User.totp_since)
    known = db.session.execute(
        sa.select(*columns).where(User.username == clean_username(username), User.active)
    ).first()
    db.session.rollback()  # what was read is here: the slow part keeps neither a connection nor a snapshot
    if known is None:
        is_right(password, known=None)
        return Attempt(None, "", is_right=False)
    fits = is_right(password, known=known.password_hash)
    renewed = hash_password(password) if fits and is_dated(known.password_hash) else None
    return Attempt(known.id, known.full_name, fits, renewed, known.totp_since is not None)


def sign_in_with(attempt: Attempt, *, device: str = "") -> SignedIn | HalfWay | Refused:
    """Open a session, or count the failure and return the refusal; a locked account refuses the right password too.

    Where the account has a second factor the right password leads half-way only, and forgives no failure yet.
    """
    user = None if attempt.user_id is None else db.session.get(User, attempt.user_id, with_for_update=True)
    if user is None or user.is_locked(clock.now()):
        return Refused(WRONG, status=401)
    if not attempt.is_right:
        count_failure(user)
        return Refused(WRONG, status=401)
    if attempt.renewed_hash is not None:
        user.password_hash = attempt.renewed_hash
    if user.totp_since is not None:
        note("user", user.id)
        return HalfWay(user.id, clock.now(), mark_of(user.password_hash))
    return let_in(user, device=device)


def let_in(user: User, *, device: str = "") -> SignedIn:
    """Open a session for somebody who has shown all there is to show."""
    now = clock.now()
    user.failures, user.locked_until, user.last_sign_in_at = 0, None, now
    if user.opened_at is None:  # opened before this was kept: what is asked in time counts from here
        user.opened_at = now
    return open_session(user.id, device=device)


def mark_of(password_hash: str) -> str:
    """Return what tells one password of an account from the next, and nothing else."""
    return blind(password_hash, purpose="sign-in.half-way")


def open_session(user_id: int, *, data: dict[str, Any] | None = None, device: str = "") -> SignedIn:
    """Open a new session under a fresh token, and clear away the account's old ones."""
    now = clock.now()
    opened = SignedIn(token := secrets.token_urlsafe(32), session_id_of(token), user_id)
    fresh = {"csrf_token": f"{user_id}.{secrets.token_hex(20)}", **(data or {})}
    row = SignIn(id=opened.id, user_id=user_id, data=fresh, created_at=now, seen_at=now, device=device)
    old = sa.delete(SignIn).where(SignIn.user_id == user_id, SignIn.created_at < now - KEPT_AFTER_END)
    with db.session.no_autoflush:  # what else the deed changes is flushed once, at its end
        db.session.execute(old, execution_options={"synchronize_session": False})
    db.session.add(row)
    return opened


def owner_of(form_token: str) -> int | None:
    """Return whose session a form token belongs to: what is sent from a page is its owner's, whoever sends it."""
    owner, dot, _ = form_token.partition(".")
    return int(owner) if dot and owner.isdecimal() else None


def session_id_of(token: str) -> str:
    """Return the row's number for a cookie's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def note_sign_out(session_id: str, *, user_id: int) -> None:
    """End one session at once."""
    _end(SignIn.id == session_id)
    note("user", user_id)


def end_session(key: str, *, user_id: int) -> None:
    """End one session of an account, named by the key the page lists it under."""
    if not is_session_key(key) or not _end(sa.and_(SignIn.user_id == user_id, SignIn.id.startswith(key))):
        raise Refused(
            Text("这个登录已经结束。", "This session has ended already."),
        )
    note("user", user_id, details={"sessions_ended": 1})


def end_sessions_of(user_id: int, *, but: str | None = None) -> int:
    """End every session of an account at once, on every server; return how many were open. ``but`` names one to keep."""
    ended = _end(sa.and_(SignIn.user_id == user_id, SignIn.id != (but or "")))
    note("user", user_id, details={"sessions_ended": ended})
    return ended


def _end(which: sa.ColumnElement[bool]) -> int:
    ending = sa.update(SignIn).where(which, SignIn.ended_at.is_(None)).values(ended_at=clock.now())
    result: Any = db.session.execute(ending)
    return int(result.rowcount)
