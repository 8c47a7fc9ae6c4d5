"""Passwords at rest: argon2id, 19 MiB and two passes, so that signing in stays light on a small server."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.accounts.rules import LONGEST, prepared

_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


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


@cache
def _nobody() -> str:
    return _HASHER.hash("nobody has this password")
