"""Where a list begins and ends, and what its blank cells mean."""

from __future__ import annotations

from app.rosters.rules.fields import Field, accepted_headings
from app.rosters.rules.layout import find_header, holds_people
from app.rosters.rules.table import Table, read_table
from app.sheets.sheet import Cell, Sheet

HEAD = ["序号", "村", "户主", "与户主关系", "姓名", "身份证号", "人员类别"]
NUMBER = "341502195203150036"


def read(*rows: list[Cell]) -> Table:
    sheet = Sheet(name="柳塘村", rows=list(rows))
    header = find_header(sheet)
    assert header is not None
    return read_table(sheet, header)


def test_titles_above_and_footers_below_are_no_rows() -> None:
    table = read(
        ["三十铺镇花名册"], ["填报单位：民政办", "", "填报日期：2026.5.5"], [], HEAD,
        ["1", "柳塘村", "甲", "户主", "甲", NUMBER, "低保"], [], ["合计", "1人"],
        ["小计", "", "", "", "1"], ["（公章）"], ["填表人："],
    )  # fmt: skip

    assert [(line.row, table.text(line, Field.NAME)) for line in table.lines] == [(5, "甲")]


def test_the_head_repeated_on_each_page_and_numbered_columns_are_no_rows() -> None:
    table = read(
        HEAD, ["1", "2", "3", "4", "5", "6", "7"], ["1", "柳塘村", "甲", "户主", "甲", NUMBER, "低保"], HEAD
    )

    assert len(table.lines) == 1


def test_blank_household_cells_take_what_the_head_of_the_household_says() -> None:
    table = read(
        HEAD, ["1", "柳塘村", "甲", "户主", "甲", NUMBER, "低保"], ["2", "", "", "配偶", "乙", NUMBER, ""],
        ["3", "", "", "户主", "丙", NUMBER, "特困"],
    )  # fmt: skip

    told = [
        [table.text(line, meaning) for meaning in (Field.VILLAGE, Field.HEAD, Field.CATEGORY)]
        for line in table.lines
    ]
    assert told == [["柳塘村", "甲", "低保"], ["柳塘村", "甲", "低保"], ["柳塘村", "", "特困"]]


def test_a_second_disease_under_a_blank_name_is_the_same_persons() -> None:
    table = read(["姓名", "身份证号", "病种"], ["甲", NUMBER, "高血压"], ["", "", "糖尿病"])

    assert [(table.text(line, Field.NAME), table.text(line, Field.CONDITION)) for line in table.lines] == [
        ("甲", "高血压"), ("甲", "糖尿病"),
    ]  # fmt: skip


def test_a_two_row_head_tells_the_heads_name_from_the_persons() -> None:
    table = read(
        ["户主", "", "成员", "", "住院情况", ""], ["姓名", "身份证号", "姓名", "身份证号", "时间", "医院"],
        ["甲", NUMBER, "乙", "9" * 18, "2024", "县医院"],
    )  # fmt: skip

    (line,) = table.lines
    assert (table.text(line, Field.HEAD), table.text(line, Field.NAME), table.text(line, Field.IDENTITY)) == (
        "甲",
        "乙",
        "9" * 18,
    )
    assert table.header.unknown == ("身份证号", "时间", "医院")


def test_a_cover_or_a_summary_is_no_list() -> None:
    cover = Sheet(name="封面", rows=[["2026年花名册"], ["", "虚构数据"]])
    summary = Sheet(name="汇总", rows=[["村", "人员类别", "人数"], ["柳塘村", "低保", 12.0]])

    assert find_header(cover) is None and find_header(summary) is None
    assert not holds_people(summary)
    assert holds_people(Sheet(name="无表头", rows=[["甲", NUMBER]]))


def test_a_fault_proposes_headings_that_are_understood() -> None:
    assert all(
        "、" in accepted_headings(field)
        for field in (Field.NAME, Field.IDENTITY, Field.CONDITION, Field.CATEGORY)
    )
