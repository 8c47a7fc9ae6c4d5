"""Identity numbers: read as lists write them, refused with a reason, never guessed."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from app.core.identity import BadIdentity, check_character, mask_identity, read_identity

TODAY = date(2026, 11, 21)
GOOD = "34150219480916004X"


@pytest.mark.parametrize(
    "written",
    [
        "34150219480916004X",
        "34150219480916004x",
        "３４１５０２１９４８０９１６００４Ｘ",
        "34150219480916004\u2169",
        "34150219480916004Х",
        "34150219480916004×",
        "'34150219480916004X",
        "\t34150219480916004X",
        "341502 19480916 004X",
        "341502\u300019480916\u00a0004X\u200b",
    ],
)
def test_every_way_of_writing_a_number_is_read(written):
    identity = read_identity(written, today=TODAY)

    assert (identity.number, identity.born_on, identity.sex) == (GOOD, date(1948, 9, 16), "2")


@pytest.mark.parametrize(
    ("written", "word"),
    [
        (341502194809160000.0, "文本"),
        (341502194809160016, "文本"),
        ("3.41502E+17", "科学计数法"),
        ("", "没有填"),
        (None, "没有填"),
        ("34150219480916004", "17 位"),
        ("3415021948091600", "16 位"),
        ("34150219480916004X22", "20 位"),
        ("341502194809160041", "校验位"),
        ("610902196502290013", "19650229"),
        ("341502202912010011", "不可能"),
        ("341502189912010011", "不可能"),
        ("991502194809160041", "省份代码"),
        ("34150219480916004*", "字符"),
        ("3415021948O916004X", "字符"),
    ],
)
def test_what_is_damaged_is_refused_with_the_reason(written, word):
    with pytest.raises(BadIdentity) as refusal:
        read_identity(written, today=TODAY)

    assert word in refusal.value.text.zh


def test_fifteen_digits_are_converted_and_marked():
    identity = read_identity("341502480916004", today=TODAY)

    assert identity.converted
    assert identity.number == "34150219480916004X"


@pytest.mark.parametrize("province", ["81", "82", "83"])
def test_residence_permits_of_hong_kong_macao_and_taiwan_are_valid(province):
    first17 = f"{province}000019800101001"

    assert read_identity(first17 + check_character(first17), today=TODAY).born_on == date(1980, 1, 1)


@given(born_on=st.dates(date(1900, 1, 1), TODAY), serial=st.integers(0, 999))
def test_a_computed_number_is_read_and_any_changed_digit_is_refused(born_on, serial):
    first17 = f"341502{born_on:%Y%m%d}{serial:03}"
    number = first17 + check_character(first17)

    assert read_identity(number, today=TODAY).born_on == born_on
    assert ric.calc_check_digit(number) == number[-1]
    for at in range(6, 17):
        changed = number[:at] + str((int(number[at]) + 1) % 10) + number[at + 1 :]
        with pytest.raises(BadIdentity):
            read_identity(changed, today=TODAY)


def test_a_masked_number_keeps_four_characters_at_each_end():
    assert mask_identity(GOOD) == "3415**********004X"
