"""A number as it is shown everywhere: numerator, denominator, what came in late, the share, what is missing. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from app.indicators.rules.vocabulary import Better

HUNDRED, TENTHS = Decimal(100), 1000


@dataclass(frozen=True, slots=True)
class Number:
    """So many of so many; the late pair is what came in after the month was closed."""

    numerator: int = 0
    denominator: int = 0
    late_numerator: int = 0
    late_denominator: int = 0

    @property
    def share(self) -> Decimal | None:
        """The share in percent with one decimal, half a tenth rounded up; None where there is nothing to count."""
        if not self.denominator:
            return None
        tenths = (2 * TENTHS * self.numerator + self.denominator) // (2 * self.denominator)
        return Decimal(tenths).scaleb(-1)

    def reaches(self, target: Decimal, better: Better) -> bool | None:
        """Return whether the target is met; None where there is nothing to count.

        Judged by the counts, never by the rounded share.
        """
        missing = self.missing_for(target, better)
        return None if missing is None else missing == 0

    def missing_for(self, target: Decimal, better: Better) -> int | None:
        """Return how many more of the same people must count to reach a target; fewer, where lower is better.

        None where there is nothing to count.
        """
        if not self.denominator:
            return None
        asked = target * self.denominator / HUNDRED
        if better is Better.LOWER:
            return max(0, self.numerator - int(asked.to_integral_value(ROUND_FLOOR)))
        # No target asks for more than everybody.
        return max(0, min(self.denominator, int(asked.to_integral_value(ROUND_CEILING))) - self.numerator)

    def __add__(self, other: Number) -> Number:
        return Number(
            self.numerator + other.numerator,
            self.denominator + other.denominator,
            self.late_numerator + other.late_numerator,
            self.late_denominator + other.late_denominator,
        )


def summed(numbers: Iterable[Number]) -> Number:
    """Return several places or parts as one."""
    return sum(numbers, Number())
