"""What the clock does for the calendar: the country's holidays of this year and the next are set down as they are announced."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from app.core.transaction import SYSTEM, Actor, transaction
from app.schedule.rules import WORKS, DayKind, short_name
from app.schedule.service import Laying, lay_days


def lay_holidays(day: date, _again: bool) -> Mapping[str, int]:
    """Set down the holidays of a day's year and of the next; return how many days are new and how many no longer hold."""
    done = [lay_year(year, by=SYSTEM) for year in (day.year, day.year + 1)]
    return {"new": sum(one.new for one in done), "withdrawn": sum(one.withdrawn for one in done)}


def lay_year(year: int, *, by: Actor) -> Laying:
    """Set down the holidays and working days in lieu of one year, as far as they are announced."""
    days = holidays_of(year)
    with transaction("calendar.lay", by=by):
        return lay_days(year, days)


def holidays_of(year: int) -> dict[date, tuple[DayKind, str]]:
    """Return the public holidays of a year with the days off and the working days that were exchanged for each other."""
    from holidays import country_holidays  # noqa: PLC0415 - large, and of use to this job only

    known = country_holidays("CN", years=year, language="zh_CN")
    off = {day: (DayKind.HOLIDAY, short_name(name)) for day, name in known.items() if day.year == year}
    return off | {day: (DayKind.WORKDAY, WORKS.zh) for day in known.weekend_workdays if day.year == year}
