"""On which days a contract runs, and what the words it ended with mean."""

from __future__ import annotations

from datetime import date

import pytest

from app.people.rules import CloseReason, ContractSpan, close_code_of

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@pytest.mark.parametrize(
    ("closed_on", "day", "runs"),
    [
        (None, date(2025, 12, 31), False),
        (None, FIRST, True),
        (None, LAST, True),
        (None, date(2027, 1, 1), False),
        (date(2026, 5, 1), date(2026, 4, 30), True),
        (date(2026, 5, 1), date(2026, 5, 1), False),
        (LAST, LAST, True),  # renewed: it ran through its own last day
        (FIRST, FIRST, False),
    ],
)
def test_a_contract_runs_from_its_first_day_to_the_day_before_it_is_closed(closed_on, day, runs):
    assert ContractSpan(FIRST, LAST, closed_on).runs_on(day) is runs


def test_a_contract_without_a_last_day_runs_on():
    assert ContractSpan(FIRST).runs_on(date(2040, 1, 1))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("迁出本辖区", CloseReason.MOVED),
        ("连续一年无法取得联系", CloseReason.NOT_REACHED),
        ("联系不上", CloseReason.NOT_REACHED),
        ("连续一年 拒绝服务", CloseReason.REFUSED),
        ("主动解约", CloseReason.OWN_WISH),
        ("4", CloseReason.OWN_WISH),
        ("续签", CloseReason.RENEWED),
        ("签约服务名单 2026-05-20 名单中已无", None),
        ("其他原因", None),
        ("死亡", None),
        ("", None),
    ],
)
def test_only_plain_words_are_coded(words, code):
    assert close_code_of(words) is code
