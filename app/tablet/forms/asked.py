"""What the addresses of the room ask for; a word that means nothing asks for nothing."""

from __future__ import annotations

from collections.abc import Mapping

LAST_PAGE = 10_000


def read_page(asked: Mapping[str, str]) -> int:
    """Return the number of the page asked for."""
    return min(max(_number(asked.get("page", "")) or 1, 1), LAST_PAGE)


def read_doctor(asked: Mapping[str, str]) -> int | None:
    """Return the account whose tasks are asked for."""
    return _number(asked.get("doctor", ""))


def read_task(asked: Mapping[str, str]) -> int | None:
    """Return the task a form was opened from."""
    return _number(asked.get("task", ""))


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
