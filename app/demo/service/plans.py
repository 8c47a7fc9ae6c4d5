"""The doctors' calendar: holidays, markets, days without home visits, how each works, and what is planned."""

from __future__ import annotations

from datetime import timedelta

from app.accounts.reader import Reader
from app.core.clock import monday_of
from app.core.db import db
from app.demo.rules import VILLAGES
from app.demo.service.residents import Township
from app.people.models import Person
from app.schedule.jobs import holidays_of
from app.schedule.rules import DayKind, MarketCalendar
from app.schedule.service import add_market, add_special_day, appoint, lay_days, propose_week, set_pattern

A_WEEK = timedelta(days=7)
PER_DAY = 8
MARKETS = (
    (MarketCalendar.LUNAR, (3, 6, 9)),
    (MarketCalendar.WEEKDAY, (5,)),
    (MarketCalendar.SOLAR, (1, 5)),
)
PROMISED = "约好上午去，家属在（演示）"


def plan_weeks(town: Township) -> None:
    """Set down the calendar and let every doctor have planned what is left of this week, and the next."""
    for year in (town.today.year, town.today.year + 1):
        lay_days(year, holidays_of(year))
    for turn, (village, _) in enumerate(VILLAGES):
        doctor = town.doctors[village]
        calendar, days = MARKETS[turn % len(MARKETS)]
        add_market(calendar, days, area_code=village, by=doctor)
        _plan(doctor, village, town)


def _plan(doctor: Reader, village: str, town: Township) -> None:
    monday = monday_of(town.today)
    closed = monday + A_WEEK + timedelta(days=3)
    add_special_day(closed, DayKind.CLOSED, area_code=village, name="村里集中体检（演示）", by=doctor)
    set_pattern(doctor.id, per_day=PER_DAY, weekdays=(1, 2, 3, 4, 5))
    here = list(town.in_village(village))
    if here:
        promised = db.session.get_one(Person, here[0])
        appoint(promised, doctor=doctor, on=monday + A_WEEK + timedelta(days=1), note=PROMISED)
    for week in (monday, monday + A_WEEK):
        propose_week(doctor, monday=week)
