"""The table the bench prints: metric, baseline, ours, ratio, target; MISS where a target is missed."""

from __future__ import annotations

import math
import statistics
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# The rows whose targets are owed by now. A miss on one of these makes the exit status 1; every other miss is only printed.
DUE_SO_FAR = frozenset({f"A{number}" for number in range(1, 12)} | {"E1", "E2", "H1", "H2", "H3", "T1", "T2"})
A_SECOND = 1000

HEADINGS = ("id", "metric", "residents", "baseline", "ours", "ratio", "target", "")


@dataclass(frozen=True, slots=True)
class Row:
    """One measured row; ``at_most`` is the largest ratio (or figure, where there is no baseline) that meets the target."""

    id: str
    metric: str
    residents: str
    ours: float
    at_most: float
    baseline: float | None = None
    unit: str = "ms"
    equal: bool = True

    @property
    def ratio(self) -> float | None:
        """Ours by the baseline."""
        return None if not self.baseline else self.ours / self.baseline

    @property
    def missed(self) -> bool:
        """Whether the target is missed."""
        measured = self.ours if self.ratio is None else self.ratio
        return not self.equal or measured > self.at_most

    @property
    def cells(self) -> tuple[str, ...]:
        """The row as it is printed."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} x"
        target = f"<= {self.at_most:g}" + (" x" if self.ratio is not None else f" {self.unit}".rstrip())
        baseline = "-" if self.baseline is None else self._figure(self.baseline)
        miss = "MISS" if self.missed else ""
        return self.id, self.metric, self.residents, baseline, self._figure(self.ours), ratio, target, miss

    def _figure(self, value: float) -> str:
        if self.unit == "ms":
            return f"{value / A_SECOND:,.2f} s" if value >= A_SECOND else f"{value:.2f} ms"
        return f"{value:.1f} {self.unit}" if self.unit else f"{value:g}"


def median(samples: Iterable[float]) -> float:
    """Return the middle of some samples."""
    return statistics.median(samples)


def p95(samples: Iterable[float]) -> float:
    """Return the value that nineteen of twenty samples do not exceed."""
    return _quantile(samples, 0.95)


def p99(samples: Iterable[float]) -> float:
    """Return the value that ninety-nine of a hundred samples do not exceed."""
    return _quantile(samples, 0.99)


def table(rows: Sequence[Row]) -> str:
    """Return the rows under their headings, in columns."""
    lines = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(HEADINGS))]
    return "\n".join("  ".join(map(_padded, line, widths)).rstrip() for line in lines)


def markdown(rows: Iterable[Row]) -> str:
    """Return the rows as a table for `docs/performance.md`."""
    lines = [HEADINGS, ("---",) * len(HEADINGS), *(row.cells for row in rows)]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def status(rows: Iterable[Row]) -> int:
    """Return the exit status: 1 where a row that is due missed its target."""
    return int(any(row.missed and row.id.split()[0] in DUE_SO_FAR for row in rows))


def _quantile(samples: Iterable[float], share: float) -> float:
    ordered = sorted(samples)
    return ordered[math.ceil(len(ordered) * share) - 1]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
