"""数值重复: the same pressure with many people, or the same as at the person's last visit, more often than chance brings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from app.reviews.rules.facts import Found, Limits, Log, found_in, reaches
from app.reviews.rules.vocabulary import Signal


def find_repeated(logs: Sequence[Log], limits: Limits) -> Found | None:
    """Return the logs whose pressure stands in many others of the month, or repeats the person's last one to the digit."""
    measured = [log for log in logs if log.pressure is not None]
    times = Counter(log.pressure for log in measured)
    least = limits["repeated.times"]
    alike = [log for log in measured if times[log.pressure] >= least]
    again = [log for log in measured if log.pressure == log.before and times[log.pressure] < least]
    repeated = alike + again
    if len(repeated) < least or not reaches(len(repeated), len(measured), percent=limits["repeated.percent"]):
        return None
    told = {"alike": len(alike), "again": len(again)}
    return found_in(Signal.REPEATED, repeated, among=len(measured), told=told)
