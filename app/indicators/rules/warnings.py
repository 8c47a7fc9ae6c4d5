"""季度预警: who is warned at the end of a quarter, and why. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Final

from app.core.regions import Level, level_of
from app.core.words import Text
from app.indicators.rules.definitions import Indicator
from app.indicators.rules.numbers import Number
from app.indicators.rules.vocabulary import Better, WarningReason

QUARTER_ENDS: Final = (3, 6, 9, 12)
# The quarter's last month and the two before it: two falls in a row show in three.
LOOKED_AT: Final = 3
QUARTER = Text("{year} 年第 {n} 季度", "quarter {n} of {year}")


@dataclass(frozen=True, slots=True)
class Warned:
    """That a unit is warned of an indicator: its number, the target, why, and how many would reach the target."""

    area_code: str
    indicator: Indicator
    number: Number
    target: Decimal | None
    reason: WarningReason
    missing: int | None


def ends_quarter(month: date) -> bool:
    """Return whether a month is the last of its quarter: 六安 24 号 article 11 has the quarter's results warned of."""
    return month.month in QUARTER_ENDS


def quarter_text(month: date) -> Text:
    """Return the quarter a month lies in."""
    return QUARTER.filled(year=month.year, n=(month.month + 2) // 3)


def judge(
    area_code: str, indicator: Indicator, told: Sequence[Number | None], target: Decimal | None
) -> Warned | None:
    """Return the warning of a unit, None where there is nothing to warn of. ``told`` ends with the quarter's last month.

    Missing the target comes first; falling two months in a row warns of a number that still reaches it or has none.
    """
    number = told[-1] if told else None
    if number is None or not number.denominator:
        return None
    missing = None if target is None else number.missing_for(target, indicator.better)
    if missing:
        return Warned(area_code, indicator, number, target, WarningReason.BELOW_TARGET, missing)
    if _falls(told, indicator.better):
        return Warned(area_code, indicator, number, target, WarningReason.FALLING, missing)
    return None


def answers_for_units(areas: Sequence[str]) -> bool:
    """Return whether a reader of some areas answers for warned units: their own township does, a county looks on."""
    return any(level_of(area) is Level.TOWN for area in areas)


def _falls(told: Sequence[Number | None], better: Better) -> bool:
    """Return whether each of the last months was worse than the one before, by the counts and not by rounded shares."""
    shares = [_exact(number) for number in told[-LOOKED_AT:]]
    known = [share for share in shares if share is not None]
    if len(known) < LOOKED_AT:
        return False
    sign = 1 if better is Better.HIGHER else -1
    return all(sign * later < sign * earlier for earlier, later in pairwise(known))


def _exact(number: Number | None) -> Fraction | None:
    return Fraction(number.numerator, number.denominator) if number and number.denominator else None
