"""The second factor of an account: set up, shown at the door, recovered, cleared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.accounts.models import TOTP, RecoveryCode, User
from app.accounts.rules.codes import (
    clean_code,
    fresh_recovery_codes,
    fresh_secret,
    may_be_recovery,
    recovery_hash,
    step_shown,
)
from app.accounts.rules.sessions import lock_after
from app.audit.service import note
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.sealing import Unsealable, seal, unseal
from app.core.words import Text

WRONG_CODE = Text(
    "验证码不对或已经用过，或账户正在等待。请看清后输入最新的 6 位数字；连续输错 5 次要等 1 分钟。",
    "Wrong or used code, or the account is waiting. Enter the newest six digits; after five failures it waits a minute.",
)
_LEFT = (RecoveryCode.used_at.is_(None), RecoveryCode.withdrawn_at.is_(None))


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """How an account's second factor stands: since when, and how many recovery codes are left."""

    since: datetime
    codes_left: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A code that somebody showed, compared before the deed begins. It is the doer of its deed."""

    id: int
    name: str
    step: int | None = None
    recovery_id: int | None = None

    @property
    def is_right(self) -> bool:
        """Whether the code fits."""
        return self.step is not None or self.recovery_id is not None

    def named(self, action: str) -> str:
        """What the trail calls the deed that the code was shown for."""
        return action if self.is_right else f"{action}-failed"


def find_second_factor(user_id: int) -> SecondFactor | None:
    """Return how an account's second factor stands, None where it has none."""
    since = db.session.scalar(sa.select(User.totp_since).where(User.id == user_id))
    if since is None:
        return None
    left = sa.select(sa.func.count()).where(RecoveryCode.user_id == user_id, *_LEFT)
    return SecondFactor(since, db.session.scalar(left) or 0)


def draft_secret(user_id: int) -> tuple[str, str]:
    """Return a new secret, plain and sealed for this account: it counts only once a right code was shown."""
    secret = fresh_secret()
    return secret, seal(secret, context=_drafted_for(user_id))


def read_draft(sealed: str, *, user_id: int) -> str:
    """Return the secret of a draft made for this account."""
    try:
        return unseal(sealed, context=_drafted_for(user_id))
    except Unsealable:
        raise Refused(
            Text("这一页放得太久，请重新打开再设置。", "This page is too old: please open it anew.")
        ) from None


def set_second_factor(user_id: int, *, secret: str, code: str) -> list[str]:
    """Let a generator count from now on, once it has shown a right code; return the recovery codes, told only now."""
    user = db.session.get_one(User, user_id, with_for_update=True)
    if user.totp_since is not None:
        raise Conflict(Text("验证器已经设置好了。", "The code generator is already set up."))
    step = step_shown(secret, clean_code(code), at=clock.now(), last=None)
    if step is None:
        raise Refused(
            Text(
                "验证码不对：请输入验证器此刻显示的 6 位数字；若总是不对，请核对手机的时间。",
                "Wrong code: enter the six digits shown right now; if it goes on, check the clock of the phone.",
            )
        )
    user.totp_sealed = seal(secret, context=TOTP)
    user.totp_since, user.totp_last_step = clock.now(), step
    return renew_recovery_codes(user_id)


def renew_recovery_codes(user_id: int) -> list[str]:
    """Withdraw the recovery codes that are left and return ten new ones."""
    _withdraw_codes(user_id)
    codes = fresh_recovery_codes()
    db.session.add_all(RecoveryCode(user_id=user_id, code_hash=recovery_hash(code)) for code in codes)
    note("user", user_id, details={"recovery_codes": len(codes)})
    return codes


def clear_second_factor(user: User) -> None:
    """Take an account's second factor away, with its recovery codes: its owner has lost it, or wants another one."""
    user.totp_sealed, user.totp_since, user.totp_last_step = None, None, None
    _withdraw_codes(user.id)


def renew_with(shown: Shown) -> list[str] | Refused:
    """Make new recovery codes for somebody who shows a right code."""
    outcome = accept(shown)
    return outcome if isinstance(outcome, Refused) else renew_recovery_codes(outcome.id)


def clear_with(shown: Shown) -> list[str] | Refused:
    """Take the second factor away for somebody who shows a right code; no recovery code is left."""
    outcome = accept(shown)
    if isinstance(outcome, Refused):
        return outcome
    clear_second_factor(outcome)
    return []


def weigh_code(user_id: int, raw: str) -> Shown:
    """Compare a code with the generator's and with the recovery codes; what was used already fits no more."""
    columns = (User.full_name, User.totp_sealed, User.totp_last_step)
    known = db.session.execute(sa.select(*columns).where(User.id == user_id, User.active)).first()
    code = clean_code(raw)
    if known is None or known.totp_sealed is None:
        return Shown(user_id, "anonymous")
    if may_be_recovery(code):
        return Shown(user_id, known.full_name, recovery_id=_find_recovery(user_id, code))
    secret = unseal(known.totp_sealed, context=TOTP)
    step = step_shown(secret, code, at=clock.now(), last=known.totp_last_step)
    return Shown(user_id, known.full_name, step=step)


def accept(shown: Shown) -> User | Refused:
    """Use up a right code, or count the failure and return the refusal; two servers never take the same code."""
    user, now = db.session.get_one(User, shown.id, with_for_update=True), clock.now()
    if user.is_locked(now) or not user.active or user.totp_since is None:
        return Refused(WRONG_CODE, status=401)
    if not shown.is_right:
        count_failure(user)
        return Refused(WRONG_CODE, status=401)
    if shown.step is not None:
        _use_step(user, shown.step)
    else:
        _use_recovery(shown.recovery_id)
    note("user", user.id, details={"second_factor": "recovery" if shown.step is None else "code"})
    return user


def count_failure(user: User) -> None:
    """Count a wrong password or code; from the fifth on the account waits, each time twice as long."""
    user.failures += 1
    lock = lock_after(user.failures)
    user.locked_until = None if lock is None else clock.now() + lock


def _use_step(user: User, step: int) -> None:
    if user.totp_last_step is not None and step <= user.totp_last_step:
        raise Refused(WRONG_CODE, status=401)  # another server took it since it was compared
    user.totp_last_step = step


def _use_recovery(recovery_id: int | None) -> None:
    code = db.session.get_one(RecoveryCode, recovery_id, with_for_update=True)
    if code.used_at is not None or code.withdrawn_at is not None:
        raise Refused(WRONG_CODE, status=401)
    code.used_at = clock.now()


def _find_recovery(user_id: int, code: str) -> int | None:
    fitting = sa.select(RecoveryCode.id).where(
        RecoveryCode.user_id == user_id, RecoveryCode.code_hash == recovery_hash(code), *_LEFT
    )
    return db.session.scalar(fitting)


def _withdraw_codes(user_id: int) -> None:
    left: Sequence[RecoveryCode] = db.session.scalars(
        sa.select(RecoveryCode).where(RecoveryCode.user_id == user_id, *_LEFT)
    ).all()
    for code in left:
        code.withdrawn_at = clock.now()


def _drafted_for(user_id: int) -> str:
    return f"user.totp.draft.{user_id}"
