"""死亡后或住院期间的随访: visits to somebody who cannot have been met.

A stay ends on the day somebody was expected back, and people come home sooner: one log inside a stay says nothing yet.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.reviews.rules.facts import Found, Limits, Log, found_in
from app.reviews.rules.vocabulary import Signal


def find_not_there(logs: Sequence[Log], limits: Limits) -> Found | None:
    """Return the logs of visits after the day of death, and those inside a hospital stay where there are several."""
    dead = [log for log in logs if log.after_death]
    away = [log for log in logs if log.in_hospital and not log.after_death]
    if len(dead) < limits["not-there.times"]:
        dead = []
    if len(away) < limits["not-there.hospital"]:
        away = []
    if not dead and not away:
        return None
    told = {"dead": len(dead), "hospital": len(away)}
    return found_in(Signal.NOT_THERE, dead + away, among=len(logs), told=told)
