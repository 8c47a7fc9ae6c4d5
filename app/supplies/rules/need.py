"""What a place needs of each medicine in the days ahead, from the plans in force. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import NamedTuple

from app.careplans.rules.vocabulary import DoseUnit

DAYS = 30


class Use(NamedTuple):
    """One medicine of one person's plan in force, and from which day there is none of it left at home."""

    person_id: int
    area_code: str
    code: str
    name: str
    strength: str
    unit: DoseUnit
    dose: float
    times: int
    as_needed: bool
    quantity: float
    runs_out_on: date | None

    @property
    def medicine(self) -> tuple[str, str, str, str]:
        """What is counted together: the same medicine of the same strength, counted in the same unit."""
        return self.code, "" if self.code else self.name, self.strength, self.unit.value

    @property
    def daily(self) -> float:
        """How much of it goes in a day; of what is taken as needed, nobody can say."""
        return 0 if self.as_needed else self.dose * self.times

    def covered(self, *, day: date, days: int) -> int:
        """Return for how many of the days ahead there is enough at home."""
        left = (self.runs_out_on - day).days if self.runs_out_on is not None else 0
        return min(max(left, 0), days)


@dataclass(frozen=True, slots=True)
class Need:
    """One medicine and strength: who takes it, how much goes in the days ahead, how much of that is at home already.

    What is taken as needed is counted apart, by people and by what their plans name: it has no use by the day.
    """

    code: str
    name: str
    strength: str
    unit: DoseUnit
    people: int
    use: float
    at_home: float
    as_needed_people: int
    as_needed_quantity: float

    @property
    def to_give(self) -> float:
        """What is to be given out: the use of the days that nothing at home covers."""
        return round(self.use - self.at_home, 3)

    @property
    def verified(self) -> bool:
        """Whether the catalogue knows it."""
        return bool(self.code)


def need_of(rows: Iterable[Use], *, day: date, days: int = DAYS) -> tuple[Need, ...]:
    """Return the need of some days from a day on, the medicine most people take first; what nobody verified comes last."""
    ordered = sorted(rows, key=lambda use: use.medicine)
    needs = [
        _need(list(uses), day=day, days=days) for _, uses in groupby(ordered, key=lambda use: use.medicine)
    ]
    return tuple(sorted(needs, key=_place))


def need_by_village(rows: Iterable[Use], *, day: date, days: int = DAYS) -> dict[str, tuple[Need, ...]]:
    """Return the need of every village that has any, by its code."""
    ordered = sorted(rows, key=lambda use: use.area_code)
    villages = groupby(ordered, key=lambda use: use.area_code)
    return {code: need_of(list(uses), day=day, days=days) for code, uses in villages}


def reports_of(need: Need, reports: Mapping[tuple[str, str, str], int]) -> list[int]:
    """Return the open reports that say a medicine is lacking: by village, code or name, and strength; none is any."""
    called = {need.code, need.name} - {""}
    return [
        number
        for (_village, named, strength), number in reports.items()
        if named in called and strength in ("", need.strength)
    ]


def _need(uses: Sequence[Use], *, day: date, days: int) -> Need:
    first = min(uses, key=lambda use: use.name)
    as_needed = [use for use in uses if use.as_needed]
    return Need(
        first.code,
        first.name,
        first.strength,
        first.unit,
        people=len({use.person_id for use in uses}),
        use=round(sum(use.daily * days for use in uses), 3),
        at_home=round(sum(use.daily * use.covered(day=day, days=days) for use in uses), 3),
        as_needed_people=len({use.person_id for use in as_needed}),
        as_needed_quantity=round(sum(use.quantity for use in as_needed), 3),
    )


def _place(need: Need) -> tuple[bool, int, str, str, str]:
    return not need.verified, -need.people, need.name, need.strength, need.unit.value
