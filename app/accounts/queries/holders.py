"""Reading which account holds which area."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute

from app.accounts.models import User, UserArea
from app.accounts.reader import Role
from app.accounts.scope import within
from app.core import clock
from app.core.db import db

_HOLDER = (User.id, User.username, User.full_name, User.role)
_HOLDING = (UserArea.area_code, UserArea.until, UserArea.covers_for)


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


def list_holders(code: str, *, active: bool = True) -> list[Holder]:
    """Return the accounts that hold an area itself today, by name; ``active`` leaves out closed ones."""
    return _holders(UserArea.area_code == code, User.active if active else sa.true())


def list_holdings(user_id: int) -> list[Holder]:
    """Return what one account holds today."""
    return _holders(UserArea.user_id == user_id)


def list_holders_within(areas: Sequence[str]) -> list[Holder]:
    """Return the open accounts that hold something inside the areas today."""
    return _holders(within(UserArea.area_code, areas), User.active)


def holds(at: datetime) -> sa.ColumnElement[bool]:
    """Return the condition that a holding runs at an instant."""
    return sa.or_(UserArea.until.is_(None), UserArea.until >= clock.local(at).date())


def _holders(*which: sa.ColumnElement[bool] | InstrumentedAttribute[bool]) -> list[Holder]:
    held = sa.select(*_HOLDER, *_HOLDING).join(User, User.id == UserArea.user_id)
    held = held.where(holds(clock.now()), *which)
    rows = db.session.execute(held.order_by(User.full_name, User.id, UserArea.area_code))
    return [Holder(*row) for row in rows]
