"""Headings nobody knows: found, guessed, said by hand, and refused where two say the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from app.core.errors import Refused
from app.rosters.rules.fields import Field
from app.rosters.rules.headings import headings_of
from app.rosters.rules.intake import take_in
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.layout import find_header, guess_head
from app.sheets.sheet import Sheet
from tests.cast import an_identity

CHEN, LIU = (an_identity(serial=number) for number in (11, 12))
STRANGE = ("次序", "居民称谓", "居民号牌", "享受何种救助", "何时批下", "可拨号码")
ROWS = [
    ("1", "陈桂英", CHEN, "最低生活保障对象", "2025.3.5", "13800001111"),
    ("2", "刘大山", LIU, "特困人员", "2024年6月", "13900002222"),
]
MEANT = {
    "居民称谓": Field.NAME,
    "居民号牌": Field.IDENTITY,
    "享受何种救助": Field.CATEGORY,
    "何时批下": Field.STARTED_ON,
}


def sheet(*rows: Sequence[Any], name: str = "柳塘村") -> Sheet:
    return Sheet(name=name, rows=[list(row) for row in rows])


def test_headings_nobody_knows_are_asked_for_with_a_guess_and_masked_samples() -> None:
    found = headings_of([sheet(("低收入名单",), STRANGE, *ROWS)], kind=ListKind.LOW_INCOME, headings={})

    asked = {one.heading: one.guess for one in found.unknown}
    assert asked == {
        "次序": None,
        "居民称谓": Field.NAME,
        "居民号牌": Field.IDENTITY,
        "享受何种救助": Field.CATEGORY,
        "何时批下": Field.STARTED_ON,
        "可拨号码": Field.PHONE,
    }
    assert [need[0] for need in found.unmet] == [Field.NAME, Field.IDENTITY, Field.CATEGORY]
    shown = "".join(sample for one in found.unknown for sample in one.samples)
    assert CHEN not in shown and "13800001111" not in shown and "陈桂英" in shown


def test_days_are_not_taken_for_phone_numbers() -> None:
    rows = [
        (name, number, "低保", f"2025-06-0{at}", f"0564-500120{at}")
        for at, (_, name, number, *_) in enumerate(ROWS, 1)
    ]

    found = headings_of(
        [sheet(("姓名", "身份证号", "人员类别", "何日", "何处可拨"), *rows)],
        kind=ListKind.LOW_INCOME,
        headings={},
    )

    assert {one.heading: one.guess for one in found.unknown} == {
        "何日": Field.STARTED_ON,
        "何处可拨": Field.PHONE,
    }


def test_what_was_said_by_hand_meets_the_needs_and_the_list_is_read() -> None:
    found = headings_of([sheet(STRANGE, *ROWS)], kind=ListKind.LOW_INCOME, headings=MEANT)
    intake = take_in([sheet(STRANGE, *ROWS)], kind=ListKind.LOW_INCOME, headings=MEANT)

    assert found.unmet == () and {one.heading for one in found.unknown} == {"次序", "可拨号码"}
    (table,) = intake.tables
    assert [table.text(line, Field.NAME) for line in table.lines] == ["陈桂英", "刘大山"]


def test_a_heading_said_to_mean_nothing_is_not_asked_for_again() -> None:
    found = headings_of([sheet(STRANGE, *ROWS)], kind=ListKind.LOW_INCOME, headings={**MEANT, "次序": None})

    assert "次序" not in {one.heading for one in found.unknown}


def test_a_heading_taken_for_something_else_is_put_right_by_hand() -> None:
    head = ("姓名", "身份证号", "类别", "说明")
    rows = sheet(head, ("陈桂英", CHEN, "一类", "低保"), ("刘大山", LIU, "二类", "特困人员"))

    header = find_header(rows, headings={"类别": None, "说明": Field.CATEGORY})

    assert header is not None and header.columns[Field.CATEGORY] == (3,)


@pytest.mark.parametrize(
    ("head", "said", "named"),
    [
        (
            ("甲栏", "乙栏", "身份证号", "人员类别"),
            {"甲栏": Field.NAME, "乙栏": Field.NAME},
            ("甲栏", "乙栏"),
        ),
        (("姓名", "别名", "身份证号", "人员类别"), {"别名": Field.NAME}, ("姓名", "别名")),
        (("姓名", "号牌", "身份证号", "人员类别"), {"号牌": Field.IDENTITY}, ("号牌", "身份证号")),
    ],
)
def test_two_columns_for_one_field_are_refused_by_their_names(
    head: tuple[str, ...], said: dict[str, Field | None], named: tuple[str, str]
) -> None:
    rows = sheet(head, ("陈桂英", "陈", CHEN, "低保"))

    with pytest.raises(Refused) as refused:
        take_in([rows], kind=ListKind.LOW_INCOME, headings=said)

    assert all(f"“{name}”" in refused.value.text.zh for name in named)


def test_several_columns_may_speak_of_one_thing_where_they_are_read_together() -> None:
    head = ("姓名", "身份证号", "病种一栏", "病种二栏")
    said = {"病种一栏": Field.CONDITION, "病种二栏": Field.CONDITION}

    intake = take_in(
        [sheet(head, ("陈桂英", CHEN, "高血压", "糖尿病"))], kind=ListKind.CHRONIC, headings=said
    )

    (table,) = intake.tables
    assert table.texts(table.lines[0], Field.CONDITION) == ["高血压", "糖尿病"]


def test_the_head_of_an_unknown_table_is_the_row_above_the_first_person() -> None:
    assert guess_head(sheet(("标题",), ("填报：民政办",), STRANGE, *ROWS)) == 2
    assert guess_head(sheet(*ROWS)) is None
    assert guess_head(sheet(("一封信",), ("请查收",))) is None


def test_a_sheet_that_lists_nobody_is_not_asked_about() -> None:
    cover = sheet(("封面",), ("三十铺镇",), name="封面")

    found = headings_of([cover, sheet(STRANGE, *ROWS)], kind=ListKind.LOW_INCOME, headings=MEANT)

    assert {one.sheet for one in found.unknown} == {"柳塘村"} and found.unmet == ()


def test_a_file_of_known_headings_leaves_no_need_open() -> None:
    head = ("姓名", "身份证号", "病种", "责任医生", "经办意见")

    found = headings_of(
        [sheet(head, ("陈桂英", CHEN, "高血压", "李", "同意"))], kind=ListKind.CHRONIC, headings={}
    )

    assert found.unmet == () and [one.heading for one in found.unknown] == ["经办意见"]
    assert ("责任医生", Field.DOCTOR) in found.known
