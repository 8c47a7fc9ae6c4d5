"""A generated district: three townships, sixty villages, 30,000 people, two years of visits, and the frauds planted in it.

The logs are those of `tests.reviews.honest`, month by month and doctor by doctor; here they are given people to be about.
The same district every time.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from itertools import cycle, groupby
from typing import NamedTuple

from app.core.clock import CHINA
from app.policy.spells import Holding
from app.policy.terms import Category, Condition, Kind, Mode
from app.reviews.rules.facts import Log
from app.reviews.rules.vocabulary import Signal
from tests import cast
from tests.reviews.honest import FRAUDS, honest_month

TOWNS, VILLAGES_A_TOWN, HOUSES, A_HOUSE = 3, 20, 100, 5
SINCE, FIRST_DOCTOR = date(2024, 6, 1), 1001
MONTHS = tuple(date(2024 + (5 + n) // 12, (5 + n) % 12 + 1, 1) for n in range(24))
# Of a hundred houses the first are visited often, the next now and then; of the last two nobody ever visits anybody.
OFTEN, SELDOM = 60, 98
ENOUGH_LOGS = 80
A_DAY = timedelta(days=1)

# How many in a hundred of those over fifty are on record with each, and what becomes of somebody in two years.
ILL = (
    (Condition.HYPERTENSION, 42),
    (Condition.HYPERTENSION_COMPLICATED, 4),
    (Condition.DIABETES, 16),
    (Condition.DIABETES_INSULIN, 3),
    (Condition.COPD, 6),
    (Condition.CORONARY, 6),
    (Condition.STROKE, 5),
    (Condition.HEART_FAILURE, 2),
    (Condition.MENTAL_DISORDER, 1),
)
POOR = (Category.MINIMUM_LIVING, Category.LOW_MARGIN, Category.MONITORED_MARGINAL)
KINDS = {
    Condition.HYPERTENSION_COMPLICATED: Kind.HYPERTENSION,
    Condition.DIABETES_INSULIN: Kind.DIABETES,
    **{each: Kind(each.value) for each in Condition if each.value in {kind.value for kind in Kind}},
}


class Planted(NamedTuple):
    """That a doctor, counted from nothing, cheats in a month in one of the ways a signal looks for."""

    doctor: int
    month: date
    signal: Signal
    way: int


@dataclass(eq=False, slots=True)
class Villager:
    """One resident: what is on record of them, where they went, and the pressure at each visit they had."""

    number: int
    village: int
    house: int
    born_on: date
    doctor_id: int | None
    holdings: list[Holding] = field(default_factory=list)
    died_on: date | None = None
    moved_on: date | None = None
    lost_on: date | None = None
    taken: list[tuple[date, tuple[float, float]]] = field(default_factory=list)

    @property
    def left_on(self) -> date | None:
        """The day they died, moved away or were lost."""
        return self.died_on or self.moved_on or self.lost_on

    def holds(self, category: Category) -> bool:
        """Return whether they are on record with a category."""
        return any(each.what is category for each in self.holdings)

    def kinds_on(self, day: date, mode: Mode) -> tuple[Kind, ...]:
        """Return what a visit on a day is for."""
        held = [each.what for each in self.holdings if each.starts_on <= day]
        kinds = list(
            dict.fromkeys(KINDS[what] for what in held if isinstance(what, Condition) and what in KINDS)
        )
        poor = any(isinstance(what, Category) for what in held)
        if Category.DESTITUTE_SCATTERED in held and mode is Mode.HOME:
            kinds.append(Kind.WEEKLY_ROUND)
        if poor and day.month <= 3:
            kinds.append(Kind.MEETING)
        return tuple(kinds) if kinds and not poor else (*kinds, Kind.GENERAL)

    def last_pressure(self, before: date) -> tuple[float, float] | None:
        """Return the pressure of the last visit before a day."""
        earlier = [(day, pressure) for day, pressure in self.taken if day < before]
        return max(earlier, key=lambda one: one[0])[1] if earlier else None


class Made(NamedTuple):
    """A visit as it was made: whose, by which log, on which day, and when it was filed."""

    villager: Villager
    log: Log
    visited_on: date
    filed_at: datetime


def village_code(village: int) -> str:
    """Return the code of a village, counted from nothing, twenty to a town."""
    town, place = divmod(village, VILLAGES_A_TOWN)
    return f"{cast.COUNTY[:6]}{301 + town}{201 + place}"


def town_code(town: int) -> str:
    """Return the code of a town, counted from nothing."""
    return f"{cast.COUNTY[:6]}{301 + town}000"


def plantings() -> list[Planted]:
    """Return each way to cheat twice, by another doctor each time, in the months that are over."""
    ways = [(signal, way) for signal, frauds in FRAUDS.items() for way in range(len(frauds))]
    return [
        Planted(5 * number + 2 * time_, MONTHS[-2 - (3 * number + 5 * time_) % 11], signal, way)
        for number, (signal, way) in enumerate(ways)
        for time_ in range(2)
    ]


def villagers(dice: random.Random) -> list[list[Villager]]:
    """Return the people of each village, five to a house."""
    villages = []
    for village in range(TOWNS * VILLAGES_A_TOWN):
        first = 1 + village * HOUSES * A_HOUSE
        houses = (_house(dice, village, house, first) for house in range(HOUSES))
        villages.append([villager for house in houses for villager in house])
    return villages


def _house(dice: random.Random, village: int, house: int, first: int) -> Iterator[Villager]:
    """Two of the old, two of their children, one grandchild; some houses are poor."""
    poor = dice.choice(POOR) if dice.random() < 0.08 else None
    for place, (youngest, oldest) in enumerate(((50, 88), (50, 84), (24, 52), (24, 50), (0, 22))):
        born_on = date(2026, 5, 20) - timedelta(days=dice.randint(youngest * 366, oldest * 365))
        doctor_id = None if dice.random() < 0.03 else FIRST_DOCTOR + village
        villager = Villager(
            first + house * A_HOUSE + place, village, village * HOUSES + house, born_on, doctor_id
        )
        villager.holdings = list(_holdings(dice, old=place < 2))
        if poor is not None:
            villager.holdings.append(Holding(poor, _since(dice)))
        elif place == 0 and dice.random() < 0.04:
            villager.holdings.append(Holding(Category.DESTITUTE_SCATTERED, _since(dice)))
        _befall(dice, villager)
        yield villager


def _holdings(dice: random.Random, *, old: bool) -> Iterator[Holding]:
    for condition, share in ILL:
        if dice.random() * 100 < (share if old else share / 12):
            since = _since(dice)
            ends_on = since + timedelta(days=dice.randint(30, 900)) if dice.random() < 0.03 else None
            yield Holding(condition, since, ends_on)


def _since(dice: random.Random) -> date:
    """Most have been on record for long, some joined within the two years."""
    if dice.random() < 0.7:
        return date(2024, 1, 1)
    return SINCE + timedelta(days=dice.randint(0, 700))


def _befall(dice: random.Random, villager: Villager) -> None:
    fate, day = dice.random(), SINCE + timedelta(days=dice.randint(0, 700))
    if villager.house % HOUSES >= SELDOM or fate >= 0.05:
        return
    if fate < 0.025:
        villager.died_on = day
    elif fate < 0.04:
        villager.moved_on = day
    else:
        villager.lost_on = day


def visits(dice: random.Random, villages: list[list[Villager]]) -> Iterator[Made]:
    """Return every visit, month by month, so that whatever a person's last one told is known."""
    planted = {(each.doctor, each.month): each for each in plantings()}
    rounds = [_Round(people) for people in villages]
    for month in MONTHS:
        for doctor, round_ in enumerate(rounds):
            logs = _logs(dice, month, planted.get((doctor, month)))
            for _, of_house in groupby(logs, key=lambda log: (log.visited_on, log.house)):
                yield from round_.made(dice, list(of_house))


def _logs(dice: random.Random, month: date, planted: Planted | None) -> list[Log]:
    logs = honest_month(dice, month)
    if planted is None:
        return logs
    while len(logs) < ENOUGH_LOGS:
        logs = honest_month(dice, month)
    return FRAUDS[planted.signal][planted.way](dice, logs)


class _Round:
    """A doctor's way through a village: which house comes next."""

    def __init__(self, people: list[Villager]) -> None:
        by_house = defaultdict(list)
        for villager in people:
            by_house[villager.house % HOUSES].append(villager)
        self.dead = [villager for house in range(SELDOM, HOUSES) for villager in by_house[house]]
        self.often = cycle([by_house[house] for house in range(OFTEN)])
        self.seldom = cycle([by_house[house] for house in range(OFTEN, SELDOM)])

    def made(self, dice: random.Random, logs: list[Log]) -> Iterator[Made]:
        """Give the logs of one house people of one house; what was filed later was made that many days before."""
        day = logs[0].visited_on
        if day >= cast.TODAY:
            return
        present: list[Villager] = []
        for log in logs:
            visited_on = day - log.days_late * A_DAY
            if log.after_death:
                villager = self.dead.pop()
                villager.died_on = visited_on - 5 * A_DAY
            else:
                present = present or self._next(dice, visited_on)
                villager = present.pop(0)
            yield Made(villager, _as_before(villager, log, visited_on), visited_on, _filed(dice, log, day))

    def _next(self, dice: random.Random, day: date) -> list[Villager]:
        while True:
            house = next(self.often if dice.random() < 0.7 else self.seldom)
            if here := [each for each in house if each.left_on is None or each.left_on > day]:
                return here


def _as_before(villager: Villager, log: Log, day: date) -> Log:
    """Copy the person's own last pressure where the log says it was copied."""
    pressure = log.pressure
    if pressure is not None and pressure == log.before:
        pressure = villager.last_pressure(day) or pressure
    if pressure is None:
        return log
    villager.taken.append((day, pressure))
    return log if pressure == log.pressure else _with_pressure(log, pressure)


def _with_pressure(log: Log, pressure: tuple[float, float]) -> Log:

    return replace(log, pressure=pressure, typed=pressure[0])


def _filed(dice: random.Random, log: Log, day: date) -> datetime:
    """A page is filed as it is typed, a tablet when it finds a network, what is late in the evening."""
    if log.captured and log.moment is not None:
        return min(log.moment + timedelta(minutes=dice.randint(1, 400)), _at(day, 23))
    return log.moment or _at(day, 19) + timedelta(seconds=dice.randint(0, 9000))


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), CHINA)
