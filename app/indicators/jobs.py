"""What the clock does for the numbers: counted each minute where anything was touched, told on the first of the month."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import partial

from app.core import clock
from app.core.db import db
from app.core.regions import Level, level_of
from app.core.transaction import SYSTEM, transaction
from app.indicators.models import TallyMonth
from app.indicators.queries.counting import work_out
from app.indicators.queries.meetings import CLOSING, find_fault, list_unmade, was_at_work
from app.indicators.queries.months import find_first_month, list_counted
from app.indicators.queries.touched import touched_since
from app.indicators.rules.months import first_of, last_of, months_before
from app.indicators.rules.warnings import ends_quarter
from app.indicators.service.closing import close_month
from app.indicators.service.counting import keep
from app.indicators.service.meetings import clear_fault, make_meeting, note_fault
from app.indicators.service.plans import end_recovered
from app.indicators.service.warnings import issue_warnings

DEED = "indicators.count"
MEETINGS, FAULT = "meeting.prepare", "meeting.fault"
# A unit that failed is tried again, but not each minute.
PAUSE = timedelta(minutes=10)
log = logging.getLogger(__name__)
# How many closed months still take up what comes in late, and how far back those never counted are counted.
FOLLOWED, LOOK_BACK = 4, 36
EVERYWHERE = None
NOWHERE: list[str] = []


def count_indicators(day: date) -> Mapping[str, int]:
    """Count the running month and the one before anew in every village the trail speaks of since they were counted.

    When the day has changed everything of them is counted, and older closed months where they were touched; a month
    never counted is counted first. It counts beside the others' work and writes only what differs.
    """
    done: Counter[str] = Counter(months=0, sums=0)
    for month in _months(day):
        done.update(_count(month, day))
    return done


def _months(day: date) -> list[date]:
    """Return the months to look at, the oldest first."""
    running = first_of(day)
    counted = {month.month: month for month in list_counted()}
    if running in counted and counted[running].counted_on == day:
        return [month for month in (months_before(running, 1), running) if month in counted]
    first = min([find_first_month() or running, *counted])
    followed = months_before(running, FOLLOWED)
    span = (months_before(running, back) for back in range(LOOK_BACK, -1, -1))
    return [
        month
        for month in span
        if month >= first and (month >= followed or month not in counted or counted[month].closed_at is None)
    ]


def _count(month: date, day: date) -> dict[str, int]:
    """Count one month where anything was touched; an old one that is still open is closed with it."""
    kept = db.session.get(TallyMonth, month, populate_existing=True)
    areas = _areas(kept, day)
    if areas == NOWHERE and kept is not None and kept.counted_on == day:
        return {}
    counted = work_out(month, areas=areas, today=day)
    with transaction(DEED, by=SYSTEM):
        changed = keep(counted)
        if month < months_before(day, 1):
            close_month(month, today=day)
    return {} if changed is None else {"months": 1, "sums": changed}


def _areas(kept: TallyMonth | None, day: date) -> list[str] | None:
    """Return where a month is to be counted anew, None everywhere."""
    if kept is None or (kept.closed_at is None and kept.counted_on != day):
        return EVERYWHERE
    return touched_since(kept.counted_to)


def monthly_analysis(day: date, *, again: bool = False) -> dict[str, int]:
    """Close the month before a day and make each unit's sheet, in a deed of its own: one that fails stops no other.

    Done twice it makes nothing more. ``left`` says how many units are still to be done; they are tried again, at most
    once in ten minutes unless ``again`` asks for it by hand. Nothing is made of a month before anybody was on record.
    """
    month = months_before(day, 1)
    if last_of(month) >= clock.today() or not (again or was_at_work(month)):
        return {"sheets": 0, "left": 0}
    if not _try(CLOSING, month, partial(close_month, month, today=day), again=again):
        return {"sheets": 0, "left": 1}
    units = list_unmade(month)
    made = [_try(unit, month, partial(_prepare, unit, month), again=again) for unit in units]
    return {"sheets": sum(made), "left": len(units) - sum(made)}


def _prepare(unit: str, month: date) -> None:
    """Make what one unit's meeting needs: plans that are through are ended, warnings issued, then the sheet."""
    end_recovered(unit, month=month)
    if ends_quarter(month) and level_of(unit) is Level.TOWN:
        issue_warnings(unit, month=month)
    make_meeting(unit, month=month)


def _try(unit: str, month: date, work: Callable[[], object], *, again: bool) -> bool:
    """Do the work of a unit, or note that it failed; False where it is still to be done."""
    fault = find_fault(unit, month=month)
    if fault is not None and not again and clock.now() - fault.tried_at < PAUSE:
        return False
    try:
        with transaction(MEETINGS, by=SYSTEM):
            work()
            clear_fault(unit, month=month)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one unit's figures, the others get their sheets
        # Only its kind is kept: the words of an error may hold what is in a record.
        log.error("monthly analysis of %s: %s", unit or "the month", type(error).__name__)  # noqa: TRY400 - see above
        with transaction(FAULT, by=SYSTEM):
            note_fault(unit, month=month, kind=type(error).__name__)
        return False
    return True
