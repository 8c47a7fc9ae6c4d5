"""What may be asked of the outbox, and of any list that is leafed through."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.errors import Refused
from app.core.words import Text
from app.outbox.rules import Settling, Tray

LAST_PAGE = 10_000


def read_tray(asked: Mapping[str, str]) -> Tray:
    """Return the tray asked for, the waiting letters by default."""
    return next((tray for tray in Tray if tray.value == asked.get("tray")), Tray.WAITING)


def read_page(asked: Mapping[str, str]) -> int:
    """Return the number of the page asked for."""
    number = asked.get("page", "")
    return min(max(int(number), 1), LAST_PAGE) if number.isdecimal() and len(number) < 6 else 1


def read_settling(asked: Mapping[str, str]) -> Settling:
    """Return what was decided about a letter."""
    for settling in Settling:
        if settling.value == asked.get("action"):
            return settling
    raise Refused(
        Text("请选择怎样处理这封信。", "Please choose what to do with this letter."),
    )
