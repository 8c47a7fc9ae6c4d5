"""Closed vocabularies of the calendar."""

from __future__ import annotations

from app.core.labels import Labelled


class DayKind(Labelled):
    """What kind of day it is in a place."""

    HOLIDAY = "holiday", "节假日", "Public holiday"
    WORKDAY = "workday", "调休上班", "Working day in lieu"
    MARKET = "market", "赶集日", "Market day"
    CLOSED = "closed", "不安排上门", "No home visits"


class MarketCalendar(Labelled):
    """By which reckoning a market day comes round."""

    WEEKDAY = "weekday", "按星期", "By weekday"
    SOLAR = "solar", "按公历日期", "By day of the month"
    LUNAR = "lunar", "按农历日期", "By day of the lunar month"
