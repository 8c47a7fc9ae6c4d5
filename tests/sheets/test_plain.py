"""Text files as offices send them."""

from __future__ import annotations

import pytest

from app.sheets.fault import SheetFault
from app.sheets.plain import decode, read_text

TEXT = "姓名,证件号码\n张三,\t341502195203150036\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_is_understood(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "，"])
def test_the_delimiter_is_the_one_every_line_has(delimiter: str) -> None:
    sheet = read_text(
        f"姓名{delimiter}村{delimiter}病种\n张三{delimiter}柳塘村{delimiter}高血压\n", name="名单"
    )

    assert sheet.rows[1] == ["张三", "柳塘村", "高血压"]


def test_a_leading_tab_belongs_to_its_cell() -> None:
    assert read_text(TEXT, name="名单").rows[1] == ["张三", "\t341502195203150036"]


def test_a_cell_that_begins_like_a_formula_stays_text() -> None:
    sheet = read_text("姓名,电话\n=1+1,+8613800000000\n@甲,-5\n", name="名单")

    assert sheet.rows[1:] == [["=1+1", "+8613800000000"], ["@甲", "-5"]]


def test_a_number_kept_as_text_by_a_formula_is_taken_out_of_it() -> None:
    assert read_text('姓名,号码\n甲,"=""341502"""\n', name="名单").rows[1][1] == "341502"


def test_a_file_with_200_columns_is_refused() -> None:
    with pytest.raises(SheetFault, match="200 列"):
        read_text(",".join("列" for _ in range(200)), name="名单")


def test_blank_columns_and_rows_at_the_end_do_no_harm() -> None:
    sheet = read_text("姓名,村" + "," * 300 + "\n甲,柳塘\n" + ",,\n" * 5, name="名单")

    assert len(sheet.rows) == 2
