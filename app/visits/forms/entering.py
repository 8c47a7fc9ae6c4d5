"""What may be asked of the forms of a month, read from the address; a word that means nothing asks for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.core.errors import Refused
from app.core.regions import full_code
from app.policy.terms import Kind
from app.visits.rules.entering import EnteredState

LAST_PAGE = 10_000
MOST_AT_ONCE = 200


def read_kind(asked: Mapping[str, str], kinds: Sequence[Kind]) -> Kind | None:
    """Return the kind of work asked for: the first of those offered where none is named, None where it is not offered."""
    if not asked.get("kind"):
        return kinds[0]
    return next((kind for kind in kinds if kind.value == asked["kind"]), None)


def read_village(asked: Mapping[str, str]) -> str | None:
    """Return the code of the village or town asked for."""
    try:
        return full_code(asked["village"]) if asked.get("village") else None
    except Refused:
        return None


def read_state(asked: Mapping[str, str]) -> EnteredState:
    """Return which part of the list is asked for: what is still to be entered, where nothing else is."""
    return next((one for one in EnteredState if one.value == asked.get("state")), EnteredState.WAITING)


def read_page(asked: Mapping[str, str]) -> int:
    """Return the number of the page asked for."""
    number = asked.get("page", "")
    return min(max(int(number), 1), LAST_PAGE) if number.isdecimal() and len(number) < 6 else 1


def read_numbers(sent: Iterable[str]) -> list[int]:
    """Return the numbers that were ticked."""
    ticked = [each for each in sent if each.isascii() and each.isdecimal() and len(each) < 10]
    return [int(each) for each in ticked[:MOST_AT_ONCE]]
