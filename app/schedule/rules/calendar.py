"""What is special about a day in a place: holidays, working days in lieu, markets, and days on which nobody is called on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from app.core.regions import lies_within
from app.core.words import Text
from app.schedule.rules.announced import called
from app.schedule.rules.lunar import lunar_day
from app.schedule.rules.planning import WorkDay
from app.schedule.rules.vocabulary import DayKind, MarketCalendar

EVERYWHERE = ""
WEEK = 7
WEEKDAYS = range(1, 8)
DIGITS = range(10)
USUAL_WEEKDAYS = (1, 2, 3, 4, 5)
USUAL_PER_DAY = 24
# On which days somebody's home is not called on, unless a doctor says so by hand.
QUIET = (DayKind.CLOSED, DayKind.HOLIDAY, DayKind.MARKET)


class SpecialDay(NamedTuple):
    """One day of the calendar, in a place; an empty code is the whole country."""

    on_day: date
    area_code: str
    kind: DayKind
    name: str = ""
    id: int = 0

    @property
    def called(self) -> Text:
        """Its name in both languages, empty where that only repeats what kind of day it is."""
        return called("" if self.name == self.kind.zh else self.name)


class MarketDays(NamedTuple):
    """When a place holds its market: days of the week, or last digits of the day of the month, 0 for 10, 20 and 30."""

    area_code: str
    calendar: MarketCalendar
    days: Sequence[int]
    id: int = 0

    def held_on(self, day: date) -> bool:
        """Return whether it is a market day."""
        if self.calendar is MarketCalendar.WEEKDAY:
            return day.isoweekday() in self.days
        number = day.day if self.calendar is MarketCalendar.SOLAR else lunar_day(day)
        return number % 10 in self.days

    def next_from(self, day: date, *, count: int = 3) -> list[date]:
        """Return the next market days."""
        coming = (day + timedelta(days=ahead) for ahead in range(62))
        return [each for each in coming if self.held_on(each)][:count]


class Pattern(NamedTuple):
    """How many people a doctor sees a day, and on which days of the week."""

    per_day: int = USUAL_PER_DAY
    weekdays: Sequence[int] = USUAL_WEEKDAYS


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days and markets of the places a doctor goes to."""

    days: Sequence[SpecialDay] = ()
    markets: Sequence[MarketDays] = ()

    def special_on(self, day: date, village: str) -> SpecialDay | None:
        """Return what is special about a day in a village.

        A closed day is closed; between a holiday and a working day in lieu the place nearest to the village decides;
        a market counts on any day that is not a holiday.
        """
        here = [each for each in self.days if each.on_day == day and _covers(each.area_code, village)]
        decided = _nearest(each for each in here if each.kind in (DayKind.HOLIDAY, DayKind.WORKDAY))
        if decided is not None and decided.kind is DayKind.HOLIDAY:
            here.append(decided)
        else:
            here = [each for each in here if each.kind is not DayKind.HOLIDAY]
            here += self._markets_on(day, village)
        order = (DayKind.CLOSED, DayKind.HOLIDAY, DayKind.MARKET, DayKind.WORKDAY)
        return min(here, key=lambda each: order.index(each.kind), default=None)

    def works_on(self, day: date, village: str, *, weekdays: Sequence[int]) -> bool:
        """Return whether a doctor who works on these days of the week goes to a village on a day."""
        special = self.special_on(day, village)
        if special is not None and special.kind in QUIET:
            return False
        return day.isoweekday() in weekdays or special is not None

    def work_days(self, days: Iterable[date], villages: Sequence[str], pattern: Pattern) -> list[WorkDay]:
        """Return the days on which a doctor goes to any of the villages, each with those that are not called on."""
        found = []
        for day in days:
            open_ = {v for v in villages if self.works_on(day, v, weekdays=pattern.weekdays)}
            if open_:
                found.append(WorkDay(day, frozenset(villages) - open_))
        return found

    def told_on(self, day: date, villages: Mapping[str, str]) -> list[tuple[SpecialDay, list[str]]]:
        """Return what is special about a day, each with the names of the villages where it is; none named is everywhere."""
        told: dict[SpecialDay, list[str]] = {}
        for code, name in villages.items():
            if (special := self.special_on(day, code)) is not None:
                told.setdefault(special._replace(area_code=EVERYWHERE, id=0), []).append(name)
        return [(special, [] if len(names) == len(villages) else names) for special, names in told.items()]

    def _markets_on(self, day: date, village: str) -> Iterator[SpecialDay]:
        for market in self.markets:
            if _covers(market.area_code, village) and market.held_on(day):
                yield SpecialDay(day, market.area_code, DayKind.MARKET)


def week_of(day: date) -> list[date]:
    """Return the seven days of a day's ISO week."""
    monday = day - timedelta(days=day.weekday())
    return [monday + timedelta(days=ahead) for ahead in range(WEEK)]


def _covers(area_code: str, village: str) -> bool:
    return area_code == EVERYWHERE or lies_within(village, area_code)


def _nearest(days: Iterable[SpecialDay]) -> SpecialDay | None:
    return max(days, key=lambda each: len(each.area_code.rstrip("0")), default=None)
