"""What was asked for with a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from app.rosters.rules.fields import Field
from app.rosters.rules.kinds import ListKind

Key = tuple[str, int]


@dataclass(frozen=True, slots=True)
class ImportOrder:
    """Which list, for which area, as of which day; ``today`` is the day it is asked on.

    ``accepted`` names doubtful rows (sheet, row) that somebody confirmed one by one; ``headings`` says by hand what a tidy
    heading means (None: nothing the list needs); a ``supplement`` holds only rows that were mended, so nobody leaves by it;
    ``expected`` is the digest of the preview that was confirmed: where the comparison comes out otherwise, nothing is written.
    """

    kind: ListKind
    area: str
    as_of: date
    today: date
    file_name: str = ""
    sender: str = ""
    accept_doubtful: bool = False
    accepted: frozenset[Key] = frozenset()
    accept_older: bool = False
    confirm_left: bool = False
    supplement: bool = False
    supplements_id: int | None = None
    headings: Mapping[str, Field | None] = field(default_factory=dict)
    expected: str = ""
