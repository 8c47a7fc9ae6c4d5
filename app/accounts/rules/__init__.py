"""Passwords that are refused, locks that double, sessions that end, and which areas fit which role. Pure."""

from __future__ import annotations

from app.accounts.rules.areas import (
    check_areas,
    levels_of,
)
from app.accounts.rules.devices import (
    device_of,
)
from app.accounts.rules.managing import (
    Standing,
    Step,
    check_not_own,
    check_one_remains,
    check_reach,
    roles_managed_by,
)
from app.accounts.rules.names import (
    check_username,
    clean_address,
    clean_username,
)
from app.accounts.rules.passwords import (
    LEVEL_PROTECTION,
    LONGEST,
    RULES,
    SHORTEST,
    STANDARD,
    USUAL,
    PasswordRules,
    check_password,
    password_due,
    password_rules,
    prepared,
)
from app.accounts.rules.sessions import (
    ABSOLUTE_LIMIT,
    FAILURES_BEFORE_LOCK,
    FIRST_LOCK,
    KEY_LENGTH,
    LONGEST_LOCK,
    idle_limit,
    is_session_key,
    lock_after,
)

__all__ = [
    "ABSOLUTE_LIMIT",
    "FAILURES_BEFORE_LOCK",
    "FIRST_LOCK",
    "KEY_LENGTH",
    "LEVEL_PROTECTION",
    "LONGEST",
    "LONGEST_LOCK",
    "RULES",
    "SHORTEST",
    "STANDARD",
    "USUAL",
    "PasswordRules",
    "Standing",
    "Step",
    "check_areas",
    "check_not_own",
    "check_one_remains",
    "check_password",
    "check_reach",
    "check_username",
    "clean_address",
    "clean_username",
    "device_of",
    "idle_limit",
    "is_session_key",
    "levels_of",
    "lock_after",
    "password_due",
    "password_rules",
    "prepared",
    "roles_managed_by",
]
