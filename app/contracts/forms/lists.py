"""What may be asked of the lists, read from the address; a word that means nothing asks for nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TypeVar

from app.contracts.rules import KeyGroup, Standing, Wanted
from app.core.errors import Refused
from app.core.labels import Labelled
from app.core.regions import full_code

LAST_PAGE = 10_000
_KEY = re.compile(r"none|u[0-9]{1,9}|n[0-9a-f]{16}")
Term = TypeVar("Term", bound=Labelled)


def read_wanted(asked: Mapping[str, str]) -> Wanted:
    """Return which part of the list the address asks for."""
    key = asked.get("doctor", "")
    return Wanted(
        _term(Standing, asked.get("standing")),
        read_place(asked),
        _term(KeyGroup, asked.get("group")),
        key if _KEY.fullmatch(key) else None,
    )


def read_place(asked: Mapping[str, str]) -> str | None:
    """Return the code of the village or town asked for."""
    try:
        return full_code(asked["village"]) if asked.get("village") else None
    except Refused:
        return None


def read_page(asked: Mapping[str, str]) -> int:
    """Return the number of the page asked for."""
    number = asked.get("page", "")
    return min(max(int(number), 1), LAST_PAGE) if number.isdecimal() and len(number) < 6 else 1


def _term(vocabulary: type[Term], value: str | None) -> Term | None:
    return next((term for term in vocabulary if term.value == value), None)
