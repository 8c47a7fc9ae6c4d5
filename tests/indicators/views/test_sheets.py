"""All numbers as a workbook: the same as on the page, those of what is inside below, the definitions behind."""

from __future__ import annotations

import io

from openpyxl import load_workbook

from app.indicators.rules.definitions import INDICATORS
from tests import cast
from tests.indicators.views.conftest import APRIL


def rows_of(answer):
    """Return the rows of the first sheet as mappings, and the second sheet."""
    numbers, definitions = load_workbook(io.BytesIO(answer.data)).worksheets
    headings, *rows = numbers.values
    return [dict(zip(headings, row, strict=True)) for row in rows], definitions


def test_the_sheet_has_the_numbers_of_the_place_and_of_all_inside(browser, tally):
    tally("on-time", 70, 100)
    tally("on-time", 5, 10, area=cast.SHIQIAO)
    tally("on-time", 6, 10, month=APRIL)

    rows, definitions = rows_of(browser(cast.ZHAO).get("/indicators/list.xlsx"))

    on_time = {row["范围"]: row for row in rows if row["指标"] == "按时随访率"}
    assert list(on_time) == ["三十铺镇", "柳塘村", "石桥村"]
    town = on_time["三十铺镇"]
    assert (town["分子"], town["分母"], town["比例（%）"]) == (75, 110, 68.2)
    assert (town["目标（%）"], town["还差"], town["上月比例（%）"]) == (90, 24, 60)
    assert on_time["柳塘村"]["上月分子"] == 6 and on_time["石桥村"]["上月分子"] is None
    assert {row["月份"] for row in rows} == {"2026-05"}
    assert len(list(definitions.values)) == len(INDICATORS) + 1


def test_the_sheet_of_a_closed_month_has_what_came_in_late(browser, tally):
    tally("on-time", 9, 12, month=APRIL, closed=(8, 10))

    rows, _definitions = rows_of(browser(cast.ZHAO).get("/indicators/list.xlsx?month=2026-04"))

    first = next(row for row in rows if row["指标"] == "按时随访率")
    assert (first["分子"], first["分母"], first["是否关账"]) == (8, 10, "已关账")
    assert (first["关账后变动分子"], first["关账后变动分母"]) == (1, 2)


def test_the_insurer_takes_counts_away_but_no_hidden_disease(browser, tally):
    tally("on-time", 1, 2, part="condition:mental-disorder")
    tally("on-time", 1, 2, part="condition:copd")

    rows, _definitions = rows_of(browser(cast.INSURER).get("/indicators/list.xlsx?by=condition"))

    assert {row["范围"] for row in rows} == {"金安区", "慢阻肺"}
