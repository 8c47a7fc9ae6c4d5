"""月度分析表: what stands on a unit's sheet, as it is kept and read again. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from app.core.words import MONTHS, Text
from app.indicators.rules.definitions import BY_ID, Indicator
from app.indicators.rules.numbers import Number
from app.indicators.rules.vocabulary import Better

WORST: Final = 3


@dataclass(frozen=True, slots=True)
class PlaceTold:
    """A place of the unit with its number."""

    code: str
    name: str
    number: Number


@dataclass(frozen=True, slots=True)
class PlanTold:
    """A measure that was under way when the sheet was made."""

    indicator: str
    place: str
    measure: str
    owner: str
    due_on: date


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of the sheet: this month, the month before, the target, and the places furthest from it."""

    indicator: Indicator
    number: Number
    previous: Number | None
    target: Decimal | None
    worst: Sequence[PlaceTold] = ()

    @property
    def missing(self) -> int | None:
        """How many more (or fewer) would reach the target; None without a target or without anything to count."""
        return None if self.target is None else self.number.missing_for(self.target, self.indicator.better)

    @property
    def is_red(self) -> bool:
        """Whether the target is missed."""
        return bool(self.missing)

    @property
    def moved(self) -> int:
        """1 where it went up since the month before, -1 where it went down, 0 where it did not or cannot be said."""
        if self.previous is None or not (self.previous.denominator and self.number.denominator):
            return 0
        now = self.number.numerator * self.previous.denominator
        before = self.previous.numerator * self.number.denominator
        return (now > before) - (now < before)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The sheet of one unit and month."""

    rows: Sequence[Row]
    plans: Sequence[PlanTold] = ()

    @property
    def counted(self) -> list[Row]:
        """The indicators that count anything."""
        return [row for row in self.rows if row.number.denominator]

    @property
    def red(self) -> list[Row]:
        """The indicators that miss their target, those furthest from it first."""
        missed = [row for row in self.rows if row.is_red]
        return sorted(missed, key=lambda row: (-_distance(row), row.indicator.id))

    def kept(self) -> dict[str, Any]:
        """Return the sheet as it is stored."""
        return {
            "rows": [_row_kept(row) for row in self.rows],
            "plans": [_plan_kept(plan) for plan in self.plans],
        }


def sheet_of(kept: Mapping[str, Any]) -> Sheet:
    """Return a stored sheet; a number whose definition is gone since is left out."""
    rows = [_row_of(row) for row in kept["rows"] if row["id"] in BY_ID]
    plans = [
        PlanTold(
            one["indicator"], one["place"], one["measure"], one["owner"], date.fromisoformat(one["due_on"])
        )
        for one in kept["plans"]
    ]
    return Sheet(rows, plans)


def worst_places(
    indicator: Indicator, places: Sequence[PlaceTold], *, target: Decimal | None
) -> list[PlaceTold]:
    """Return the places furthest from the target, by how many they lack; none without a target."""
    if target is None:
        return []
    missing = [(place.number.missing_for(target, indicator.better) or 0, place) for place in places]
    behind = sorted((each for each in missing if each[0]), key=lambda each: (-each[0], each[1].code))
    return [place for _count, place in behind[:WORST]]


def month_text(month: date) -> Text:
    """Return a month as people write it."""
    return Text(f"{month.year} 年 {month.month} 月", f"{MONTHS[month.month - 1]} {month.year}")


def _distance(row: Row) -> Decimal:
    share = row.number.share
    if share is None or row.target is None:
        return Decimal()
    return row.target - share if row.indicator.better is Better.HIGHER else share - row.target


def _row_kept(row: Row) -> dict[str, Any]:
    return {
        "id": row.indicator.id,
        "number": _pair(row.number),
        "previous": None if row.previous is None else _pair(row.previous),
        "target": None if row.target is None else str(row.target),
        "worst": [{"code": one.code, "name": one.name, "number": _pair(one.number)} for one in row.worst],
    }


def _row_of(kept: Mapping[str, Any]) -> Row:
    return Row(
        BY_ID[kept["id"]],
        Number(*kept["number"]),
        None if kept["previous"] is None else Number(*kept["previous"]),
        None if kept["target"] is None else Decimal(kept["target"]),
        [PlaceTold(one["code"], one["name"], Number(*one["number"])) for one in kept["worst"]],
    )


def _plan_kept(plan: PlanTold) -> dict[str, str]:
    return {
        "indicator": plan.indicator,
        "place": plan.place,
        "measure": plan.measure,
        "owner": plan.owner,
        "due_on": plan.due_on.isoformat(),
    }


def _pair(number: Number) -> list[int]:
    return [number.numerator, number.denominator]
