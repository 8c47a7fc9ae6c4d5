"""What the address of the desk asks for; a word that means nothing asks for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from app.careplans.rules.work import WorkKind
from app.core.errors import Refused
from app.core.regions import full_code

LAST_PAGE = 10_000


def read_kind(asked: Mapping[str, str]) -> WorkKind | None:
    """Return which work is asked for."""
    return next((kind for kind in WorkKind if kind.value == asked.get("kind")), None)


def read_place(asked: Mapping[str, str]) -> str | None:
    """Return the code of the village or town asked for."""
    with suppress(Refused):
        return full_code(asked["village"]) if asked.get("village") else None
    return None


def read_page(asked: Mapping[str, str]) -> int:
    """Return the number of the page asked for."""
    number = asked.get("page", "")
    return min(max(int(number), 1), LAST_PAGE) if number.isdecimal() and len(number) < 6 else 1
