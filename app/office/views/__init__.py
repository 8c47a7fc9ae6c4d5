"""Pages of the office: the door, one's own account, the accounts one manages, policy, trail, outbox and backups."""

from app.office.views import (
    access,
    account,
    accounts,
    backups,
    outbox,
    own,
    policy,
    second,
    signing_in,
    trail,
)
from app.office.views.door import bp

__all__ = [
    "access",
    "account",
    "accounts",
    "backups",
    "bp",
    "outbox",
    "own",
    "policy",
    "second",
    "signing_in",
    "trail",
]
