"""A visit may ask for the next one sooner than its result does: the earlier day of the two is owed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.engine import Evidence, reckon
from app.policy.terms import Kind, Mode, Outcome, Result, Sooner
from tests.policy.packs import shipped

SEEN_ON, OWED_FROM = date(2026, 3, 20), date(2026, 1, 1)
RULE = "hypertension-followup"


def seen(result: Result, again_by: date | None, *, on: date = SEEN_ON, number: int = 1) -> Evidence:
    sooner = None if again_by is None else Sooner.CLINICAL
    return Evidence(number, on, Kind.HYPERTENSION, Mode.HOME, result, again_by=again_by, sooner=sooner)


def owed_after(*evidence: Evidence) -> date:
    account = reckon(shipped().all_rules[RULE], owed_from=OWED_FROM, evidence=evidence)
    assert account.open is not None
    return account.open.due_on


@pytest.mark.parametrize(
    ("result", "again_by", "due_on"),
    [
        (Result.CONTROLLED, None, date(2026, 6, 20)),
        (Result.CONTROLLED, date(2026, 4, 20), date(2026, 4, 20)),
        (Result.CONTROLLED, date(2026, 6, 19), date(2026, 6, 19)),
        (Result.CONTROLLED, date(2026, 6, 21), date(2026, 6, 20)),
        (Result.UNCONTROLLED, date(2026, 4, 20), date(2026, 4, 3)),
        (Result.UNCONTROLLED, date(2026, 3, 23), date(2026, 3, 23)),
        (Result.CONTROLLED, SEEN_ON, date(2026, 6, 20)),
    ],
)
def test_the_earlier_day_of_the_two_is_owed(result, again_by, due_on):
    assert owed_after(seen(result, again_by)) == due_on


@given(ahead=st.none() | st.integers(-10, 400), result=st.sampled_from(Result))
def test_a_visit_never_puts_the_next_one_off(ahead, result):
    again_by = None if ahead is None else SEEN_ON + timedelta(days=ahead)

    due_on = owed_after(seen(result, again_by))

    assert SEEN_ON < due_on <= owed_after(seen(result, None))


def test_who_comes_after_the_sooner_day_is_late():
    first = seen(Result.CONTROLLED, date(2026, 4, 20))
    second = seen(Result.CONTROLLED, None, on=date(2026, 4, 21), number=2)

    account = reckon(shipped().all_rules[RULE], owed_from=OWED_FROM, evidence=[first, second])

    assert [(line.due_on, line.outcome) for line in account.lines][1:] == [
        (date(2026, 4, 20), Outcome.LATE),
    ]


def test_of_two_visits_of_a_day_alike_in_result_the_one_that_asks_sooner_counts():
    same = [
        seen(Result.CONTROLLED, None, number=1),
        seen(Result.CONTROLLED, date(2026, 4, 20), number=2),
        seen(Result.CONTROLLED, date(2026, 5, 1), number=3),
    ]

    assert owed_after(*same) == owed_after(*reversed(same)) == date(2026, 4, 20)


REFILL = replace(shipped().all_rules["refill-due"], effective_from=OWED_FROM)


def fetched(on: date, again_by: date | None, number: int = 1) -> Evidence:
    return Evidence(number, on, Kind.REFILL, Mode.CLINIC, again_by=again_by, sooner=Sooner.SUPPLY)


@given(days=st.integers(1, 400))
def test_what_was_given_out_lasts_as_long_as_it_lasts_and_is_asked_for_in_its_last_week(days):
    again_by = SEEN_ON + timedelta(days=days)

    owed = reckon(REFILL, owed_from=SEEN_ON, evidence=[fetched(SEEN_ON, again_by)]).open

    assert owed is not None
    assert (owed.opens_on, owed.due_on) == (again_by - timedelta(days=7), again_by)


def test_a_refill_that_does_not_say_when_it_runs_out_counts_as_four_weeks():
    owed = reckon(REFILL, owed_from=OWED_FROM, evidence=[fetched(SEEN_ON, None)]).open

    assert owed is not None and owed.due_on == date(2026, 4, 10)


def test_the_day_before_it_was_owed_is_what_the_first_refill_counts_from():
    account = reckon(
        REFILL,
        owed_from=SEEN_ON + timedelta(days=1),
        evidence=[fetched(SEEN_ON, date(2026, 4, 10)), fetched(date(2026, 4, 12), date(2026, 5, 3), 2)],
    )

    assert [(line.due_on, line.outcome) for line in account.lines] == [(date(2026, 4, 10), Outcome.LATE)]
    assert account.open is not None and account.open.due_on == date(2026, 5, 3)
