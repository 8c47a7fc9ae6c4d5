"""User names and mail addresses as they are kept. Pure."""

from __future__ import annotations

import re
import unicodedata

from app.core.errors import Refused
from app.core.words import Text
from app.outbox.rules import is_address

_USERNAME = re.compile(r"[\w.@-]{2,40}")


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
