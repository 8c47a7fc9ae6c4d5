"""What an address asks of a board; a word that means nothing asks for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date

from app.core.errors import Refused
from app.core.regions import full_code
from app.rounds.rules import State

FIRST_DAY = date(2000, 1, 3)
LAST_PAGE = 10_000


def read_day(asked: Mapping[str, str], *, today: date) -> date:
    """Return the day whose week is looked at: today, or an earlier one."""
    with suppress(ValueError):
        return min(max(date.fromisoformat(asked.get("day", "")), FIRST_DAY), today)
    return today


def read_year(asked: Mapping[str, str], *, today: date) -> int:
    """Return the year whose campaign is looked at: this one, an earlier one, or the next."""
    words = asked.get("year", "")
    year = int(words) if words.isdecimal() and len(words) == 4 else today.year
    return min(max(year, FIRST_DAY.year), today.year + 1)


def read_village(asked: Mapping[str, str]) -> str | None:
    """Return the code of the village or town asked for."""
    with suppress(Refused):
        return full_code(asked["village"]) if asked.get("village") else None
    return None


def read_state(asked: Mapping[str, str]) -> State | None:
    """Return which people are asked for: how they stand."""
    return next((state for state in State if state.value == asked.get("state")), None)


def read_person(asked: Mapping[str, str]) -> int | None:
    """Return the number of the one person asked for, whatever page of the list they would stand on."""
    number = asked.get("of", "")
    return int(number) if number.isdecimal() and len(number) < 10 else None


def read_page(asked: Mapping[str, str]) -> int:
    """Return the number of the page asked for."""
    number = asked.get("page", "")
    return min(max(int(number), 1), LAST_PAGE) if number.isdecimal() and len(number) < 6 else 1
