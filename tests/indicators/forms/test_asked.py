"""What an address of a page of numbers asks for; what means nothing asks for nothing."""

from __future__ import annotations

from datetime import date

import pytest

from app.indicators.forms.asked import Side, read_area, read_met, read_month, read_page, read_part, read_side
from tests import cast


@pytest.mark.parametrize(
    ("month", "read"),
    [
        ("2026-03", date(2026, 3, 1)),
        ("2027-01", date(2026, 5, 1)),
        ("2026-13", date(2026, 5, 1)),
        ("next", date(2026, 5, 1)),
        ("", date(2026, 5, 1)),
    ],
)
def test_a_month_is_read_and_none_that_has_not_come(month, read):
    assert read_month({"month": month}, today=cast.TODAY) == read


@pytest.mark.parametrize(
    ("part", "read"),
    [
        ("doctor:7", "doctor:7"),
        ("category:low-margin", "category:low-margin"),
        ("condition:diabetes", "condition:diabetes"),
        ("condition:low-margin", ""),
        ("doctor:０7", ""),
        ("doctor:0", ""),
        ("doctor:99999999999999999999", ""),
        ("category:", ""),
        ("village:1", ""),
    ],
)
def test_a_part_is_read_only_where_there_can_be_one(part, read):
    assert read_part({"part": part}) == read


def test_a_place_a_side_a_half_and_a_page_are_read():
    asked = {"area": "341502109", "by": "doctor", "met": "0", "page": "3"}

    assert read_area(asked) == cast.TOWN
    assert (read_side(asked), read_met(asked), read_page(asked)) == (Side.DOCTOR, False, 3)


def test_words_without_meaning_ask_for_nothing():
    asked = {"area": "everywhere", "by": "colour", "met": "2", "page": "-1"}

    assert (read_area(asked), read_side(asked), read_met(asked), read_page(asked)) == ("", None, None, 1)
