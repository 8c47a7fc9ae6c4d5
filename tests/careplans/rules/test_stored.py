"""A plan is read back as it was kept, whatever it says."""

from __future__ import annotations

import json
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.careplans.rules.plan import Acknowledged, Advice, LongTerm, Monitoring, Plan, Remote
from app.careplans.rules.stored import (
    as_stored,
    from_stored,
    long_term_from,
    long_term_stored,
    remote_from,
    remote_stored,
)
from app.careplans.rules.vocabulary import Circumstance, HealthKind, Measured, Measurer, Per
from tests.careplans.conftest import AMLODIPINE, PLAN

WORDS = st.text(max_size=20)
LONG = st.builds(LongTerm, WORDS, st.booleans(), WORDS, WORDS)
REMOTE = st.builds(Remote, WORDS, WORDS, st.dates())
FIGURES = st.dictionaries(st.from_regex("[a-z]{1,8}", fullmatch=True), st.floats(0, 1e6), max_size=3)
PLANS = st.builds(
    Plan,
    stage=WORDS,
    goal=WORDS,
    medicines=st.just((AMLODIPINE,)),
    advice=st.lists(st.builds(Advice, st.sampled_from(HealthKind), WORDS, FIGURES, WORDS), max_size=3).map(
        tuple
    ),
    monitoring=st.lists(
        st.builds(
            Monitoring,
            st.sampled_from(Measured),
            st.integers(1, 20),
            st.sampled_from(Per),
            WORDS,
            st.sampled_from(Measurer),
        ),
        max_size=3,
    ).map(tuple),
    circumstances=st.lists(st.sampled_from(Circumstance), unique=True).map(tuple),
    long_term=st.none() | LONG,
    remote=st.none() | REMOTE,
    acknowledged=st.lists(st.builds(Acknowledged, WORDS, WORDS, WORDS, WORDS, WORDS), max_size=2).map(tuple),
    note=WORDS,
)


@given(PLANS)
def test_a_plan_is_the_same_after_it_was_kept(plan):
    kept = json.loads(json.dumps(as_stored(plan)))

    assert from_stored(kept, plan.medicines) == plan


def test_medicines_are_kept_apart():
    assert "medicines" not in as_stored(PLAN)


def test_what_is_not_a_plan_is_not_read_as_one():
    with pytest.raises(msgspec.ValidationError):
        from_stored(as_stored(PLAN) | {"advice": [{"kind": "dancing"}]}, ())


@pytest.mark.parametrize("said", [None, LongTerm("平稳", taught=True, note="", signed_by="陈桂英")])
def test_what_a_long_prescription_asks_for_is_the_same_after_it_was_kept(said):
    assert long_term_from(long_term_stored(said)) == said


@pytest.mark.parametrize("said", [None, Remote("六安市人民医院", "王主任", date(2026, 5, 20))])
def test_the_guidance_of_a_hospital_is_the_same_after_it_was_kept(said):
    assert remote_from(remote_stored(said)) == said
