"""Refused rows given back: in their own columns, such that they are read again as they were."""

from __future__ import annotations

from app.rosters.rules.fields import Field
from app.rosters.rules.intake import take_in
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.layout import find_header
from app.rosters.rules.refusals import REASON_HEADING, originals_of
from app.rosters.rules.table import read_table
from app.sheets.sheet import Sheet
from tests.cast import an_identity

CHEN, LIU, SUN = (an_identity(serial=number) for number in (11, 12, 13))
HEAD = ("村（社区）", "户主姓名", "与户主关系", "姓名", "身份证号码", "人员类别")


def test_a_row_that_stands_alone_still_says_what_its_household_said() -> None:
    rows = [
        list(HEAD),
        ["柳塘村", "陈桂英", "户主", "陈桂英", CHEN, "低保"],
        ["", "", "配偶", "刘大山", 341502195001010220.0, ""],
    ]
    sheet = Sheet(name="名单", rows=rows)

    original = originals_of([sheet], headings={})["名单"]

    assert original.headings == ("村(社区)", *HEAD[1:])
    assert original.rows[3] == ("柳塘村", "陈桂英", "配偶", "刘大山", "3.41502E+17", "低保")
    assert sheet.rows[2][0] == "", "the file itself stays as it was"


def test_a_head_of_two_rows_becomes_one_that_is_read_alike() -> None:
    rows = [
        ["序号", "户主", "", "家庭成员", "", "对象类别"],
        ["", "姓名", "身份证号", "姓名", "公民身份号码", ""],
        ["1", "孙三", SUN, "陈桂英", CHEN, "特困人员"],
    ]
    sheet = Sheet(name="名单", rows=rows)
    header = find_header(sheet)

    original = originals_of([sheet], headings={})["名单"]
    again = find_header(
        Sheet(name="名单", rows=[list(original.headings), *map(list, original.rows.values())])
    )

    assert header is not None and again is not None and again.columns == header.columns
    assert again.columns[Field.IDENTITY] == (4,)


def test_a_sheet_of_mended_rows_is_known_by_the_column_of_the_reasons() -> None:
    rows = [[*HEAD, REASON_HEADING], ["柳塘村", "", "", "陈桂英", CHEN, "低保", "号码不对"]]

    intake = take_in([Sheet(name="名单", rows=rows)], kind=ListKind.LOW_INCOME)

    assert intake.holds_mended_rows and intake.warnings == []
    assert not take_in(
        [Sheet(name="名单", rows=[row[:-1] for row in rows])], kind=ListKind.LOW_INCOME
    ).holds_mended_rows


def test_headings_said_by_hand_are_given_back_as_they_were_written() -> None:
    said = {"号牌": Field.IDENTITY}
    rows = [["姓名", "号牌", "病种"], ["陈桂英", CHEN, "高血压"]]

    original = originals_of([Sheet(name="名单", rows=rows)], headings=said)["名单"]

    assert original.headings == ("姓名", "号牌", "病种")
    again = Sheet(name="名单", rows=[list(original.headings), *map(list, original.rows.values())])
    header = find_header(again, headings=said)
    assert header is not None and len(read_table(again, header).lines) == 1
