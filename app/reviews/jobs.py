"""What the clock does for the supervisor: secrets of samples are sealed and samples filled up; signals are looked for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from app.core import clock
from app.core.transaction import SYSTEM, transaction
from app.reviews.queries.sampling import list_unclosed, list_unsealed
from app.reviews.rules.lanes import span_of
from app.reviews.service.finding import doctors_of, find_signals_of, last_turn, mark_turn, touched_since
from app.reviews.service.sampling import close_sample, seal_seeds

# A deed that was under way at the last turn may have filed before it and committed after.
OVERLAP: Final = timedelta(minutes=2)
AT_ONCE: Final = 25
A_MONTH: Final = timedelta(days=31)


def seal_samples(day: date, _again: bool) -> Mapping[str, int]:
    """Seal the secrets of this month and the next where a township has none, and fill up the samples of months that are over.

    A month is over for it a moment later: a log of its last second may still be on its way.
    """
    first = day.replace(day=1)
    unsealed = list_unsealed((first, (first + A_MONTH).replace(day=1)))
    if unsealed:
        with transaction("review.seal", by=SYSTEM):
            seal_seeds(unsealed)
    closed = 0
    for area_code, month in list_unclosed(clock.local(clock.now() - OVERLAP).date().replace(day=1)):
        with transaction("review.fill-up", by=SYSTEM):
            closed += close_sample(area_code, month)
    return {"sealed": len(unsealed), "closed": closed}


def find_signals(day: date, again: bool) -> Mapping[str, int]:
    """Look for the signals: in the months of doctors whose logs came in or were struck since the last turn.

    With the first turn of a day, and when asked for by hand, this month and the last are looked through whole: a death or
    a hospital stay may have been put on record since.
    """
    at, last = clock.now(), last_turn()
    whole = again or last is None or clock.local(last).date() < day
    months = _whole_months(day) if whole or last is None else _touched(last)
    changed = sum(_find(doctors, month) for month, doctors in months.items())
    with transaction("signals.turn", by=SYSTEM):
        mark_turn(at)
    return {"doctors": sum(len(doctors) for doctors in months.values()), "changed": changed}


def _whole_months(day: date) -> dict[date, list[int]]:
    last = span_of(None, today=day).first
    return {month: doctors_of(month) for month in (last, day.replace(day=1))}


def _touched(last: datetime) -> dict[date, list[int]]:
    return touched_since(last - OVERLAP)


def _find(doctor_ids: list[int], month: date) -> int:
    """Find for some doctors at a time, so that a filing doctor never waits for a county."""
    changed = 0
    for start in range(0, len(doctor_ids), AT_ONCE):
        with transaction("signals.find", by=SYSTEM):
            changed += find_signals_of(doctor_ids[start : start + AT_ONCE], month=month)
    return changed
