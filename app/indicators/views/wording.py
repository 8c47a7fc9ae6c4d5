"""How sheets say numbers: cells as people read them, and the definitions that stand on the second sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from app.core.words import Text
from app.indicators.rules.definitions import INDICATORS
from app.sheets.sheet import Cell
from app.sheets.writing import Table
from app.web.filters import say

DEFINITIONS = Text("指标定义", "Definitions")
HEADINGS = (
    Text("指标", "Indicator"), Text("分母", "Denominator"), Text("分子", "Numerator"), Text("统计期", "Period"),
    Text("计数单位", "Counted in"), Text("方向", "Direction"), Text("来源", "Source"), Text("条款", "Article"),
)  # fmt: skip


def definitions_table() -> Table:
    """Return what every number means, as a sheet beside any other."""
    rows = (
        [
            each.name,
            each.denominator,
            each.numerator,
            each.span,
            each.unit,
            each.better,
            each.source,
            each.article,
        ]
        for each in INDICATORS
    )
    return str(say(DEFINITIONS)), [str(say(each)) for each in HEADINGS], said_cells(rows)


def said_cells(rows: Iterable[Sequence[object]]) -> list[list[Cell | date]]:
    """Return rows in the reader's words; a share stays a number, a day stays a day."""
    return [[_plain(cell) for cell in row] for row in rows]


def _plain(cell: object) -> Cell | date:
    if isinstance(cell, date):
        return cell
    if isinstance(cell, Decimal):
        return float(cell)
    said = say(cell)
    return said if said is None or isinstance(said, str | int | float) else str(said)
