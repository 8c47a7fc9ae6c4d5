"""Whose accounts somebody manages, and what nobody does to an account. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from app.accounts.reader import Reader, Role
from app.core.errors import Forbidden, Refused
from app.core.labels import Labelled
from app.core.regions import lies_within
from app.core.words import Text

BELOW_THE_COUNTY = (Role.VILLAGE_DOCTOR, Role.FAMILY_DOCTOR, Role.SUPERVISOR, Role.INSURER)


class Standing(Labelled):
    """账户状态: how an account stands."""

    OPEN = "open", "在用", "Open"
    LOCKED = "locked", "等待中", "Waiting"
    CLOSED = "closed", "已停用", "Closed"


class Step(Labelled):
    """处理: what is done to the door of an account."""

    CLOSE = "close", "停用", "Close"
    OPEN = "open", "重新启用", "Open again"
    UNLOCK = "unlock", "解除等待", "End the wait"


def roles_managed_by(role: Role) -> tuple[Role, ...]:
    """Return the roles whose accounts a role opens and looks after: the administrator all, the county those below."""
    if role is Role.ADMIN:
        return tuple(Role)
    return BELOW_THE_COUNTY if role is Role.COUNTY else ()


def check_reach(role: Role, codes: Sequence[str], *, by: Reader) -> None:
    """Refuse a role or an area that is not the giver's to give."""
    outside = [code for code in codes if not any(lies_within(code, area) for area in by.areas)]
    if role not in roles_managed_by(by.role) or (by.role is not Role.ADMIN and outside):
        raise Forbidden(
            Text("这个角色或区域不归您管理，不能开通。", "This role or area is not yours to give.")
        )


def check_not_own(user_id: int, *, by: int | None) -> None:
    """Refuse what nobody does to the account in use."""
    if user_id == by:
        raise Refused(
            Text(
                "这是您自己的账户：密码和登录请在“我的”里改，停用和区域请另一位管理员办理。",
                "This is your own account: change its password and sessions on “Me”; ask another administrator for the rest.",
            )
        )


def check_one_remains(others: int, *, role: Role) -> None:
    """Refuse to close the last administrator: nobody could open an account any more."""
    if role is Role.ADMIN and others == 0:
        raise Refused(
            Text(
                "这是最后一个在用的系统管理员账户，不能停用。请先开通另一个。",
                "This is the last open administrator: open another one before closing it.",
            )
        )
