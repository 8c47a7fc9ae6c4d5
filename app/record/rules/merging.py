"""Two records of one resident side by side: every field of both, what both owe, and what one record would owe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.core.words import Text
from app.duties.rules import WorkDuty
from app.people.rules import MergeField, NumberReason, Side

Said = Text | str


@dataclass(frozen=True, slots=True)
class FieldPair:
    """One field as both records have it, which of them is taken, and whether there is anything to choose."""

    field: MergeField
    kept: tuple[Said, ...]
    other: tuple[Said, ...]
    side: Side
    differs: bool
    is_open: bool


@dataclass(frozen=True, slots=True)
class Belongings:
    """What hangs on a record and goes with it."""

    enrolments: Sequence[Text]
    duties: Sequence[WorkDuty]
    visits: int
    contacts: int
    allergies: int
    drugs: int


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What a merge would come to."""

    fields: Sequence[FieldPair]
    kept: Belongings
    other: Belongings
    duties: Sequence[WorkDuty]
    has_two_numbers: bool


@dataclass(frozen=True, slots=True)
class MergeChoice:
    """What somebody decided about two records, and which versions of them they looked at."""

    sides: Mapping[MergeField, Side] = field(default_factory=dict)
    reason: NumberReason | None = None
    versions: tuple[int | None, int | None] = (None, None)
