"""What may be asked of the lists, read from the address; a word that means nothing asks for nothing."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.errors import Refused
from app.core.regions import full_code
from app.duties.queries import WorkFilter
from app.duties.rules import Section
from app.web.sought import sought

LONGEST_TEXT = 40
LAST_PAGE = 10_000


def read_filter(asked: Mapping[str, str]) -> WorkFilter:
    """Return which part of the list the address asks for."""
    section = next((one for one in Section if one.value == asked.get("state")), None)
    return WorkFilter(section, read_village(asked), asked.get("rule") or None, sought(asked)[:LONGEST_TEXT])


def read_village(asked: Mapping[str, str]) -> str | None:
    """Return the code of the village or town asked for."""
    try:
        return full_code(asked["village"]) if asked.get("village") else None
    except Refused:
        return None


def read_page(asked: Mapping[str, str]) -> int:
    """Return the number of the page asked for."""
    number = asked.get("page", "")
    return min(max(int(number), 1), LAST_PAGE) if number.isdecimal() and len(number) < 6 else 1
