from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.core.errors import Refused
from app.territory.rules import (
    Decisions,
    Succession,
    check_cover_until,
    check_decided,
    read_village_code,
    read_village_name,
    seal_of,
)
from tests import cast

TODAY = date(2026, 5, 20)


@pytest.mark.parametrize(("typed", "read"), [(" 柳塘 村\n", "柳塘村"), ("柳塘村（新）", "柳塘村(新)")])
def test_a_village_name_is_read_in_one_form(typed, read):
    assert read_village_name(typed) == read


@pytest.mark.parametrize("typed", ["", " ", "村", "12345", "——", "柳塘\x07村", "柳" * 81])
def test_what_is_no_village_name_is_refused(typed):
    with pytest.raises(Refused):
        read_village_name(typed)


def test_a_new_code_may_lie_in_another_town_of_the_county():
    assert read_village_code("３４１５０２１１０２０９", beside=cast.LIUTANG) == "341502110209"


@pytest.mark.parametrize(
    "typed", ["", "341502109", "341502109000", "34150210920x", "3415021092011", cast.ELSEWHERE]
)
def test_a_code_that_is_no_village_of_the_county_is_refused(typed):
    with pytest.raises(Refused):
        read_village_code(typed, beside=cast.LIUTANG)


def test_a_change_waits_until_every_account_is_decided_on():
    holders = {1: "李秀兰", 2: "王建国"}

    with pytest.raises(Refused, match="王建国"):
        check_decided(holders, {1: Succession.FOLLOWS})

    check_decided(holders, {1: Succession.FOLLOWS, 2: Succession.LEAVES})


def test_only_those_who_follow_get_the_new_village():
    decided = Decisions({1: Succession.FOLLOWS, 2: Succession.LEAVES})

    assert decided.following == {1}


@pytest.mark.parametrize(("days", "fits"), [(-1, False), (0, True), (180, True), (181, False)])
def test_a_cover_lasts_at_most_half_a_year(days, fits):
    until = TODAY + timedelta(days=days)

    if fits:
        check_cover_until(until, today=TODAY)
    else:
        with pytest.raises(Refused):
            check_cover_until(until, today=TODAY)


def test_what_was_shown_and_what_would_be_done_are_told_apart():
    shown = seal_of(cast.LIUTANG, cast.SHIQIAO, [1, 2], 12)

    assert shown == seal_of(cast.LIUTANG, cast.SHIQIAO, [1, 2], 12)
    assert shown != seal_of(cast.LIUTANG, cast.SHIQIAO, [1, 2, 3], 12)
