"""Which place, month and part a page of numbers is about, and what the reader can go on to from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for

from app.accounts.reader import Reader
from app.accounts.scope import covers
from app.core import clock
from app.core.errors import NotFound
from app.core.regions import Level, level_of, parent_of
from app.core.words import Text, listed
from app.indicators.forms.asked import HELD, read_area, read_month, read_part
from app.indicators.queries.places import find_doctor, names_around
from app.indicators.rules.definitions import INDICATORS, target_of
from app.indicators.rules.matrix import Targets
from app.indicators.rules.meetings import month_text
from app.indicators.rules.months import last_of, months_before
from app.people.rules import hidden_conditions
from app.policy import book
from app.policy.terms import Condition

YEAR = 12
CHOICES = 24
MOST_NAMED = 3
MORE = Text("{some}等 {n} 处", "{some} and others, {n} in all")


@dataclass(frozen=True, slots=True)
class Place:
    """What a page is about: the place chosen (nothing for all of the reader's), the month and the part.

    ``below`` is the level whose places stand side by side; ``above`` are the reader's places it lies in.
    """

    area: str
    areas: Sequence[str]
    above: Sequence[str]
    below: Level
    month: date
    part: str
    part_name: Text | None
    names: dict[str, str]

    @property
    def name(self) -> Text:
        """What the place is called."""
        told = [self.names.get(code, code) for code in self.areas]
        some = listed([Text(name, name) for name in told[:MOST_NAMED]])
        return some if len(told) <= MOST_NAMED else MORE.filled(some=some, n=len(told))

    @property
    def month_name(self) -> Text:
        """What the month is called."""
        return month_text(self.month)

    @property
    def has_below(self) -> bool:
        """Whether there are places to compare: a single village has none."""
        return len(self.areas) > 1 or level_of(self.areas[0]) is not Level.VILLAGE

    def asked(self, **changes: Any) -> dict[str, Any]:
        """Return the address of the same page, changed in part; what is asked by default is left out."""
        running = self.month == months_before(clock.today(), 0)
        stated = {"area": self.area, "month": "" if running else f"{self.month:%Y-%m}", "part": self.part}
        return {name: value for name, value in (stated | changes).items() if value}

    def choices(self) -> list[tuple[str, Text]]:
        """Return the months that can be asked for, the running one first."""
        months = [months_before(clock.today(), back) for back in range(CHOICES)]
        return [(f"{month:%Y-%m}", month_text(month)) for month in months]

    def trend(self) -> list[date]:
        """Return the twelve months that end with this one."""
        return [months_before(self.month, back) for back in range(YEAR - 1, -1, -1)]


def asked_place(reader: Reader) -> Place:
    """Return what the address asks for; a place outside the reader's areas is absent, and so is a part not for their eyes."""
    chosen = read_area(request.args)
    if (chosen and not covers(reader.areas, chosen)) or not reader.areas:
        raise NotFound
    areas = (chosen,) if chosen else reader.areas
    below = _level_below(areas)
    above = _above(chosen, reader)
    part = read_part(request.args)
    return Place(
        chosen, areas, above, below, read_month(request.args, today=clock.today()), part,
        _part_name(part, areas=areas, reader=reader), names_around(areas, above=above, below=below),
    )  # fmt: skip


def told_parts(parts: Sequence[str], reader: Reader) -> list[str]:
    """Return the parts a reader is told of: none that would tell a disease only those who treat it read of."""
    hidden = {f"condition:{one.value}" for one in hidden_conditions(reader.role)}
    return [part for part in parts if part not in hidden]


def name_of_part(part: str) -> Text:
    """Return what a low-income category or a disease is called."""
    kind, _colon, value = part.partition(":")
    return HELD[kind](value).text


def targets_on(month: date) -> Targets:
    """Return the target of every indicator in a month."""
    figures = book.current().figures
    return {each.id: target_of(each, last_of(month), figures) for each in INDICATORS}


def another_page(number: int) -> str:
    """Return the address of another page of the list being read."""
    asked: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page" and value}
    return url_for(request.endpoint or "indicators.index", **(request.view_args or {}), **asked, page=number)


def _part_name(part: str, *, areas: Sequence[str], reader: Reader) -> Text | None:
    kind, _colon, value = part.partition(":")
    if not part:
        return None
    if kind != "doctor":
        if kind == "condition" and Condition(value) in hidden_conditions(reader.role):
            raise NotFound
        return name_of_part(part)
    if (name := find_doctor(int(value), areas=areas)) is None:
        raise NotFound
    return Text(name, name)


def _level_below(areas: Sequence[str]) -> Level:
    order = list(Level)
    widest = min((level_of(code) for code in areas), key=order.index)
    return order[min(order.index(widest) + 1, len(order) - 1)]


def _above(code: str, reader: Reader) -> list[str]:
    """Return the places of the reader that a place lies in, the widest first."""
    found: list[str] = []
    up = parent_of(code) if code else None
    while up is not None and covers(reader.areas, up):
        found.insert(0, up)
        up = parent_of(up)
    return found
