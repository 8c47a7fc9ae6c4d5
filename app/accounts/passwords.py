"""Passwords at rest: argon2id, 19 MiB and two passes, so that signing in stays light on a small server."""

from __future__ import annotations

import ctypes
import secrets
from contextlib import suppress
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import current_app

from app.accounts.rules import LONGEST, PasswordRules, password_rules, prepared

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_MMAP_THRESHOLD, _LARGE = -3, 2**20
# The memory of a hashing goes back to the system when it is over: left alone, glibc would keep 20 MB for the next one.
with suppress(AttributeError, OSError, TypeError):  # another C library needs no telling
    ctypes.CDLL(None).mallopt(_MMAP_THRESHOLD, _LARGE)
# Nothing that is misread on paper or misheard on the telephone.
_CONSONANTS, _VOWELS, _DIGITS = "bdfghjkmnprstvwz", "aeiu", "23456789"


def rules_in_force() -> PasswordRules:
    """Return what this deployment asks of passwords."""
    settings = current_app.config
    return password_rules(settings["XUNHU_PASSWORD_RULES"], days=settings["XUNHU_PASSWORD_DAYS"])


def one_time_password() -> str:
    """Return a password to be read out once and changed at the first sign-in, such as ``kadu-2947-mifi-teha``."""
    first, *rest = (_syllable() + _syllable() for _ in range(3))
    digits = "".join(secrets.choice(_DIGITS) for _ in range(4))
    return "-".join((first, digits, *rest))


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password."""
    return _HASHER.hash(prepared(password))


def is_right(password: str, *, known: str | None) -> bool:
    """Return whether a password fits the hash; an unknown user costs the same time as a known one."""
    try:
        _HASHER.verify(known or _nobody(), prepared(password[: LONGEST + 1]))
    except (VerificationError, InvalidHashError):
        return False
    return known is not None


def is_dated(known: str) -> bool:
    """Return whether a hash was made with weaker settings than today's."""
    return _HASHER.check_needs_rehash(known)


def _syllable() -> str:
    return secrets.choice(_CONSONANTS) + secrets.choice(_VOWELS)


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")
