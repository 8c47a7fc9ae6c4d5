"""Reading accounts."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from app.accounts.models import User, UserArea
from app.accounts.queries.holders import holds
from app.accounts.rules import clean_username
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.core.words import Text


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
        sa.select(UserArea.user_id, UserArea.area_code).where(holds(clock.now())).order_by(UserArea.area_code)
    ):
        areas.setdefault(user_id, []).append(code)
    users = db.session.scalars(sa.select(User).order_by(User.username))
    return [(user, tuple(areas.get(user.id, ()))) for user in users]


def find_address(user_id: int) -> str | None:
    """Return the address an account's letters go to."""
    return db.session.scalar(sa.select(User.email).where(User.id == user_id))
