"""尾数集中 and 压线数值偏多: how typed pressures fall on end digits and on the two sides of a limit.

Whoever reads a column of mercury reads even digits, so that each of five comes with every fifth reading; that alone is honest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from app.reviews.rules.facts import Found, Limits, Log, found_in, reaches
from app.reviews.rules.vocabulary import Signal

DIGITS: Final = 10
# 130-139 lies just below the limit of control of 2017 for those under 65, 140-149 just above it.
BELOW, LIMIT, ABOVE = 130, 140, 150


def find_heaped(logs: Sequence[Log], limits: Limits) -> Found | None:
    """Return the logs whose systolic pressure ends in one and the same digit, where far too many do."""
    ends = [(log, round(log.typed) % DIGITS) for log in logs if log.typed is not None]
    if not ends or len(ends) < limits["heaped.least"]:
        return None
    digit, times = min(Counter(end for _, end in ends).items(), key=lambda one: (-one[1], one[0]))
    if not reaches(times, len(ends), percent=limits["heaped.percent"]):
        return None
    heaped = [log for log, end in ends if end == digit]
    return found_in(Signal.HEAPED, heaped, among=len(ends), told={"digit": digit})


def find_below_limit(logs: Sequence[Log], limits: Limits) -> Found | None:
    """Return the logs with 130-139, where hardly any stand at 140-149 beside them."""
    near = [(log, log.pressure[0]) for log in logs if log.pressure and BELOW <= log.pressure[0] < ABOVE]
    below = [log for log, systolic in near if systolic < LIMIT]
    if len(near) < limits["below-limit.least"] or not reaches(
        len(below), len(near), percent=limits["below-limit.percent"]
    ):
        return None
    return found_in(Signal.BELOW_LIMIT, below, among=len(near), told={"above": len(near) - len(below)})
