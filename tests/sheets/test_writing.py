"""Tables given away."""

from __future__ import annotations

import io
from datetime import date

from openpyxl import load_workbook

from app.sheets.writing import neutralised, write_workbook


def test_what_people_typed_is_written_as_text_and_never_as_a_formula() -> None:
    content = write_workbook(
        [("名单[1]", ["姓名", "身份证号", "日期"], [["=1+1", "341502195203150036", date(2026, 5, 20)]])]
    )

    sheet = load_workbook(io.BytesIO(content)).active
    assert sheet.title == "名单·1·"
    assert [cell.value for cell in sheet[2]] == ["=1+1", "341502195203150036", "2026-05-20"]
    assert {cell.data_type for cell in sheet[2]} == {"s"}


def test_figures_stay_figures_and_ticks_become_words() -> None:
    content = write_workbook([("数", ["a"], [[3, None, True, 2.5]])])

    sheet = load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[2]] == [3, None, "是", 2.5]


def test_text_for_files_without_types_cannot_run() -> None:
    assert [neutralised(text) for text in ("=1", "+1", "-1", "@a", "甲")] == [
        "'=1",
        "'+1",
        "'-1",
        "'@a",
        "甲",
    ]
