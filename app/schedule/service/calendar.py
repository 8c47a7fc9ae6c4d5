"""The calendar set down: days and markets of a place, the country's holidays, and how a doctor works."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.accounts.reader import Reader
from app.accounts.scope import covers
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound, Refused
from app.core.words import Text
from app.schedule.models import CalendarDay, Market, WorkPattern
from app.schedule.queries import list_laid, list_markets, read_calendar
from app.schedule.rules import EVERYWHERE, DayKind, MarketCalendar, Pattern

Laid = Mapping[date, tuple[DayKind, str]]


@dataclass(frozen=True, slots=True)
class Laying:
    """What setting down a year's holidays came to."""

    new: int = 0
    withdrawn: int = 0


def add_special_day(day: date, kind: DayKind, *, area_code: str, name: str, by: Reader) -> CalendarDay:
    """Set down what is special about a day in an area of one's own."""
    _check_area(area_code, by)
    known = read_calendar([area_code], first=day, last=day).days
    if any(one.area_code == area_code and one.kind is kind for one in known):
        raise Refused(Text("这一天已经登记过了。", "This day is on the calendar already."))
    special = CalendarDay(
        area_code=area_code, on_day=day, kind=kind, name=name.strip(), created_at=clock.now()
    )
    db.session.add(special)
    return special


def add_market(calendar: MarketCalendar, days: Collection[int], *, area_code: str, by: Reader) -> Market:
    """Set down on which days a place of one's own holds its market."""
    _check_area(area_code, by)
    chosen = sorted(set(days))
    known = [one for one in list_markets([area_code]) if one.area_code == area_code]
    if any((one.calendar, sorted(one.days)) == (calendar, chosen) for one in known):
        raise Refused(Text("这个集市已经登记过了。", "This market is on the calendar already."))
    market = Market(area_code=area_code, calendar=calendar, days=chosen, created_at=clock.now())
    db.session.add(market)
    return market


def withdraw(kept: CalendarDay | Market) -> None:
    """Take a day or a market from the calendar; that it was there stays on record."""
    kept.withdrawn_at = clock.now()


def set_pattern(user_id: int, *, per_day: int, weekdays: Sequence[int]) -> Pattern:
    """Set down how many people a doctor sees a day and on which days of the week."""
    pattern = Pattern(per_day, tuple(sorted(set(weekdays))))
    kept = db.session.get(WorkPattern, user_id)
    if kept is None:
        db.session.add(WorkPattern(user_id=user_id, per_day=per_day, weekdays=list(pattern.weekdays)))
    else:
        kept.per_day, kept.weekdays = per_day, list(pattern.weekdays)
    return pattern


def lay_days(year: int, days: Laid) -> Laying:
    """Set down a year's holidays and working days in lieu for the whole country.

    Done again it adds what was announced since and withdraws what no longer holds; what somebody withdrew stays withdrawn.
    """
    if not days:
        return Laying()
    known = list_laid(year)
    gone = [
        one for one in known if one.withdrawn_at is None and days.get(one.on_day, ("", ""))[0] is not one.kind
    ]
    for one in gone:
        one.withdrawn_at = clock.now()
    had = {(one.on_day, one.kind) for one in known}
    new = [(day, kind, name) for day, (kind, name) in sorted(days.items()) if (day, kind) not in had]
    for day, kind, name in new:
        db.session.add(
            CalendarDay(area_code=EVERYWHERE, on_day=day, kind=kind, name=name, created_at=clock.now())
        )
    return Laying(len(new), len(gone))


def _check_area(area_code: str, by: Reader) -> None:
    if not covers(by.areas, area_code):
        raise NotFound
