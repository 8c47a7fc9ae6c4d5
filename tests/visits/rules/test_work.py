from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.terms import Kind, Mode
from app.visits.rules import ContactOutcome
from app.visits.rules.work import Tried, WorkLine, count_month, month_after, month_before, read_month

MONDAY, TUESDAY = date(2026, 5, 4), date(2026, 5, 5)


def _line(number, person_id, day, **changes):
    stated = {
        "id": number, "person_id": person_id, "name": "陈桂英", "area_code": "341502109201", "visited_on": day,
        "mode": Mode.HOME, "kinds": (Kind.HYPERTENSION,), "summary": "", "late": False, "struck": False,
        "replaced": False, "corrects": False,
    }  # fmt: skip
    return WorkLine(**stated | changes)


def test_a_month_counted_by_hand():
    """Five rows: two people on Monday, one of them late; a mended visit on Tuesday with its struck version; one voided."""
    lines = [
        _line(1, 11, MONDAY, kinds=(Kind.HYPERTENSION, Kind.WEEKLY_ROUND)),
        _line(2, 12, MONDAY, late=True, mode=Mode.CLINIC),
        _line(3, 11, TUESDAY, struck=True, replaced=True),
        _line(4, 11, TUESDAY, corrects=True),
        _line(5, 13, TUESDAY, struck=True),
    ]
    tried = [
        Tried(14, TUESDAY, ContactOutcome.REFUSED),
        Tried(14, date(2026, 5, 6), ContactOutcome.NOBODY_THERE),
        Tried(15, TUESDAY, ContactOutcome.REFUSED),
    ]

    month = count_month(lines, tried)

    assert (month.visits, month.people, month.late, month.corrected, month.voided) == (3, 2, 1, 1, 1)
    assert dict(month.kinds) == {Kind.HYPERTENSION: 3, Kind.WEEKLY_ROUND: 1}
    assert dict(month.modes) == {Mode.CLINIC: 1, Mode.HOME: 2}
    assert dict(month.tried) == {ContactOutcome.NOBODY_THERE: 1, ContactOutcome.REFUSED: 2}
    assert month.attempts == 3
    days = [(each.day.day, each.visits, each.people, each.late, each.tried) for each in month.days]
    assert days == [(4, 2, 2, 1, 0), (5, 1, 1, 0, 2), (6, 0, 0, 0, 1)]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("2026-05", date(2026, 5, 1)),
        ("2025-12", date(2025, 12, 1)),
        ("2026-06", date(2026, 5, 1)),
        ("2026-13", date(2026, 5, 1)),
        ("", date(2026, 5, 1)),
        ("五月", date(2026, 5, 1)),
    ],
)
def test_a_month_is_read_and_none_lies_ahead(typed, first):
    assert read_month(typed, today=date(2026, 5, 20)) == first


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1)))
def test_the_month_after_and_the_month_before_lead_back(day):
    first = day.replace(day=1)

    assert month_before(month_after(first)) == first
    assert month_after(first) > first and month_after(first).day == 1
