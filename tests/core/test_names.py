"""Names and the initials they are found by."""

from __future__ import annotations

import pytest

from app.core.names import clean_name, initials_of


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("张　三", "张三"),
        (" 李四 ", "李四"),
        ("王五（小五）", "王五"),
        ("阿依古丽．买买提", "阿依古丽·买买提"),
        (None, ""),
    ],
)
def test_names_are_cleaned(written, name):
    assert clean_name(written) == name


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("单秀兰", "sxl"), ("仇月香", "qyx"), ("解大才", "xdc"), ("区小红", "oxh"), ("查良", "zl"), ("曾国", "zg"),
        ("翟明", "zm"), ("乐嘉", "yj"), ("覃桂花", "qgh"), ("陈桂英", "cgy"), ("尉迟恭", "ycg"), ("单于明", "cym"),
    ],
)  # fmt: skip
def test_a_surname_reads_as_a_surname_first(name, initials):
    assert initials_of(name)[0] == initials


def test_the_common_reading_still_finds_the_name():
    assert "dxl" in initials_of("单秀兰")
