"""The table the bench prints: metric, baseline, ours, ratio, target; MISS where a target is missed."""

from __future__ import annotations

import math
import statistics
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# The rows whose targets are owed by now. A miss on one of these makes the exit status 1; every other miss is only printed.
# A1, A2, A3 and A5 are measured since the ground floor; their targets are owed by "ground under load", so add them then.
DUE_SO_FAR: frozenset[str] = frozenset()

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
        target = f"<= {self.at_most:g}" + (" x" if self.ratio is not None else "")
        baseline = "-" if self.baseline is None else self._figure(self.baseline)
        miss = "MISS" if self.missed else ""
        return self.id, self.metric, self.residents, baseline, self._figure(self.ours), ratio, target, miss

    def _figure(self, value: float) -> str:
        return f"{value:.2f} ms" if self.unit == "ms" else f"{value:g}"


def median(samples: Iterable[float]) -> float:
    """Return the middle of some samples."""
    return statistics.median(samples)


def p95(samples: Iterable[float]) -> float:
    """Return the value that nineteen of twenty samples do not exceed."""
    ordered = sorted(samples)
    return ordered[math.ceil(len(ordered) * 0.95) - 1]


def table(rows: Sequence[Row]) -> str:
    """Return the rows under their headings, in columns."""
    lines = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(_width(line[column]) for line in lines) for column in range(len(HEADINGS))]
    return "\n".join("  ".join(map(_padded, line, widths)).rstrip() for line in lines)


def status(rows: Iterable[Row]) -> int:
    """Return the exit status: 1 where a row that is due missed its target."""
    return int(any(row.missed and row.id.split()[0] in DUE_SO_FAR for row in rows))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
