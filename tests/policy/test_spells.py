"""Nobody is owed a rule while holding what bars it: the spells on either side of it stay."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.policy.rule import OwedTo
from app.policy.spells import Holding, Spell, joined, spells_of
from app.policy.terms import Condition

BORN_ON = date(1990, 3, 4)
FROM_35 = date(2025, 3, 4)
SCREENED = OwedTo(age_from=35, without=frozenset({Condition.HYPERTENSION, Condition.HYPERTENSION_RISK}))
DAYS = st.integers(0, 4000).map(lambda after: date(2020, 1, 1) + timedelta(days=after))


def held(from_on: date, to: date | None = None, what: Condition = Condition.HYPERTENSION) -> Holding:
    return Holding(what, from_on, to)


@pytest.mark.parametrize(
    ("holdings", "spells"),
    [
        ([], [(FROM_35, None)]),
        ([held(date(2020, 1, 1))], []),
        ([held(date(2026, 1, 1))], [(FROM_35, date(2026, 1, 1))]),
        ([held(date(2020, 1, 1), date(2024, 1, 1))], [(FROM_35, None)]),
        ([held(date(2020, 1, 1), date(2026, 1, 1))], [(date(2026, 1, 1), None)]),
        (
            [held(date(2026, 1, 1), date(2026, 2, 1))],
            [(FROM_35, date(2026, 1, 1)), (date(2026, 2, 1), None)],
        ),
        (
            [
                held(date(2026, 1, 1), date(2026, 2, 1)),
                held(date(2026, 2, 1), None, Condition.HYPERTENSION_RISK),
            ],
            [(FROM_35, date(2026, 1, 1))],
        ),
        ([held(date(2020, 1, 1), None, Condition.COPD)], [(FROM_35, None)]),
    ],
)
def test_who_has_the_disease_is_not_screened_for_it(holdings, spells):
    assert spells_of(SCREENED, holdings, BORN_ON) == tuple(Spell(*spell) for spell in spells)


@given(
    bars=st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=5),
    spans=st.lists(st.tuples(DAYS, st.none() | DAYS), max_size=5),
    day=DAYS,
)
def test_on_any_day_it_is_owed_where_the_one_is_held_and_the_other_is_not(bars, spans, day):
    owed_to = OwedTo(conditions=frozenset({Condition.COPD}), without=frozenset({Condition.STROKE}))
    holdings = [held(*bar, Condition.STROKE) for bar in bars] + [held(*s, Condition.COPD) for s in spans]

    def holds(holding: Holding, what: Condition) -> bool:
        return holding.what is what and _covers(holding.starts_on, holding.ends_on, day)

    owed = any(_covers(spell.starts_on, spell.ends_on, day) for spell in spells_of(owed_to, holdings))

    assert owed is (
        any(holds(holding, Condition.COPD) for holding in holdings)
        and not any(holds(holding, Condition.STROKE) for holding in holdings)
    )


def _covers(starts_on: date, ends_on: date | None, day: date) -> bool:
    return starts_on <= day and (ends_on is None or day < ends_on)


def test_spells_that_touch_or_overlap_are_one():
    first, second, third = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)

    assert joined([Spell(second, third), Spell(first, second)]) == (Spell(first, third),)
    assert joined([Spell(second, None), Spell(first, third)]) == (Spell(first, None),)
    assert joined([Spell(first, first)]) == ()
