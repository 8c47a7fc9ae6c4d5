"""Passwords that are refused, locks that double, sessions that end, and which areas fit which role. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import timedelta

from app.accounts.reader import Role
from app.core.errors import Refused
from app.core.regions import Level, level_of
from app.core.words import Text, listed
from app.outbox.rules import is_address

SHORTEST = 8
LONGEST = 256
FAILURES_BEFORE_LOCK = 5
FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(hours=1)
ABSOLUTE_LIMIT = timedelta(hours=12)
_USERNAME = re.compile(r"[\w.@-]{2,40}")
_DOCTORS = (Role.VILLAGE_DOCTOR, Role.FAMILY_DOCTOR)
_LEVELS: dict[Role, tuple[Level, ...]] = {
    Role.VILLAGE_DOCTOR: (Level.VILLAGE,),
    Role.FAMILY_DOCTOR: (Level.TOWN,),
    Role.SUPERVISOR: (Level.TOWN,),
    Role.COUNTY: (Level.COUNTY, Level.CITY, Level.PROVINCE),
    Role.INSURER: (Level.TOWN, Level.COUNTY, Level.CITY, Level.PROVINCE),
}
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


def prepared(password: str) -> str:
    """Return a password in one form, however the keyboard composed it."""
    return unicodedata.normalize("NFKC", password)


def clean_username(raw: str) -> str:
    """Return a user name as it is stored and looked up: no blanks around it, lower case."""
    return unicodedata.normalize("NFKC", raw).strip().lower()


def check_username(username: str) -> None:
    """Refuse a user name that cannot be typed into one word."""
    if not _USERNAME.fullmatch(username):
        raise Refused(
            Text(
                "用户名“{name}”不能用：请用 2 至 40 个字母、数字、汉字或 . _ - @。",
                "“{name}” cannot be a user name: 2 to 40 letters, digits, characters or . _ - @.",
            ).filled(name=username)
        )


def check_password(password: str, *, username: str) -> None:
    """Refuse a password that is short, usual, or made from the user name."""
    plain = prepared(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise Refused(
            Text(
                "密码应为 {least} 至 {most} 个字符。", "A password has {least} to {most} characters."
            ).filled(least=SHORTEST, most=LONGEST)
        )
    if _is_usual(plain.lower(), username=username.lower()):
        raise Refused(
            Text(
                "这个密码太常见，或与用户名相同：请换一个别人猜不到的。",
                "This password is too usual or made from the user name: choose one that nobody guesses.",
            )
        )


def clean_address(raw: str | None) -> str | None:
    """Return a mail address as it is kept, None where none is given; refuse what is no address."""
    local, at, domain = unicodedata.normalize("NFKC", raw or "").strip().rpartition("@")
    address = local + at + domain.lower()
    if not address:
        return None
    if not is_address(address):
        raise Refused(
            Text(
                "“{address}”不是邮箱地址：请写成 name@example.cn 的样子，不含空格、汉字和多余的符号。",
                "“{address}” is no mail address: write it like name@example.cn, without blanks or Chinese characters.",
            ).filled(address=address[:60])
        )
    return address


def lock_after(failures: int) -> timedelta | None:
    """Return how long the account stays shut after so many wrong passwords in a row."""
    if failures < FAILURES_BEFORE_LOCK:
        return None
    doublings = min(failures - FAILURES_BEFORE_LOCK, 10)
    return min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)


def idle_limit(role: Role) -> timedelta:
    """Return how long a session may rest: doctors walk between houses, desks stand in offices."""
    return timedelta(minutes=30 if role in _DOCTORS else 15)


def check_areas(role: Role, codes: Sequence[str]) -> None:
    """Refuse areas that do not fit the role, such as a town for a village doctor."""
    wanted = _LEVELS.get(role)
    if wanted is None:
        return
    allowed = listed([level.text for level in wanted])
    if not codes:
        raise Refused(
            Text("{role}要有管理区域（{levels}）。", "{role}: give an area ({levels}).").filled(
                role=role, levels=allowed
            )
        )
    for code in codes:
        if (level := level_of(code)) not in wanted:
            raise Refused(
                Text(
                    "{role}的管理区域应为{levels}，{code} 是{level}。",
                    "{role}: the area must be a {levels}; {code} is a {level}.",
                ).filled(role=role, levels=allowed, code=code, level=level)
            )


def _is_usual(plain: str, *, username: str) -> bool:
    core = plain.strip("!@#$%^&*.?~_-")
    named = bool(username) and username in plain and len(plain.replace(username, "")) <= 4
    run = any(core in line for line in _RUNS)
    return plain in USUAL or core in USUAL or named or run or len(set(plain)) <= 2
