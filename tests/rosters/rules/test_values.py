"""Phones, pressures, figures and the rest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.terms import Kind, Mode, Result, SelfCare, Sex
from app.rosters.rules.values import (
    read_kinds,
    read_measure,
    read_mode,
    read_phone,
    read_pressure,
    read_result,
    read_self_care,
    read_sex,
    says_yes,
    text_of,
)


@pytest.mark.parametrize(
    "text",
    [
        "150/95",
        "150／95",
        "150-95",
        "高压150低压95",
        "150/95mmHg",
        "低压95，高压150",
        "收缩压150 舒张压95",
        "150 / 95",
        "150.0/95.0",
    ],
)
def test_every_style_of_a_pressure_is_read(text: str) -> None:
    assert read_pressure(text_of(text)) == (150, 95)


@given(
    st.integers(min_value=50, max_value=299),
    st.integers(min_value=30, max_value=199),
    st.sampled_from("/-／、"),
)
def test_every_pressure_survives(upper: int, lower: int, mark: str) -> None:
    assert read_pressure(text_of(f"{upper}{mark}{lower}")) == (upper, lower)


@pytest.mark.parametrize("text", ["偏高", "150", "1/2/3"])
def test_what_is_no_pressure_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        read_pressure(text)


@pytest.mark.parametrize("cell", ["7.2mmol/l", "7.2", 7.2, "空腹7.2", "7.2 mmol/L"])
def test_every_style_of_a_glucose_is_read(cell: object) -> None:
    assert read_measure(cell) == 7.2


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("138 0000 0000", "13800000000"), ("13800000001/13900000000", "13800000001"), ("+8613800000000", "13800000000"),
        ("0564-3221234", "05643221234"), ("儿子13800000000", "13800000000"), (text_of(13800000000.0), "13800000000"), ("无", ""),
    ],
)  # fmt: skip
def test_the_first_phone_of_a_cell_is_taken(text: str, phone: str) -> None:
    assert read_phone(text) == phone


def test_words_are_understood() -> None:
    assert [read_sex(cell) for cell in ("男", "女性", 1.0, "2", "M", "")] == [
        Sex.MALE, Sex.FEMALE, Sex.MALE, Sex.FEMALE, Sex.MALE, None,
    ]  # fmt: skip
    assert [read_mode(text) for text in ("家庭", "入户", "门诊", "电话", "3", "视频", "?")] == [
        Mode.HOME, Mode.HOME, Mode.CLINIC, Mode.PHONE, Mode.PHONE, Mode.VIDEO, None,
    ]  # fmt: skip
    assert [read_result(text) for text in ("控制满意", "控制不满意", "不良反应", "并发症", "2", "控制不满意、并发症", "")] == [
        Result.CONTROLLED, Result.UNCONTROLLED, Result.ADVERSE_REACTION, Result.COMPLICATION, Result.UNCONTROLLED,
        Result.COMPLICATION, None,
    ]  # fmt: skip
    assert [read_self_care(text) for text in ("具备", "部分丧失", "完全丧失", "半失能", "")] == [
        SelfCare.ABLE, SelfCare.PARTLY, SelfCare.UNABLE, SelfCare.PARTLY, None,
    ]  # fmt: skip
    assert [says_yes(cell) for cell in ("是", "√", 1.0, True, "Y", "否", "", "0")] == [True] * 5 + [False] * 3


def test_a_cell_of_kinds_tells_what_nobody_knows() -> None:
    assert read_kinds("高血压、糖尿病、慢阻肺") == ((Kind.HYPERTENSION, Kind.DIABETES, Kind.COPD), ())
    assert read_kinds("巡诊") == ((Kind.WEEKLY_ROUND,), ())
    assert read_kinds("人人见面") == ((Kind.MEETING,), ())
    assert read_kinds("高血压、钓鱼") == ((Kind.HYPERTENSION,), ("钓鱼",))


def test_what_no_pen_can_write_is_not_read() -> None:
    assert text_of("上塘\x00\x07组\x1b") == "上塘组"
    assert text_of("一行\n两行") == "一行\n两行"
