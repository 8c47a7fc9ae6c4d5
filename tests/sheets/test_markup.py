"""Web pages under the name of a workbook."""

from __future__ import annotations

import pytest

from app.sheets.fault import SheetFault
from app.sheets.markup import read_tables


def test_spans_keep_the_columns_in_their_place() -> None:
    page = "<table><tr><td colspan=2>题</td><td>丙</td></tr><tr><td rowspan='2'>甲<td>乙<br>乙<td>1<tr><td>丁<td>2</table>"

    (sheet,) = read_tables(page, name="名单")

    assert sheet.rows == [["题", "", "丙"], ["甲", "乙 乙", "1"], ["甲", "丁", "2"]]


def test_a_page_without_a_table_is_no_table() -> None:
    with pytest.raises(SheetFault, match="不是表格"):
        read_tables("<html><p>请登录</p></html>", name="名单")


def test_every_table_is_a_sheet() -> None:
    sheets = read_tables("<table><tr><td>1</table><table><tr><td>2</table>", name="名单")

    assert [sheet.name for sheet in sheets] == ["名单", "名单-2"]
