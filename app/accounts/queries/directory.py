"""Reading the accounts somebody manages, their sessions, and the areas that may be given to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from app.accounts.models import Area, SignIn, User, UserArea
from app.accounts.queries.holders import holds
from app.accounts.reader import Reader, Role
from app.accounts.rules import ABSOLUTE_LIMIT, KEY_LENGTH, Standing, idle_limit, roles_managed_by
from app.accounts.scope import within
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.core.regions import Level, parent_of

_LISTED = (
    User.id,
    User.username,
    User.full_name,
    User.role,
    User.active,
    User.locked_until,
    User.last_sign_in_at,
)
_LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which accounts a list shows; what was not asked for does not narrow it."""

    text: str = ""
    role: Role | None = None
    standing: Standing | None = None


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account of the list, with the names of the areas it holds today."""

    id: int
    username: str
    full_name: str
    role: Role
    standing: Standing
    last_sign_in_at: datetime | None
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SessionLine:
    """An open session as its owner may recognise it; the key names the row and opens nothing."""

    id: str
    device: str
    since: datetime
    seen_at: datetime

    @property
    def key(self) -> str:
        """What a page calls the session by."""
        return self.id[:KEY_LENGTH]


@dataclass(frozen=True, slots=True)
class Place:
    """An area that may be given to an account, with the name of the one above it."""

    code: str
    name: str
    level: Level
    above: str


def list_accounts(reader: Reader, wanted: Wanted, *, limit: int, offset: int = 0) -> list[AccountLine]:
    """Return the accounts the reader manages, by name."""
    now = clock.now()
    listed = sa.select(*_LISTED).where(_managed_by(reader), *_narrowed(wanted, now))
    page = listed.order_by(User.full_name, User.id).limit(limit).offset(offset)
    rows = db.session.execute(page).all()
    areas = _areas_of([row.id for row in rows])
    return [
        AccountLine(
            row.id,
            row.username,
            row.full_name,
            row.role,
            _standing(row, now),
            row.last_sign_in_at,
            tuple(areas.get(row.id, ())),
        )
        for row in rows
    ]


def get_account(user_id: int, *, reader: Reader) -> User:
    """Return an account the reader manages; any other one is absent."""
    wanted = sa.select(User).where(User.id == user_id, _managed_by(reader))
    user = db.session.scalar(wanted) if user_id <= _LARGEST_ID else None
    if user is None:
        raise NotFound
    return user


def standing_of(user: User) -> Standing:
    """Return how an account stands now."""
    return _standing(user, clock.now())


def list_sessions(user_id: int, *, role: Role) -> list[SessionLine]:
    """Return the sessions of an account that are open, the one used last first."""
    now = clock.now()
    rows = db.session.execute(
        sa.select(SignIn.id, SignIn.device, SignIn.created_at, SignIn.seen_at)
        .where(SignIn.user_id == user_id, SignIn.ended_at.is_(None))
        .where(SignIn.created_at > now - ABSOLUTE_LIMIT, SignIn.seen_at >= now - idle_limit(role))
        .order_by(SignIn.seen_at.desc(), SignIn.id)
    )
    return [SessionLine(*row) for row in rows]


def find_places(
    text: str, *, areas: Sequence[str] | None, levels: Sequence[Level], limit: int
) -> list[Place]:
    """Return the areas whose name holds the text or whose code begins with it; ``areas`` of None are the whole tree."""
    found = sa.select(Area).where(Area.ended_on.is_(None), Area.level.in_(levels))
    if areas is not None:
        found = found.where(within(Area.code, areas))
    if text := text.strip():
        found = found.where(sa.or_(_holds_text(Area.name, text), Area.code.startswith(text, autoescape=True)))
    return _placed(db.session.scalars(found.order_by(Area.code).limit(limit)).all())


def places_of(codes: Sequence[str]) -> list[Place]:
    """Return areas by their codes, in the order of the codes; one that ended or is unknown is left out."""
    known = sa.select(Area).where(Area.code.in_(codes), Area.ended_on.is_(None)).order_by(Area.code)
    return _placed(db.session.scalars(known).all())


def _placed(found: Sequence[Area]) -> list[Place]:
    parents = {parent for area in found if (parent := parent_of(area.code))}
    above = {
        row.code: row.name
        for row in db.session.execute(sa.select(Area.code, Area.name).where(Area.code.in_(parents)))
    }
    return [
        Place(each.code, each.name, each.level, above.get(parent_of(each.code) or "", "")) for each in found
    ]


def _managed_by(reader: Reader) -> sa.ColumnElement[bool]:
    """An administrator manages all; the county those roles below it whose areas all lie inside its own.

    An account that holds nothing any more belongs where it held something last; what it covers for counts as well.
    """
    if reader.role is Role.ADMIN:
        return sa.true()
    own = sa.select(UserArea.user_id).where(UserArea.user_id == User.id).correlate(User)
    inside = own.where(within(UserArea.area_code, reader.areas)).exists()
    outside = own.where(holds(clock.now()), sa.not_(within(UserArea.area_code, reader.areas))).exists()
    return sa.and_(User.role.in_(roles_managed_by(reader.role)), inside, sa.not_(outside))


def _narrowed(wanted: Wanted, now: datetime) -> list[sa.ColumnElement[bool]]:
    which: list[sa.ColumnElement[bool]] = []
    if wanted.text:
        which.append(
            sa.or_(_holds_text(User.full_name, wanted.text), _holds_text(User.username, wanted.text.lower()))
        )
    if wanted.role is not None:
        which.append(User.role == wanted.role)
    if wanted.standing is not None:
        locked = sa.and_(User.locked_until.is_not(None), User.locked_until > now)
        open_ = sa.and_(User.active, sa.not_(locked))
        which.append(
            {
                Standing.CLOSED: sa.not_(User.active),
                Standing.LOCKED: sa.and_(User.active, locked),
                Standing.OPEN: open_,
            }[wanted.standing]
        )
    return which


def _holds_text(column: Any, text: str) -> sa.ColumnElement[bool]:
    held: sa.ColumnElement[bool] = column.contains(text, autoescape=True)
    return held


def _standing(row: Any, now: datetime) -> Standing:
    if not row.active:
        return Standing.CLOSED
    return Standing.LOCKED if row.locked_until is not None and now < row.locked_until else Standing.OPEN


def _areas_of(user_ids: Sequence[int]) -> dict[int, list[str]]:
    named = (
        sa.select(UserArea.user_id, sa.func.coalesce(Area.name, UserArea.area_code).label("name"))
        .outerjoin(Area, Area.code == UserArea.area_code)
        .where(UserArea.user_id.in_(user_ids), holds(clock.now()))
        .order_by(UserArea.user_id, UserArea.area_code)
    )
    areas: dict[int, list[str]] = {}
    for row in db.session.execute(named):
        areas.setdefault(row.user_id, []).append(row.name)
    return areas
