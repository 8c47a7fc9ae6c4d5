"""Opening and closing accounts, signing in and out, and taking in the tree of areas."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.accounts.areas import AreaRow, AreasTaken, sort_areas
from app.accounts.models import Area, AreaName, SignIn, User, UserArea
from app.accounts.passwords import hash_password, is_dated, is_right
from app.accounts.queries import area_names, list_former_names
from app.accounts.reader import Role
from app.accounts.rules import (
    check_areas,
    check_password,
    check_username,
    clean_address,
    clean_username,
    lock_after,
)
from app.audit.service import note
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.regions import full_code
from app.core.words import Text

KEPT_AFTER_END = timedelta(days=7)
WRONG = Text(
    "用户名或密码不对，或账户正在等待。连续输错 5 次要等 1 分钟，之后每错一次等待加倍。",
    "Wrong user name or password, or the account is waiting. After five failures it waits a minute, then twice as long each.",
)


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be opened."""

    username: str
    role: Role
    areas: tuple[str, ...]
    password: str
    full_name: str = ""
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Attempt:
    """A weighed attempt to sign in: the slow part is over before the writing begins. It is the doer of its deed."""

    user_id: int | None
    full_name: str
    is_right: bool
    dated_password: str | None = None

    @property
    def action(self) -> str:
        """What the trail calls the attempt."""
        return "account.sign-in" if self.is_right else "account.sign-in-failed"

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


def add_user(account: NewAccount) -> User:
    """Open an account; its role, areas, user name and password are checked first."""
    username = clean_username(account.username)
    check_username(username)
    check_password(account.password, username=username)
    areas = tuple(dict.fromkeys(full_code(code) for code in account.areas))
    check_areas(account.role, areas)
    _check_known(areas)
    if db.session.scalar(sa.select(User.id).where(User.username == username)) is not None:
        raise Conflict(
            Text("用户名“{name}”已有人使用。", "The user name “{name}” is taken.").filled(name=username)
        )
    user = User(
        username=username,
        full_name=account.full_name.strip() or username,
        role=account.role,
        email=clean_address(account.email),
        password_hash=hash_password(account.password),
    )
    db.session.add(user)
    db.session.flush()
    db.session.add_all(UserArea(user_id=user.id, area_code=code) for code in areas)
    return user


def set_password(user: User, *, password: str) -> None:
    """Give an account another password; every session of it ends, and so does a lock."""
    check_password(password, username=user.username)
    user.password_hash = hash_password(password)
    user.failures, user.locked_until = 0, None
    end_sessions_of(user.id)


def close_account(user: User) -> None:
    """Close an account at once; what its owner did keeps the name."""
    user.active = False
    end_sessions_of(user.id)


def choose_language(user_id: int, *, language: str) -> None:
    """Keep the language somebody wants pages and letters in."""
    db.session.get_one(User, user_id).language = language


def choose_address(user_id: int, *, address: str) -> str | None:
    """Keep the address somebody's letters go to; an empty one ends them. Return it as it is kept."""
    kept = clean_address(address)
    db.session.get_one(User, user_id).email = kept
    return kept


def weigh(username: str, password: str) -> Attempt:
    """Compare a password; equally slow for somebody unknown. Call it before the deed begins: it holds up nobody."""
    columns = (User.id, User.full_name, User.password_hash)
    known = db.session.execute(
        sa.select(*columns).where(User.username == clean_username(username), User.active)
    ).first()
    if known is None:
        is_right(password, known=None)
        return Attempt(None, "", is_right=False)
    fits = is_right(password, known=known.password_hash)
    dated = password if fits and is_dated(known.password_hash) else None
    return Attempt(known.id, known.full_name, fits, dated)


def sign_in_with(attempt: Attempt) -> SignedIn | Refused:
    """Open a session, or count the failure and return the refusal; a locked account refuses the right password too."""
    user = None if attempt.user_id is None else db.session.get(User, attempt.user_id, with_for_update=True)
    now = clock.now()
    if user is None or user.is_locked(now):
        return Refused(WRONG, status=401)
    if not attempt.is_right:
        user.failures += 1
        lock = lock_after(user.failures)
        user.locked_until = None if lock is None else now + lock
        return Refused(WRONG, status=401)
    user.failures, user.locked_until, user.last_sign_in_at = 0, None, now
    if attempt.dated_password is not None:
        user.password_hash = hash_password(attempt.dated_password)
    return open_session(user.id)


def open_session(user_id: int, *, data: dict[str, Any] | None = None) -> SignedIn:
    """Open a new session under a fresh token, and clear away the account's old ones."""
    now = clock.now()
    db.session.execute(
        sa.delete(SignIn).where(SignIn.user_id == user_id, SignIn.created_at < now - KEPT_AFTER_END)
    )
    opened = SignedIn(token := secrets.token_urlsafe(32), session_id_of(token), user_id)
    fresh = {"csrf_token": secrets.token_hex(20), **(data or {})}
    db.session.add(SignIn(id=opened.id, user_id=user_id, data=fresh, created_at=now, seen_at=now))
    return opened


def session_id_of(token: str) -> str:
    """Return the row's number for a cookie's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def note_sign_out(session_id: str, *, user_id: int) -> None:
    """End one session at once."""
    _end(SignIn.id == session_id)
    note("user", user_id)


def end_sessions_of(user_id: int) -> int:
    """End every session of an account at once, on every server; return how many were open."""
    ended = _end(SignIn.user_id == user_id)
    note("user", user_id, details={"sessions_ended": ended})
    return ended


def import_areas(rows: Sequence[AreaRow]) -> AreasTaken:
    """Take in a table of areas: all of it or, where a row is wrong, nothing. The same table again changes nothing.

    An old table neither brings back a village that was merged nor gives one its former name again.
    """
    known = {area.code: area for area in db.session.scalars(sa.select(Area))}
    former = {(each.code, each.name) for each in list_former_names()}
    ended = {code for code, area in known.items() if area.ended_on is not None}
    names = {code: area.name for code, area in known.items()}
    taken = sort_areas(rows, known=names, former=former, ended=ended)
    for new in taken.new:
        db.session.add(Area(code=new.code, name=new.name, level=new.level, parent_code=new.parent_code))
    for renamed in taken.changed:
        rename_area(known[renamed.code], name=renamed.name)
    if taken.new or taken.changed:
        note("area", None, details={"new": len(taken.new), "changed": len(taken.changed)})
    return taken


def rename_area(area: Area, *, name: str) -> None:
    """Give an area another name; lists that still use the old one are understood."""
    old = db.session.get(AreaName, (area.code, area.name))
    if old is None:
        old = AreaName(code=area.code, name=area.name)
        db.session.add(old)
    old.until_on = clock.today()
    area.name = name


def _check_known(codes: Sequence[str]) -> None:
    known = area_names(codes, current=True)
    if missing := [code for code in codes if code not in known]:
        raise Refused(
            Text(
                "区划里没有 {codes}，或它已并入别的村：请核对，或先用 areas import 导入。",
                "No such area, or merged into another: {codes}. Check it, or import it with `areas import`.",
            ).filled(codes="、".join(missing))
        )


def _end(which: sa.ColumnElement[bool]) -> int:
    ending = sa.update(SignIn).where(which, SignIn.ended_at.is_(None)).values(ended_at=clock.now())
    result: Any = db.session.execute(ending)
    return int(result.rowcount)
