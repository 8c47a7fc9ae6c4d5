"""整改措施 as they are stated. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """What is done about a red indicator of a place, until when, and who sees to it."""

    area_code: str
    indicator: str
    measure: str
    owner_name: str
    due_on: date
