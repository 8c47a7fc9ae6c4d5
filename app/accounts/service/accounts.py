"""Opening and closing accounts, and what their owners choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.accounts.models import User, UserArea
from app.accounts.passwords import hash_password, is_right, one_time_password, rules_in_force
from app.accounts.queries import area_names
from app.accounts.reader import Role
from app.accounts.rules import (
    check_areas,
    check_not_own,
    check_one_remains,
    check_password,
    check_username,
    clean_address,
    clean_username,
)
from app.accounts.second import count_failure
from app.accounts.service.sessions import Attempt, end_sessions_of
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.regions import full_code
from app.core.words import Text


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account to be opened."""

    username: str
    role: Role
    areas: tuple[str, ...]
    password: str
    full_name: str = ""
    email: str | None = None
    must_change: bool = False


def add_user(account: NewAccount) -> User:
    """Open an account; its role, areas, user name and password are checked first."""
    username = clean_username(account.username)
    check_username(username)
    check_password(account.password, username=username, role=account.role, rules=rules_in_force())
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
        opened_at=(now := clock.now()),
        password_set_at=now,
        must_change_password=account.must_change,
    )
    db.session.add(user)
    db.session.flush()
    db.session.add_all(UserArea(user_id=user.id, area_code=code) for code in areas)
    return user


def set_password(user: User, *, password: str, must_change: bool = False) -> None:
    """Give an account another password; every session of it ends, and so does a lock."""
    _put_password(user, password)
    user.must_change_password = must_change
    end_sessions_of(user.id)


def reset_password(user: User, *, by: int | None = None) -> str:
    """Give an account a password for one sign-in, at which its owner chooses another; return it to be shown once."""
    check_not_own(user.id, by=by)
    password = one_time_password()
    set_password(user, password=password, must_change=True)
    return password


def change_password(attempt: Attempt, *, password: str, session_id: str) -> int | Refused:
    """Put one's own password in the place of the one just weighed; return how many other sessions ended.

    A wrong one counts as it does at the door, and the lock that follows ends the sessions too: a tablet left open is no
    place to guess at. The refusal is returned, to be raised after the commit.
    """
    assert attempt.user_id is not None
    user = db.session.get_one(User, attempt.user_id, with_for_update=True)
    if not attempt.is_right:
        count_failure(user)
        if user.locked_until is not None:
            end_sessions_of(user.id)
        return Refused(Text("现在的密码不对。", "The present password is wrong."))
    if is_right(password, known=user.password_hash):
        raise Refused(Text("新密码和现在的一样：请换一个。", "This is the present password: choose another."))
    _put_password(user, password)
    user.must_change_password = False
    return end_sessions_of(user.id, but=session_id)


def edit_account(user: User, *, full_name: str, email: str) -> None:
    """Mend the name and the mail address of an account; user name and role stay what they were opened as."""
    user.full_name = full_name.strip() or user.username
    user.email = clean_address(email)


def close_account(user: User, *, by: int | None = None) -> None:
    """Close an account at once; what its owner did keeps the name. One administrator always remains."""
    check_not_own(user.id, by=by)
    open_admins = sa.select(User.id).where(User.role == Role.ADMIN, User.active).order_by(User.id)
    # Locked, so that two administrators who close each other at once do not both succeed.
    remaining = set(db.session.scalars(open_admins.with_for_update())) - {user.id}
    check_one_remains(len(remaining), role=user.role)
    user.active = False
    end_sessions_of(user.id)


def open_account(user: User) -> None:
    """Open a closed account again, with the password and the areas it had."""
    user.active = True


def unlock_account(user: User) -> None:
    """End the wait after wrong passwords."""
    user.failures, user.locked_until = 0, None


def choose_language(user_id: int, *, language: str) -> None:
    """Keep the language somebody wants pages and letters in."""
    db.session.get_one(User, user_id).language = language


def choose_address(user_id: int, *, address: str) -> str | None:
    """Keep the address somebody's letters go to; an empty one ends them. Return it as it is kept."""
    kept = clean_address(address)
    db.session.get_one(User, user_id).email = kept
    return kept


def _put_password(user: User, password: str) -> None:
    check_password(password, username=user.username, role=user.role, rules=rules_in_force())
    user.password_hash = hash_password(password)
    user.password_set_at = clock.now()
    user.failures, user.locked_until = 0, None


def _check_known(codes: Sequence[str]) -> None:
    known = area_names(codes, current=True)
    if missing := [code for code in codes if code not in known]:
        raise Refused(
            Text(
                "区划里没有 {codes}，或它已并入别的村：请核对，或先用 areas import 导入。",
                "No such area, or merged into another: {codes}. Check it, or import it with `areas import`.",
            ).filled(codes="、".join(missing))
        )
