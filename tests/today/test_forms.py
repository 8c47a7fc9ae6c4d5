"""What may be asked of the lists; nonsense asks for nothing."""

from __future__ import annotations

import pytest

from app.duties.rules import Section
from app.today.forms import read_filter, read_page
from tests.cast import LIUTANG


def test_a_filter_is_read_from_the_address() -> None:
    wanted = read_filter({"state": "overdue", "village": LIUTANG, "rule": "copd-followup", "q": " cgy "})

    assert wanted.section is Section.OVERDUE
    assert (wanted.village, wanted.rule, wanted.text) == (LIUTANG, "copd-followup", "cgy")


@pytest.mark.parametrize("asked", [{}, {"state": "late?"}, {"village": "abc"}, {"village": "9" * 40}])
def test_nonsense_asks_for_nothing(asked: dict[str, str]) -> None:
    wanted = read_filter(asked)

    assert (wanted.section, wanted.village, wanted.rule, wanted.text) == (None, None, None, "")


@pytest.mark.parametrize(
    ("asked", "page"),
    [("3", 3), ("0", 1), ("-1", 1), ("x", 1), ("", 1), ("9" * 30, 1), ("99999", 10_000), ("²", 1)],
)
def test_a_page_number_is_a_number(asked: str, page: int) -> None:
    assert read_page({"page": asked}) == page
