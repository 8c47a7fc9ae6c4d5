"""What the addresses of the room ask for; a word that means nothing asks for nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from app.core.errors import Refused
from app.core.regions import full_code
from app.reviews.rules.vocabulary import Lane

LAST_PAGE = 10_000
MOST_TOGETHER = 100
_MONTH: Final = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


def read_lane(asked: Mapping[str, str]) -> Lane | None:
    """Return the lane asked for."""
    return next((lane for lane in Lane if lane.value == asked.get("lane")), None)


def read_place(asked: Mapping[str, str]) -> str | None:
    """Return the code of the village or town asked for."""
    try:
        return full_code(asked["village"]) if asked.get("village") else None
    except Refused:
        return None


def read_doctor(asked: Mapping[str, str]) -> int | None:
    """Return the doctor whose logs are asked for."""
    return _number(asked.get("doctor", ""))


def read_month(asked: Mapping[str, str]) -> date | None:
    """Return the first day of the month asked for, written 2026-05; one of another age means nothing."""
    found = _MONTH.fullmatch(asked.get("month", ""))
    return date(int(found[1]), int(found[2]), 1) if found else None


def read_page(asked: Mapping[str, str]) -> int:
    """Return the number of the page asked for."""
    return min(max(_number(asked.get("page", "")) or 1, 1), LAST_PAGE)


def read_shown(typed: Iterable[str]) -> list[int]:
    """Return the logs that a page showed together, as it sent them back."""
    return [number for each in typed if (number := _number(each)) is not None][:MOST_TOGETHER]


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
