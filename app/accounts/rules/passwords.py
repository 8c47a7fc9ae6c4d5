"""Passwords that are refused, and those that are due to be changed. Pure.

The level-protection rules follow GB/T 22239-2019, 8.1.4.1: passwords of some complexity, changed regularly. The standard
gives no figures: those here are the usual ones of assessors, and the days are a setting.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from app.accounts.reader import Role
from app.core.errors import Refused
from app.core.words import Text

SHORTEST = 8
SHORTEST_AT_DESKS = 10
LONGEST = 256
LEVEL_PROTECTION = "level-protection"
RULES = ("standard", LEVEL_PROTECTION)
_MANAGERS = (Role.COUNTY, Role.ADMIN)
_KINDS: tuple[Callable[[str], bool], ...] = (
    str.isupper,
    lambda one: one.isalpha() and not one.isupper(),
    str.isdecimal,
    lambda one: not one.isalnum(),
)
_USUAL = """
    password passw0rd password1 password12 password123 p@ssw0rd p@ssword qwertyui qwertyuiop qwerty12 qwerty123 1q2w3e4r
    1qaz2wsx 1qazxsw2 zaq12wsx q1w2e3r4 qazwsxedc asdfghjk asdfghjkl zxcvbnm1 abcd1234 abc12345 abc123456 a1234567 a12345678
    a123456789 aa123456 aa12345678 qq123456 123456aa 123456abc 12345678a 123456789a 1234qwer 123qweasd 123123123 12341234
    11223344 1122334455 12344321 123454321 147258369 159357456 87654321 987654321 0987654321 5201314a 52013145 15201314
    woaini1314 woaini520 woaini123 iloveyou iloveyou1 sunshine princess football baseball superman starwars whatever trustno1
    letmein1 welcome1 welcome123 changeme admin123 admin1234 admin888 administrator root1234 test1234 guest123 xunhu123
    xunhu1234 xunhu2024 xunhu2025 xunhu2026 yisheng123 doctor123 hospital123 zhongguo zhongguo1 china123 wang1234 li123456
    wangwang 13800138000 computer internet dragon123 monkey123 shadow123 master123 michael1 jennifer 19491001
"""
USUAL = frozenset(_USUAL.split())
_RUNS = (
    "01234567890123456789",
    "09876543210987654321",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiopasdfghjklzxcvbnm",
)


@dataclass(frozen=True, slots=True)
class PasswordRules:
    """What a deployment asks of passwords: how long, of how many kinds of characters, and how often another one."""

    shortest: int = SHORTEST
    shortest_of_managers: int = SHORTEST
    kinds: int = 1
    lasts: timedelta | None = None

    def shortest_for(self, role: Role | None) -> int:
        """Return how long the password of a role is at least."""
        return self.shortest_of_managers if role in _MANAGERS else self.shortest


STANDARD = PasswordRules()


def password_rules(name: str, *, days: int) -> PasswordRules:
    """Return the rules of that name; under the standard ones nobody has to change a password for its age."""
    if name != LEVEL_PROTECTION:
        return STANDARD
    return PasswordRules(SHORTEST, SHORTEST_AT_DESKS, 3, timedelta(days=days))


def password_due(*, must_change: bool, set_at: datetime | None, at: datetime, rules: PasswordRules) -> bool:
    """Return whether a password must be changed before anything else: it was handed out, or has reached its age.

    Asked with the instant of the sign-in, a password that comes of age meanwhile interrupts nobody's work. One of
    unknown age is due where passwords age.
    """
    aged = rules.lasts is not None and (set_at is None or at - set_at >= rules.lasts)
    return must_change or aged


def prepared(password: str) -> str:
    """Return a password in one form, however the keyboard composed it."""
    return unicodedata.normalize("NFKC", password)


def check_password(
    password: str, *, username: str, role: Role | None = None, rules: PasswordRules = STANDARD
) -> None:
    """Refuse a password that is short, of too few kinds of characters, usual, or made from the user name."""
    plain, least = prepared(password), rules.shortest_for(role)
    if not least <= len(plain) <= LONGEST:
        raise Refused(
            Text(
                "密码应为 {least} 至 {most} 个字符。", "A password has {least} to {most} characters."
            ).filled(least=least, most=LONGEST)
        )
    if _kinds_in(plain) < rules.kinds:
        raise Refused(
            Text(
                "密码要有大写字母、小写字母、数字、符号中的至少 {n} 种。",
                "A password needs at least {n} of these: capital letters, small letters, digits, signs.",
            ).filled(n=rules.kinds)
        )
    if _is_usual(plain.lower(), username=username.lower()):
        raise Refused(
            Text(
                "这个密码太常见，或与用户名相同：请换一个别人猜不到的。",
                "This password is too usual or made from the user name: choose one that nobody guesses.",
            )
        )


def _kinds_in(plain: str) -> int:
    return sum(any(is_kind(one) for one in plain) for is_kind in _KINDS)


def _is_usual(plain: str, *, username: str) -> bool:
    core = plain.strip("!@#$%^&*.?~_-")
    named = bool(username) and username in plain and len(plain.replace(username, "")) <= 4
    run = any(core in line for line in _RUNS)
    return plain in USUAL or core in USUAL or named or run or len(set(plain)) <= 2
