"""Every number of a place and of what is inside it, taken away as a workbook with the definitions on its second sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from flask.typing import ResponseReturnValue

from app.accounts.rights import Right
from app.audit.service import note
from app.core import clock
from app.core.transaction import transaction
from app.core.words import Text
from app.indicators.models import TallyMonth
from app.indicators.queries.numbers import Numbers, counted_at, read_numbers
from app.indicators.rules.definitions import INDICATORS
from app.indicators.rules.matrix import cells_of
from app.indicators.rules.months import months_before
from app.indicators.rules.numbers import Number
from app.indicators.views.door import bp
from app.indicators.views.overview import asked_side, side_by_side
from app.indicators.views.places import Place, asked_place, targets_on
from app.indicators.views.wording import definitions_table, said_cells
from app.web.download import workbook
from app.web.filters import say
from app.web.session import needs, signed_in

TITLE = Text("指标", "Indicators")
HEADINGS = (
    Text("范围", "Of"), Text("人群", "Whom"), Text("月份", "Month"), Text("指标", "Indicator"),
    Text("分子", "Numerator"), Text("分母", "Denominator"), Text("比例（%）", "Share (%)"),
    Text("目标（%）", "Target (%)"), Text("还差", "Missing"), Text("与目标", "Against the target"),
    Text("上月分子", "Numerator, month before"), Text("上月分母", "Denominator, month before"),
    Text("上月比例（%）", "Share, month before (%)"), Text("关账后变动分子", "Numerator, changed since closing"),
    Text("关账后变动分母", "Denominator, changed since closing"), Text("是否关账", "Closed"), Text("统计截至", "Counted at"),
)  # fmt: skip
EVERYBODY = Text("全部", "Everybody")
CLOSED, RUNNING = Text("已关账", "Closed"), Text("未关账", "Not closed")


@bp.get("/indicators/list.xlsx")
@needs(Right.READ_COUNTS)
def take_numbers() -> ResponseReturnValue:
    """Give every number of the place away, then those of its places, or of its doctors, categories or diseases."""
    reader = signed_in()
    place = asked_place(reader)
    inside, names = side_by_side(place, asked_side(place), reader=reader)
    before = months_before(place.month, 1)
    whole = read_numbers(place.areas, month=place.month, part=place.part)
    whole_before = read_numbers(place.areas, month=before, part=place.part)
    inside_before, _names = side_by_side(replace(place, month=before), asked_side(place), reader=reader)
    state = _state(counted_at(place.month))
    rows = list(_rows(place, place.name, whole, before=whole_before, state=state))
    for key in sorted(inside):
        rows += _rows(place, names.get(key, key), inside[key], before=inside_before.get(key, {}), state=state)
    with transaction("indicator.take-away", by=reader):
        note("indicator", None, details={"rows": len(rows)})
    numbers = (str(say(TITLE)), [str(say(each)) for each in HEADINGS], said_cells(rows))
    return workbook(TITLE, [numbers, definitions_table()])


def _rows(
    place: Place, name: str | Text, numbers: Numbers, *, before: Mapping[str, Number], state: list[object]
) -> Iterator[list[object]]:
    for cell in cells_of(numbers, INDICATORS, targets=targets_on(place.month)):
        yield [
            name, place.part_name or EVERYBODY, f"{place.month:%Y-%m}", cell.indicator.name,
            cell.number.numerator, cell.number.denominator, cell.number.share, cell.target, cell.missing, cell.told,
            *_pair(before.get(cell.indicator.id)), cell.number.late_numerator, cell.number.late_denominator, *state,
        ]  # fmt: skip


def _pair(number: Number | None) -> list[object]:
    return [None] * 3 if number is None else [number.numerator, number.denominator, number.share]


def _state(counted: TallyMonth | None) -> list[object]:
    if counted is None:
        return [RUNNING, None]
    return [CLOSED if counted.closed_at else RUNNING, clock.local(counted.counted_at)]
