"""How items are written inside: the format of this release, and those of the two before it, each for a while longer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

CURRENT: Final = 1
READ_FOR: Final = timedelta(days=180)
READ_BACK: Final = 2
# The day each earlier format was replaced by the next; this release has replaced none yet.
REPLACED: Final[Mapping[int, date]] = {}


def is_read(
    written: int, *, today: date, current: int = CURRENT, replaced: Mapping[int, date] = REPLACED
) -> bool:
    """Return whether items of a format are still read: the current one, and the two before it for 180 days each."""
    if written == current:
        return True
    ended = replaced.get(written)
    is_recent = current - READ_BACK <= written < current
    return is_recent and ended is not None and today <= ended + READ_FOR
