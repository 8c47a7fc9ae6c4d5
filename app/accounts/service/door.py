"""At the door: the second step of signing in, and who has knocked wrongly too often."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from app.accounts.models import DoorStrain, User
from app.accounts.rules.codes import HALF_WAY_LIMIT
from app.accounts.rules.origins import MOST_FAILURES, STRAIN_LASTS, origin_of
from app.accounts.second import Shown, accept
from app.accounts.service.sessions import WRONG, HalfWay, SignedIn, let_in, mark_of
from app.core import clock
from app.core.db import db, insert_into
from app.core.errors import Refused
from app.core.sealing import blind
from app.core.words import Text

FORGOTTEN_AFTER = timedelta(days=1)
STRAINED = Text(
    "这个网络里输错的次数太多，请等 5 分钟再登录。",
    "Too many wrong attempts from this network: please wait five minutes before signing in.",
)


def is_half_way(half: HalfWay) -> bool:
    """Return whether the right password still counts: it is not long ago, and it is the account's password yet."""
    if clock.now() - half.at > HALF_WAY_LIMIT:
        return False
    known = db.session.scalar(sa.select(User.password_hash).where(User.id == half.user_id, User.active))
    return known is not None and mark_of(known) == half.mark


def finish_sign_in(half: HalfWay, shown: Shown, *, device: str = "") -> SignedIn | Refused:
    """Open a session for somebody half-way who shows a right code, or count the failure and return the refusal."""
    outcome = accept(shown)
    if isinstance(outcome, Refused):
        return outcome
    if mark_of(outcome.password_hash) != half.mark:
        raise Refused(WRONG, status=401)  # the password was changed since the code was compared
    return let_in(outcome, device=device)


def check_door(address: str | None) -> None:
    """Refuse anybody from where wrong attempts came too often of late, whatever name they use: on every server."""
    lately = clock.now() - STRAIN_LASTS
    failures = sa.select(DoorStrain.failures).where(
        DoorStrain.origin == _origin(address), DoorStrain.since > lately
    )
    if (db.session.scalar(failures) or 0) >= MOST_FAILURES:
        raise Refused(STRAINED, status=429)


def strain_door(address: str | None) -> None:
    """Count a wrong attempt from somewhere; five minutes after the first of them the count begins anew."""
    now = clock.now()
    db.session.execute(sa.delete(DoorStrain).where(DoorStrain.since < now - FORGOTTEN_AFTER))
    is_over = DoorStrain.since <= now - STRAIN_LASTS
    counted = insert_into(DoorStrain).values(origin=_origin(address), since=now, failures=1)
    again = {
        "since": sa.case((is_over, now), else_=DoorStrain.since),
        "failures": sa.case((is_over, 1), else_=DoorStrain.failures + 1),
    }
    db.session.execute(counted.on_conflict_do_update(index_elements=[DoorStrain.origin], set_=again))


def _origin(address: str | None) -> str:
    return blind(origin_of(address), purpose="door.origin")
