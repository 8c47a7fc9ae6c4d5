"""Places or parts side by side, the one that misses most first; and how one number stands. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from app.core.words import Text
from app.indicators.rules.definitions import Indicator
from app.indicators.rules.numbers import Number
from app.indicators.rules.vocabulary import Better

Targets = Mapping[str, Decimal | None]
MORE = Text("还差 {n} {unit}", "{unit} short: {n}")
FEWER = Text("多出 {n} {unit}", "{unit} too many: {n}")
MET = Text("达标", "Target met")
NO_TARGET = Text("没有目标", "No target")
NOTHING = Text("没有可统计的", "Nothing to count")
BETTER, WORSE, SAME = Text("好转", "better"), Text("变差", "worse"), Text("持平", "unchanged")
MOVED = Text("{arrow} {points} 个百分点，{way}", "{arrow} {points} points, {way}")


@dataclass(frozen=True, slots=True)
class Cell:
    """One number of one place, with the target it has there.

    ``missing`` says how many would reach the target: None without a target or without anything to count.
    """

    indicator: Indicator
    number: Number
    target: Decimal | None
    missing: int | None = field(init=False, compare=False)

    def __post_init__(self) -> None:
        # Worked out once: a line is ranked by it, and every page asks for it several times.
        missing = None if self.target is None else self.number.missing_for(self.target, self.indicator.better)
        object.__setattr__(self, "missing", missing)

    @property
    def is_red(self) -> bool:
        """Whether the target is missed."""
        return bool(self.missing)

    @property
    def shortfall(self) -> Decimal:
        """By how many percent points the target is missed."""
        if not self.is_red or self.target is None or self.number.share is None:
            return Decimal()
        return abs(self.target - self.number.share)

    @property
    def told(self) -> Text:
        """How the number stands, in words."""
        if not self.number.denominator:
            return NOTHING
        if self.target is None:
            return NO_TARGET
        if not self.missing:
            return MET
        words = FEWER if self.indicator.better is Better.LOWER else MORE
        return words.filled(n=self.missing, unit=self.indicator.unit)

    @property
    def percent(self) -> str:
        """The share as it is written; a dash where there is nothing to count."""
        return "—" if self.number.share is None else f"{self.number.share}%"

    @property
    def pair(self) -> str:
        """The numerator and the denominator."""
        return f"{self.number.numerator:,}/{self.number.denominator:,}"

    def moved_from(self, before: Number | None) -> Text | None:
        """Return how the share moved since an earlier month, None where it cannot be said."""
        now, then = self.number.share, before.share if before else None
        if now is None or then is None:
            return None
        if now == then:
            return SAME
        gained = (now > then) is (self.indicator.better is Better.HIGHER)
        return MOVED.filled(
            arrow="↑" if now > then else "↓", points=abs(now - then), way=BETTER if gained else WORSE
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A place or a part with its numbers; ``key`` is its code or its part."""

    key: str
    name: str | Text
    cells: Sequence[Cell]

    @property
    def misses(self) -> int:
        """How many targets it misses."""
        return sum(cell.is_red for cell in self.cells)

    @property
    def told(self) -> list[tuple[bool, str, str, Text | None]]:
        """Each cell as it is written: whether it misses its target, the share, the pair, and what is missing."""
        return [
            (
                each.is_red,
                each.percent,
                each.pair if each.number.denominator else "",
                each.told if each.is_red else None,
            )
            for each in self.cells
        ]

    @property
    def shortfall(self) -> Decimal:
        """By how much it misses them, in percent points together."""
        return sum((cell.shortfall for cell in self.cells), Decimal())


def cells_of(
    numbers: Mapping[str, Number], indicators: Sequence[Indicator], *, targets: Targets
) -> list[Cell]:
    """Return the numbers of one place in the order of the definitions."""
    return [Cell(each, numbers.get(each.id, Number()), targets[each.id]) for each in indicators]


def ranked(
    found: Mapping[str, Mapping[str, Number]],
    indicators: Sequence[Indicator],
    *,
    names: Mapping[str, str | Text],
    targets: Targets,
) -> list[Line]:
    """Return places or parts, those first that miss most targets, among them those furthest from them."""
    lines = [
        Line(key, names.get(key, key), cells_of(numbers, indicators, targets=targets))
        for key, numbers in found.items()
    ]
    return sorted(lines, key=lambda line: (-line.misses, -line.shortfall, line.key))


def counted_in(found: Mapping[str, Mapping[str, Number]], indicators: Sequence[Indicator]) -> list[Indicator]:
    """Return the indicators that count anything in any of some places."""
    return [each for each in indicators if any(numbers[each.id].denominator for numbers in found.values())]
