"""How a week is laid out: pure decisions over plain values."""

from app.schedule.rules.announced import WORKS, called, short_name
from app.schedule.rules.board import DayPlan, Meeting, Place, Standing
from app.schedule.rules.calendar import (
    DIGITS,
    EVERYWHERE,
    QUIET,
    USUAL_PER_DAY,
    USUAL_WEEKDAYS,
    WEEKDAYS,
    Calendar,
    MarketDays,
    Pattern,
    SpecialDay,
    week_of,
)
from app.schedule.rules.feed import Outing, write_feed
from app.schedule.rules.lunar import lunar_day
from app.schedule.rules.planning import MOST_A_DAY, Due, Kept, Placed, Plan, WorkDay, plan_week
from app.schedule.rules.vocabulary import DayKind, MarketCalendar

__all__ = [
    "DIGITS",
    "EVERYWHERE",
    "MOST_A_DAY",
    "QUIET",
    "USUAL_PER_DAY",
    "USUAL_WEEKDAYS",
    "WEEKDAYS",
    "WORKS",
    "Calendar",
    "DayKind",
    "DayPlan",
    "Due",
    "Kept",
    "MarketCalendar",
    "MarketDays",
    "Meeting",
    "Outing",
    "Pattern",
    "Place",
    "Placed",
    "Plan",
    "SpecialDay",
    "Standing",
    "WorkDay",
    "called",
    "lunar_day",
    "plan_week",
    "short_name",
    "week_of",
    "write_feed",
]
