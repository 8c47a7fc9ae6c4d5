"""Since when this deployment owes: the day it was told, else the year of its first roster, settled once."""

from __future__ import annotations

from datetime import date

from app.core.db import db
from app.duties.models import DutyStart
from app.duties.queries import find_start

_installed: date | None = None


def install_start(day: date | None) -> None:
    """Take the day the configuration names (``XUNHU_OWED_FROM``); None leaves it to the first roster."""
    global _installed  # noqa: PLW0603 - one start for the whole process, as there is one rulebook
    _installed = day


def start_for(today: date) -> date:
    """Return the day this deployment began to owe; until it is settled, 1 January of the present year."""
    return _installed or find_start() or first_of_year(today)


def settle_start(as_of: date) -> date:
    """Settle the day this deployment began to owe by its first roster; a later roster changes nothing."""
    if _installed is not None:
        return _installed
    settled = find_start()
    if settled is None:
        settled = first_of_year(as_of)
        db.session.add(DutyStart(id=1, owed_from=settled))
        db.session.flush()
    return settled


def first_of_year(day: date) -> date:
    """Return 1 January of a day's year."""
    return day.replace(month=1, day=1)
