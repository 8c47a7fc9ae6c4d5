"""已录入: which visits somebody typed into the official system, and which are still to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.core.labels import Labelled
from app.policy.terms import Kind


class EnteredState(Labelled):
    """Whether a visit stands in the official system."""

    WAITING = "waiting", "还没录入", "Not entered yet"
    ENTERED = "entered", "已录入", "Entered"


@dataclass(frozen=True, slots=True)
class FormsAsked:
    """Which forms of which month and place are asked for; without a state, all of them."""

    kind: Kind
    month: date
    areas: Sequence[str]
    state: EnteredState | None = None


class FormCounts(NamedTuple):
    """The forms of one kind in a month. What came from a list of the official system stands there already."""

    kind: Kind
    visits: int
    imported: int
    entered: int

    @property
    def owed(self) -> int:
        """How many are to be entered at all."""
        return self.visits - self.imported

    @property
    def waiting(self) -> int:
        """How many are not entered yet."""
        return self.owed - self.entered
