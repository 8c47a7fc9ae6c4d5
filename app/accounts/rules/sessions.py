"""Locks that double, and sessions that end. Pure."""

from __future__ import annotations

import re
from datetime import timedelta

from app.accounts.reader import Role

FAILURES_BEFORE_LOCK = 5
FIRST_LOCK = timedelta(minutes=1)
LONGEST_LOCK = timedelta(hours=1)
ABSOLUTE_LIMIT = timedelta(hours=12)
KEY_LENGTH = 16
_KEY = re.compile(f"[0-9a-f]{{{KEY_LENGTH}}}")
_DOCTORS = (Role.VILLAGE_DOCTOR, Role.FAMILY_DOCTOR)


def lock_after(failures: int) -> timedelta | None:
    """Return how long the account stays shut after so many wrong passwords in a row."""
    if failures < FAILURES_BEFORE_LOCK:
        return None
    doublings = min(failures - FAILURES_BEFORE_LOCK, 10)
    return min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)


def idle_limit(role: Role) -> timedelta:
    """Return how long a session may rest: doctors walk between houses, desks stand in offices."""
    return timedelta(minutes=30 if role in _DOCTORS else 15)


def is_session_key(key: str) -> bool:
    """Return whether a text can be the key of a session: the beginning of its number, which opens nothing."""
    return _KEY.fullmatch(key) is not None
