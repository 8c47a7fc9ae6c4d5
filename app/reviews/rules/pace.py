"""短时间内多次随访: more houses visited than the time allows.

When a log was typed is not when the visit was: typing the day's visits from paper in one go is honest. So two things count
only: what a tablet put down by daylight, where the visit was; and logs typed on the visit's own day, where even all the time
since the entries before was too short for them. Several people of one house count as one visit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Final

from app.policy.terms import Mode
from app.reviews.rules.facts import Found, Limits, Log, found_in, houses_of
from app.reviews.rules.vocabulary import Signal

DAWN: Final = time(6)
Timed = tuple[datetime, Log]


def find_hurried(logs: Sequence[Log], limits: Limits) -> Found | None:
    """Return the home visits that were too many for their minutes."""
    home = [(log.moment, log) for log in logs if log.moment is not None and log.mode is Mode.HOME]
    home.sort(key=lambda timed: (timed[0], timed[1].id))
    by_tablet = [(at, log) for at, log in home if log.captured and at.hour < limits["hurried.evening"]]
    hurried = {log.id: log for log in _crowded(by_tablet, limits)}
    for _, of_day in groupby((timed for timed in home if not timed[1].captured), key=lambda t: t[0].date()):
        hurried |= {log.id: log for log in _impossible(list(of_day), limits)}
    if not hurried:
        return None
    told = {"visits": limits["hurried.visits"], "minutes": limits["hurried.minutes"]}
    return found_in(Signal.HURRIED, list(hurried.values()), among=len(home), told=told)


def _crowded(timed: Sequence[Timed], limits: Limits) -> Iterator[Log]:
    """Return the logs that stand in a window of so many minutes with too many houses."""
    window, first = timedelta(minutes=limits["hurried.minutes"]), 0
    for last, (at, _) in enumerate(timed):
        while at - timed[first][0] > window:
            first += 1
        inside = [log for _, log in timed[first : last + 1]]
        if houses_of(inside) >= limits["hurried.visits"]:
            yield from inside


def _impossible(timed: Sequence[Timed], limits: Limits) -> Iterator[Log]:
    """Return the logs typed in one go of which there are more than could be visited since the entries before."""
    before = datetime.combine(timed[0][0].date(), DAWN, timed[0][0].tzinfo)
    each = timedelta(minutes=limits["hurried.minutes"]) / limits["hurried.visits"]
    for batch in _batches(timed, timedelta(minutes=limits["hurried.minutes"])):
        houses, ended = houses_of(log for _, log in batch), batch[-1][0]
        if houses >= limits["hurried.visits"] and ended - before < each * houses:
            yield from (log for _, log in batch)
        before = max(before, ended)


def _batches(timed: Iterable[Timed], gap: timedelta) -> Iterator[list[Timed]]:
    """Return what was typed in one go each, with no longer pause inside."""
    batch: list[Timed] = []
    for one in timed:
        if batch and one[0] - batch[-1][0] > gap:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch
