"""What somebody had typed when their session was over: given back to the same account, and to nobody else.

Every page of a signed-in reader carries in its form token whose page it is, under the signature of this site. What was
typed goes into the page of the answer sealed for that account: it stands in no address, no cookie and no table.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Final

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from app.accounts.service import owner_of
from app.core.sealing import Unsealable, seal, unseal

# Two photos and a signature go along.
MOST_BYTES: Final = 800_000
TOKEN: Final = "csrf_token"  # noqa: S105 - the name of a field
_SECRET: Final = re.compile("password|second-factor|sign-in")
_SALT: Final = "wtf-csrf-token"


@dataclass(frozen=True, slots=True)
class Kept:
    """A form as it was sent: where to, and every field in its order."""

    path: str
    fields: tuple[tuple[str, str], ...]


def page_owner() -> int | None:
    """Return the account whose page sent this form, by the form token; None where no such page of ours did."""
    signed = URLSafeTimedSerializer(current_app.secret_key or "", salt=_SALT)
    try:
        return owner_of(str(signed.loads(request.form.get(TOKEN, ""))))
    except BadData:
        return None


def typed() -> Kept | None:
    """Return what was sent, to be sent again; a form with a password, a code or a file is never kept."""
    names = " ".join((request.path, *request.form))
    if _SECRET.search(names) or any(file.filename for file in request.files.values()):
        return None
    fields = tuple((name, value) for name, value in request.form.items(multi=True) if name != TOKEN)
    return Kept(request.full_path.rstrip("?"), fields)


def keep(kept: Kept | None, *, user_id: int) -> str | None:
    """Return a form sealed for one account; None where there is nothing to keep, or too much for a page."""
    plain = "" if kept is None else json.dumps([kept.path, kept.fields], ensure_ascii=False)
    if not plain or len(plain.encode()) > MOST_BYTES:
        return None
    return seal(plain, context=_context(user_id))


def open_kept(sealed: str, *, user_id: int) -> Kept | None:
    """Return a form that was kept for this account; None where it was kept for another."""
    try:
        path, fields = json.loads(unseal(sealed, context=_context(user_id)))
    except Unsealable:
        return None
    return Kept(path, tuple((name, value) for name, value in fields))


def _context(user_id: int) -> str:
    return f"form.kept.{user_id}"
