from __future__ import annotations

import pytest

from app.people.rules import Sensitive
from app.record.rules import ListPage, shown


def test_the_page_shows_masked_numbers_until_a_reason_is_given():
    plain = Sensitive("341502195001010029", "13855550036")

    masked, whole = shown(plain, is_open=False), shown(plain, is_open=True)

    assert (masked.identity, masked.phone) == ("3415**********0029", "138****0036")
    assert (whole.identity, whole.phone) == plain


@pytest.mark.parametrize(("number", "rows", "first", "last"), [(1, 30, 1, 30), (3, 4, 61, 64), (1, 0, 0, 0)])
def test_a_page_tells_which_rows_it_shows(number, rows, first, last):
    page = ListPage(number, 30, ["row"] * rows, has_more=False)

    assert (page.first, page.last) == (first, last)
