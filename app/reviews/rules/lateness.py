"""补录过迟: logs entered long after the visit. What a tablet put down counts by the tablet's day, however late it came in."""

from __future__ import annotations

from collections.abc import Sequence

from app.reviews.rules.facts import Found, Limits, Log, found_in, reaches
from app.reviews.rules.vocabulary import Signal


def find_entered_late(logs: Sequence[Log], limits: Limits) -> Found | None:
    """Return the logs entered more than so many days after the visit, where many of the month were."""
    late = [log for log in logs if log.days_late > limits["entered-late.days"]]
    if len(late) < limits["entered-late.times"]:
        return None
    if not reaches(len(late), len(logs), percent=limits["entered-late.percent"]):
        return None
    told = {"days": limits["entered-late.days"], "most": max(log.days_late for log in late)}
    return found_in(Signal.ENTERED_LATE, late, among=len(logs), told=told)
