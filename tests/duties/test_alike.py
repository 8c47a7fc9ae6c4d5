"""People of whom the same is known are worked out once, and each is told what they would be told alone."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.duties.rules import Alike, Circumstances, Ledger, ledger_of
from app.policy.engine import Evidence
from app.policy.spells import Holding, Spell
from app.policy.terms import Category, Condition, Event, Kind, Mode, Result
from tests.duties.test_ledger import RULES, START, TODAY

days = st.integers(0, 40).map(lambda weeks: date(2025, 9, 1) + timedelta(weeks=weeks))
terms = st.sampled_from([Category.DESTITUTE_SCATTERED, Category.LOW_MARGIN, Condition.HYPERTENSION])
holdings = st.lists(
    st.one_of(
        st.builds(Holding, terms, days, st.none() | days),
        st.builds(Holding, st.none(), days, st.none() | days, st.just(True)),
    ),
    max_size=3,
)
seen = st.builds(
    Evidence, st.integers(1, 9), days, st.just(Kind.HYPERTENSION), st.just(Mode.HOME), st.none() | st.just(Result.CONTROLLED)
)  # fmt: skip
happened = st.builds(Spell, days, st.none())
people = st.lists(
    st.builds(
        Circumstances,
        st.integers(1, 10_000),
        st.sampled_from(["341502109201", "341502109202"]),
        born_on=st.none() | st.sampled_from([date(1950, 3, 1), date(1961, 5, 20), date(1990, 1, 1)]),
        left_on=st.sampled_from([None, None, date(2026, 3, 1)]),
        holdings=holdings,
        evidence=st.just({}) | st.lists(seen, min_size=1, max_size=2).map(lambda e: {Kind.HYPERTENSION: e}),
        events=st.just({}) | st.lists(happened, min_size=1, max_size=2).map(lambda on: {Event.REFERRAL: on}),
    ),
    max_size=6,
)


@given(people)
def test_everybody_owes_and_has_closed_what_they_would_alone(them):
    together, alone, alike = Ledger(), Ledger(), Alike(RULES, START, TODAY)

    for person in (*them, *them):
        alike.add(person, into=together)
        ledger_of(person, rules=RULES, start=START, today=TODAY, into=alone)

    assert Counter(together.duties) == Counter(alone.duties)
    assert Counter(together.lines) == Counter(alone.lines)
