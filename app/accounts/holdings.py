"""Which area belongs to which account: given, ended, handed on with a village, or lent while a colleague is away.

A holding is never taken out: it ends, and what was held until when stays on record. Areas are read with every request,
so that what is written here counts from the next one, in every session that is open.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

import sqlalchemy as sa

from app.accounts.models import User, UserArea
from app.accounts.queries import area_name, area_names, list_holders, list_holdings
from app.accounts.rules import check_areas
from app.accounts.scope import covers
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.words import Text

A_DAY = timedelta(days=1)


def hold_area(user: User, code: str, *, until: date | None = None) -> None:
    """Give an account one more area, for good or through a day."""
    check_areas(user.role, [code])
    if not area_names([code], current=True):
        raise Refused(
            Text(
                "没有区划 {code}，或它已并入别的村。",
                "There is no area {code}, or it was merged into another.",
            ).filled(code=code)
        )
    if until is not None and until < clock.today():
        raise Refused(Text("{day} 已经过去。", "{day} is past.").filled(day=until))
    _hold(user.id, code, until=until)


def drop_area(user: User, code: str) -> None:
    """End an area of an account at once; the last area of somebody who needs one stays."""
    held = {holding.code for holding in list_holdings(user.id)}
    if code not in held:
        raise Refused(
            Text("“{name}”不管理 {code}。", "“{name}” does not hold {code}.").filled(
                name=user.username, code=code
            )
        )
    check_areas(user.role, sorted(held - {code}))
    _end(user.id, code)


def hand_on(from_code: str, to_code: str, *, follow: Collection[int], keep_old: bool = False) -> int:
    """Let the accounts that follow hold a village's successor as they held the village; return how many.

    The old holding ends for everybody, unless the village itself goes on (``keep_old``).
    """
    holders = list_holders(from_code, active=False)
    following = [holder for holder in holders if holder.user_id in follow]
    for holder in following:
        _hold(holder.user_id, to_code, until=holder.until, covers_for=holder.covers_for)
    for holder in () if keep_old else holders:
        _end(holder.user_id, from_code)
    return len(following)


def cover(user: User, *, colleague: User, code: str, until: date) -> None:
    """Let a colleague's area be looked after by another account through a day; what it holds already stays its own."""
    own = [holding.code for holding in list_holdings(user.id) if not holding.covers_for]
    if user.id == colleague.id or covers(own, code):
        raise Refused(
            Text("{name}本来就管理{area}，不用代班。", "{name} looks after {area} already.").filled(
                name=user.full_name, area=area_name(code)
            )
        )
    if user.role is not colleague.role:
        raise Refused(
            Text(
                "代班的人要和{name}一样是{role}。", "Whoever covers for {name} must be a {role} too."
            ).filled(name=colleague.full_name, role=colleague.role)
        )
    _hold(user.id, code, until=until, covers_for=colleague.full_name)


def end_cover(user_id: int, code: str) -> None:
    """End a cover before its day."""
    if not any(held.code == code and held.covers_for for held in list_holdings(user_id)):
        raise NotFound
    _end(user_id, code)


def _hold(user_id: int, code: str, *, until: date | None, covers_for: str = "") -> None:
    """Write a holding, or take up one that ended; one that runs is lengthened and never cut short."""
    held = _row(user_id, code)
    if held is None:
        db.session.add(UserArea(user_id=user_id, area_code=code, until=until, covers_for=covers_for))
    elif held.until is not None and (until is None or until >= held.until):
        held.until, held.covers_for = until, covers_for
    db.session.flush()


def _end(user_id: int, code: str) -> None:
    held = _row(user_id, code)
    yesterday = clock.today() - A_DAY
    if held is not None and (held.until is None or held.until > yesterday):
        held.until = yesterday
        db.session.flush()


def _row(user_id: int, code: str) -> UserArea | None:
    same = sa.select(UserArea).where(UserArea.user_id == user_id, UserArea.area_code == code)
    return db.session.scalar(same.with_for_update())
