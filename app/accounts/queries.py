"""Reading areas, accounts and open sessions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import Area, AreaName, SignIn, User, UserArea
from app.accounts.reader import Reader, Role
from app.accounts.rules import ABSOLUTE_LIMIT, clean_username, idle_limit
from app.accounts.scope import within
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.core.regions import Level
from app.core.words import Text

_READER = (User.id, User.full_name, User.username, User.role, User.language)
_HOLDER = (User.id, User.username, User.full_name, User.role)
_HOLDING = (UserArea.area_code, UserArea.until, UserArea.covers_for)


@dataclass(frozen=True, slots=True)
class OpenSession:
    """An open session with its reader: everything a request needs to know of who asks."""

    id: str
    reader: Reader
    data: dict[str, Any]
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class Holder:
    """An account that holds an area, and how: for good, through a day, for a colleague."""

    user_id: int
    username: str
    full_name: str
    role: Role
    code: str
    until: date | None
    covers_for: str


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name by which lists may still call a village, with the code it went by and the one that has its people now."""

    name: str
    code: str
    current_code: str


def find_session(session_id: str, *, at: datetime) -> OpenSession | None:
    """Return the session with its reader in one statement, unless it was ended, rested too long or is too old."""
    held = sa.and_(UserArea.user_id == User.id, _holds(at))
    statement = (
        sa.select(SignIn.data, SignIn.seen_at, UserArea.area_code, *_READER)
        .join(User, User.id == SignIn.user_id)
        .outerjoin(UserArea, held)
        .where(SignIn.id == session_id, SignIn.ended_at.is_(None), User.active)
        .where(SignIn.created_at > at - ABSOLUTE_LIMIT)
        .order_by(UserArea.area_code)
    )
    rows = db.session.execute(statement).all()
    if not rows or at - rows[0].seen_at > idle_limit(rows[0].role):
        return None
    return OpenSession(session_id, _reader(rows), rows[0].data, rows[0].seen_at)


def find_reader(username: str) -> Reader | None:
    """Return the reader behind an open account's user name."""
    held = sa.and_(UserArea.user_id == User.id, _holds(clock.now()))
    statement = sa.select(UserArea.area_code, *_READER).outerjoin(UserArea, held).order_by(UserArea.area_code)
    rows = db.session.execute(statement.where(User.username == clean_username(username), User.active)).all()
    return _reader(rows) if rows else None


def get_user(username: str) -> User:
    """Return an account by its user name."""
    user = db.session.scalar(sa.select(User).where(User.username == clean_username(username)))
    if user is None:
        raise NotFound(Text("没有账户“{name}”。", "There is no account “{name}”.").filled(name=username))
    return user


def list_users() -> Sequence[tuple[User, tuple[str, ...]]]:
    """Return every account with its areas, by user name."""
    areas: dict[int, list[str]] = {}
    for user_id, code in db.session.execute(
        sa.select(UserArea.user_id, UserArea.area_code)
        .where(_holds(clock.now()))
        .order_by(UserArea.area_code)
    ):
        areas.setdefault(user_id, []).append(code)
    users = db.session.scalars(sa.select(User).order_by(User.username))
    return [(user, tuple(areas.get(user.id, ()))) for user in users]


def find_address(user_id: int) -> str | None:
    """Return the address an account's letters go to."""
    return db.session.scalar(sa.select(User.email).where(User.id == user_id))


def find_area(code: str) -> Area | None:
    """Return an area by its full code."""
    return db.session.get(Area, code)


def area_name(code: str) -> str:
    """Return the name of an area, or its code where the tree does not know it."""
    return db.session.scalar(sa.select(Area.name).where(Area.code == code)) or code


def area_names(codes: Sequence[str], *, current: bool = False) -> dict[str, str]:
    """Return the names of several areas by code; ``current`` leaves out those that were merged into others."""
    named = sa.select(Area.code, Area.name).where(Area.code.in_(codes))
    if current:
        named = named.where(Area.ended_on.is_(None))
    return {row.code: row.name for row in db.session.execute(named)}


def list_villages(areas: Sequence[str]) -> Sequence[Area]:
    """Return the villages inside the areas, by code; one that was merged into another is offered no more."""
    return _list_areas(Level.VILLAGE, areas)


def list_towns(areas: Sequence[str]) -> Sequence[Area]:
    """Return the towns inside the areas, by code."""
    return _list_areas(Level.TOWN, areas)


def _list_areas(level: Level, areas: Sequence[str]) -> Sequence[Area]:
    wanted = sa.select(Area).where(Area.level == level, Area.ended_on.is_(None), within(Area.code, areas))
    return db.session.scalars(wanted.order_by(Area.code)).all()


def village_by_name(name: str, *, under: str) -> Area | None:
    """Return the one village of that name below an area; None where there is none, or more than one."""
    named = sa.select(Area).where(
        Area.level == Level.VILLAGE,
        Area.ended_on.is_(None),
        Area.name == name.strip(),
        within(Area.code, [under]),
    )
    found = db.session.scalars(named.limit(2)).all()
    return found[0] if len(found) == 1 else None


def list_former_names() -> list[FormerName]:
    """Return every name that villages went by: those that were merged, and those of the ones that go on."""
    merged = sa.select(Area.code, Area.name, Area.successor_code).where(Area.successor_code.is_not(None))
    rows = db.session.execute(merged).all()
    successors = {row.code: row.successor_code for row in rows}
    named = [(row.code, row.name) for row in rows]
    named += [(row.code, row.name) for row in db.session.execute(sa.select(AreaName.code, AreaName.name))]
    return [FormerName(name, code, _current(code, successors)) for code, name in named]


def list_holders(code: str, *, active: bool = True) -> list[Holder]:
    """Return the accounts that hold an area itself today, by name; ``active`` leaves out closed ones."""
    return _holders(UserArea.area_code == code, User.active if active else sa.true())


def list_holdings(user_id: int) -> list[Holder]:
    """Return what one account holds today."""
    return _holders(UserArea.user_id == user_id)


def list_holders_within(areas: Sequence[str]) -> list[Holder]:
    """Return the open accounts that hold something inside the areas today."""
    return _holders(within(UserArea.area_code, areas), User.active)


def _holders(*which: sa.ColumnElement[bool] | InstrumentedAttribute[bool]) -> list[Holder]:
    held = sa.select(*_HOLDER, *_HOLDING).join(User, User.id == UserArea.user_id)
    held = held.where(_holds(clock.now()), *which)
    rows = db.session.execute(held.order_by(User.full_name, User.id, UserArea.area_code))
    return [Holder(*row) for row in rows]


def _current(code: str, successors: dict[str, str]) -> str:
    """Follow a merged village to the one that has its people now, however often that was merged since."""
    for _ in range(len(successors)):
        code = successors.get(code, code)
    return code


def _holds(at: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(UserArea.until.is_(None), UserArea.until >= clock.local(at).date())


def _reader(rows: Sequence[Any]) -> Reader:
    row = rows[0]
    areas = tuple(each.area_code for each in rows if each.area_code is not None)
    return Reader(row.id, row.full_name, row.role, areas, row.language, row.username)
