"""What was asked for with a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.rosters.rules.kinds import ListKind


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """Which list, for which area, as of which day; ``today`` is the day it is asked on."""

    kind: ListKind
    area: str
    as_of: date
    today: date
    file_name: str = ""
    accept_doubtful: bool = False
    confirm_left: bool = False
