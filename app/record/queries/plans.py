"""The plans of a resident on the page: how they stand, and how their medicine was taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.careplans.queries.checks import CheckRow, list_checks
from app.careplans.queries.plans import PlanRow, list_plans
from app.record.rules.charts import MONTHS, months_before
from app.record.rules.strips import Strips, Told, strips_of

# As many as the curves draw, of every disease a plan may be for.
MOST_DRAWN = 312
MOST_TOLD = 20


@dataclass(frozen=True, slots=True)
class Adherence:
    """The strips, and the newest answers behind them, the last first."""

    strips: Strips | None
    rows: Sequence[CheckRow]


def read_plans(person_id: int) -> list[PlanRow]:
    """Return the plans of a resident that have not ended."""
    return [row for row in list_plans(person_id) if row.ended_on is None]


def read_adherence(person_id: int, *, today: date) -> Adherence:
    """Return how a resident's medicine was taken over the last two years."""
    checks = list_checks(person_id, since=months_before(today, MONTHS), limit=MOST_DRAWN)
    told = [
        Told(check.checked_on, check.disease, check.treatment)
        for check in checks
        if check.treatment is not None
    ]
    rows = [check for check in checks if check.treatment is not None]
    return Adherence(strips_of(told, today=today), rows[: -MOST_TOLD - 1 : -1])
