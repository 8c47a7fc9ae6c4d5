"""Reads of the calendar, and of how a doctor works."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import sqlalchemy as sa

from app.accounts.queries import list_villages
from app.accounts.reader import Reader
from app.accounts.scope import covers, within
from app.core.db import db
from app.core.errors import NotFound
from app.core.regions import parent_of
from app.schedule.models import CalendarDay, Market, WorkPattern
from app.schedule.rules import EVERYWHERE, Calendar, MarketDays, Pattern, SpecialDay

LARGEST_ID = 2**31 - 1
Kept = TypeVar("Kept", CalendarDay, Market)


def read_calendar(areas: Sequence[str], *, first: date, last: date) -> Calendar:
    """Return what is special about some days in some areas: the country's own, theirs, and those of what lies above."""
    days = sa.select(
        CalendarDay.on_day, CalendarDay.area_code, CalendarDay.kind, CalendarDay.name, CalendarDay.id
    )
    days = days.where(CalendarDay.on_day.between(first, last), _concerns(CalendarDay, areas))
    days = days.order_by(CalendarDay.on_day, CalendarDay.area_code, CalendarDay.id)
    return Calendar([SpecialDay(*row) for row in db.session.execute(days)], list_markets(areas))


def list_markets(areas: Sequence[str]) -> list[MarketDays]:
    """Return the markets that concern some areas."""
    markets = sa.select(Market.area_code, Market.calendar, Market.days, Market.id)
    markets = markets.where(_concerns(Market, areas)).order_by(Market.area_code, Market.id)
    return [MarketDays(*row) for row in db.session.execute(markets)]


def get_special_day(day_id: int, *, reader: Reader) -> CalendarDay:
    """Return a day of the calendar that somebody of the reader's areas set down."""
    return _own(CalendarDay, day_id, reader)


def get_market(market_id: int, *, reader: Reader) -> Market:
    """Return a market of the reader's areas."""
    return _own(Market, market_id, reader)


def find_pattern(user_id: int) -> Pattern:
    """Return how a doctor works, as usual where nothing was said."""
    kept = db.session.get(WorkPattern, user_id)
    return Pattern() if kept is None else Pattern(kept.per_day, tuple(kept.weekdays))


def villages_in(areas: Sequence[str]) -> dict[str, str]:
    """Return the names of the villages inside some areas by code."""
    return {village.code: village.name for village in list_villages(areas)}


def list_laid(year: int) -> list[CalendarDay]:
    """Return every day of a year that was ever set down for the whole country, withdrawn ones too."""
    laid = sa.select(CalendarDay).where(CalendarDay.area_code == EVERYWHERE)
    laid = laid.where(CalendarDay.on_day.between(date(year, 1, 1), date(year, 12, 31)))
    return list(db.session.scalars(laid.order_by(CalendarDay.on_day, CalendarDay.id)))


def _own(model: type[Kept], number: int, reader: Reader) -> Kept:
    kept = db.session.get(model, number) if number <= LARGEST_ID else None
    if kept is None or kept.withdrawn_at is not None or not covers(reader.areas, kept.area_code):
        raise NotFound
    return kept


def _concerns(model: type[CalendarDay | Market], areas: Sequence[str]) -> sa.ColumnElement[bool]:
    above = {EVERYWHERE}
    for area in areas:
        code: str | None = area
        while code is not None:
            above.add(code)
            code = parent_of(code)
    here = sa.or_(model.area_code.in_(sorted(above)), within(model.area_code, areas))
    return sa.and_(model.withdrawn_at.is_(None), here)
