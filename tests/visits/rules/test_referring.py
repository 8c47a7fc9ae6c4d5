"""When the findings propose a referral, and how many visits in a row went badly."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.words import Text
from app.policy.terms import Kind, Result
from app.visits.rules import Circumstances
from app.visits.rules.referring import follow_up_referrals, running, unsatisfactory_in_a_row

BAD, GOOD = Result.UNCONTROLLED, Result.CONTROLLED
RESULTS = st.lists(st.sampled_from(Result), max_size=6)
DAY = date(2026, 5, 20)


@given(now=st.sampled_from(Result), before=RESULTS)
def test_the_row_ends_at_the_last_visit_that_was_controlled(now, before):
    row = unsatisfactory_in_a_row(Kind.COPD, now, previous={Kind.COPD: tuple(before)})

    all_results = [now, *before]
    assert GOOD not in all_results[:row]
    assert row == len(all_results) or all_results[row] is GOOD


@pytest.mark.parametrize(
    ("result", "previous", "count"),
    [(BAD, (), 0), (BAD, (BAD,), 2), (BAD, (BAD, BAD, GOOD), 3), (GOOD, (BAD, BAD), 0), (None, (BAD,), 0)],
)
def test_two_in_a_row_are_enough(figures, result, previous, count):
    assert running(Kind.COPD, result, Circumstances(60, DAY, figures, {Kind.COPD: previous})) == count


def test_another_diseases_results_do_not_count(figures):
    circumstances = Circumstances(60, DAY, figures, {Kind.DIABETES: (BAD, BAD)})

    assert follow_up_referrals(Kind.COPD)({}, circumstances, BAD) == ()


def test_a_proposal_says_why_in_both_languages(figures):
    circumstances = Circumstances(60, DAY, figures, {Kind.DIABETES: (BAD, BAD)})

    (proposal,) = follow_up_referrals(Kind.DIABETES)({}, circumstances, BAD)

    assert proposal.why == Text("糖尿病已连续 3 次控制不满意", "Diabetes: not controlled 3 times running")
