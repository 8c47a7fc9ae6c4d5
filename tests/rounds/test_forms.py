"""What an address may ask of a board; what means nothing asks for nothing."""

from __future__ import annotations

from datetime import date

import pytest

from app.rounds.forms import read_day, read_page, read_state, read_village, read_year
from app.rounds.rules import State

TODAY = date(2026, 5, 20)


@pytest.mark.parametrize(
    ("asked", "day"),
    [
        ("2026-05-13", date(2026, 5, 13)),
        ("", TODAY),
        ("20260513x", TODAY),
        ("2026-02-30", TODAY),
        ("2026-06-01", TODAY),
        ("0001-01-01", date(2000, 1, 3)),
        ("9999-12-31", TODAY),
    ],
)
def test_an_earlier_day_may_be_looked_at_and_no_later_one(asked, day):
    assert read_day({"day": asked}, today=TODAY) == day


@pytest.mark.parametrize(
    ("asked", "year"),
    [("2025", 2025), ("2027", 2027), ("2030", 2027), ("", 2026), ("二〇二五", 2026), ("1066", 2000)],
)
def test_a_campaign_may_be_looked_at_up_to_the_next_one(asked, year):
    assert read_year({"year": asked}, today=TODAY) == year


def test_places_states_and_pages_that_mean_nothing_ask_for_nothing():
    strange = {"village": "柳塘", "state": "sleeping", "page": "-3"}

    assert (read_village(strange), read_state(strange), read_page(strange)) == (None, None, 1)


def test_places_states_and_pages_are_read():
    asked = {"village": "341502109", "state": "unmet", "page": "2"}

    assert (read_village(asked), read_state(asked), read_page(asked)) == ("341502109000", State.UNMET, 2)
