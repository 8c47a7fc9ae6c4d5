"""Division codes and what lies in what."""

from __future__ import annotations

import pytest

from app.core.errors import Refused
from app.core.regions import Level, code_range, full_code, level_of, lies_within, parent_of


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("340000000000", Level.PROVINCE, None),
        ("341500000000", Level.CITY, "340000000000"),
        ("341502000000", Level.COUNTY, "341500000000"),
        ("341502109000", Level.TOWN, "341502000000"),
        ("341502109201", Level.VILLAGE, "341502109000"),
    ],
)
def test_the_zeros_tell_the_level(code, level, parent):
    assert level_of(code) is level
    assert parent_of(code) == parent


def test_a_code_may_be_given_without_its_trailing_zeros():
    assert full_code(" 341502109 ") == "341502109000"


@pytest.mark.parametrize("code", ["", "3", "34150210920100", "三十铺镇", "34150210920x"])
def test_what_is_no_code_is_refused(code):
    with pytest.raises(Refused, match="区划代码"):
        full_code(code)


def test_a_village_lies_in_its_town_and_in_no_other():
    assert lies_within("341502109201", "341502109000")
    assert not lies_within("341502110201", "341502109000")
    assert code_range("341502109000") == ("341502109000", "341502109999")
