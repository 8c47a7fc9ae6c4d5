"""What the door still asks of somebody who has signed in, before any other page: another password, a second factor."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from flask import current_app, request

from app.accounts.passwords import rules_in_force
from app.accounts.queries import OpenSession
from app.accounts.rules import password_due
from app.accounts.rules.codes import second_factor_due_at
from app.core.words import Text

# What somebody may do meanwhile: just that, and leave.
STAYS_OPEN: Final = frozenset({"office.password", "office.second_factor", "office.sign_out"})
FIRST: Final = {
    "office.password": Text("请先换一个新密码，再继续。", "Please choose a new password first, then go on."),
    "office.second_factor": Text(
        "您的账户登录时还要验证码：请先设置验证器，再继续。",
        "Your account also needs a code at sign-in: please set up the code generator first, then go on.",
    ),
}


def owed_first(held: OpenSession) -> str | None:
    """Return the page that somebody has to go through before the one they ask for, None where they owe nothing.

    It is judged as of the sign-in, so that nobody is interrupted in the middle of their work.
    """
    shown = held.credentials
    if password_due(
        must_change=shown.must_change_password,
        set_at=shown.password_set_at,
        at=shown.signed_in_at,
        rules=rules_in_force(),
    ):
        owed = "office.password"
    elif (due := second_factor_due(held)) is not None and shown.signed_in_at >= due:
        owed = "office.second_factor"
    else:
        return None
    return None if request.endpoint in STAYS_OPEN else owed


def second_factor_due(held: OpenSession) -> datetime | None:
    """Return from when on somebody must have a second factor; None where they have one, or nobody asks."""
    if held.credentials.has_second_factor:
        return None
    days: int | None = current_app.config["XUNHU_SECOND_FACTOR_DAYS"]
    return second_factor_due_at(held.reader.role, opened_at=held.credentials.opened_at, days=days)
