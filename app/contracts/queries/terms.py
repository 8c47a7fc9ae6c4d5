"""协议期: how long a contract may run, as the rulebook has it."""

from __future__ import annotations

from datetime import date

from app.contracts.rules import LONGEST, SHORTEST
from app.policy import book


def term_limits(*, on: date) -> tuple[float, float]:
    """Return the fewest and the most years a contract signed on a day may run."""
    figures = book.current().figures
    return figures.value(SHORTEST, on=on), figures.value(LONGEST, on=on)
