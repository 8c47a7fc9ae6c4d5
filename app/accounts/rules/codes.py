"""One-time codes: the second thing somebody shows at the door, besides the password. Pure."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from datetime import datetime, timedelta

import pyotp

from app.accounts.reader import Role

ISSUER = "巡护"
STEP_SECONDS = 30
RECOVERY_CODES = 10
HALF_WAY_LIMIT = timedelta(minutes=5)
# Letters that nobody takes for one another when reading them from paper; sixteen of them are eighty bits.
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GROUP, _GROUPS = 4, 4
_MISREAD = str.maketrans("OIL", "011")
_DIGITS = re.compile(r"\d{6}")
_ASKED = (Role.COUNTY, Role.ADMIN)


def fresh_secret() -> str:
    """Return a new secret of a code generator, 160 bits in base32."""
    return pyotp.random_base32()


def setup_address(secret: str, *, username: str) -> str:
    """Return what the picture for the code generator says."""
    return pyotp.TOTP(secret).provisioning_uri(name=username, issuer_name=ISSUER)


def in_groups(code: str) -> str:
    """Return a code in groups of four, as people read it."""
    return " ".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def clean_code(raw: str) -> str:
    """Return a code as it is compared: plain letters and digits, whatever the keyboard and the paper made of it."""
    return re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", raw)).upper()


def step_shown(secret: str, code: str, *, at: datetime, last: int | None) -> int | None:
    """Return the half-minute whose code was shown: this one or a neighbour, and none up to the last one used."""
    if not _DIGITS.fullmatch(code):
        return None
    generator, now = pyotp.TOTP(secret), int(at.timestamp()) // STEP_SECONDS
    fitting = [step for step in (now - 1, now, now + 1) if _same(generator.generate_otp(step), code)]
    return next((step for step in fitting if last is None or step > last), None)


def fresh_recovery_codes() -> list[str]:
    """Return ten codes that each open the door once when the code generator is lost."""
    return [
        "-".join("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
        for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(code: str) -> str:
    """Return what is kept of a recovery code."""
    return hashlib.sha256(clean_code(code).translate(_MISREAD).encode()).hexdigest()


def may_be_recovery(code: str) -> bool:
    """Return whether a cleaned code has the length of a recovery code."""
    return len(code) == _GROUP * _GROUPS


def second_factor_due_at(role: Role, *, opened_at: datetime | None, days: int | None) -> datetime | None:
    """Return from when on a role must show a second factor: some days after the account was opened, or never."""
    if role not in _ASKED or opened_at is None or days is None:
        return None
    return opened_at + timedelta(days=days)


def _same(known: str, shown: str) -> bool:
    return hmac.compare_digest(known.encode(), shown.encode())
