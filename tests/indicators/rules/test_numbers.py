"""Numbers: shares rounded once, and what is missing to a target by the counts themselves."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.indicators.rules.numbers import Number, summed
from app.indicators.rules.vocabulary import Better

COUNTS = st.integers(1, 5000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))
TARGETS = st.decimals(0, 100, places=1)


@pytest.mark.parametrize(
    ("number", "share"),
    [
        (Number(41, 66), "62.1"),
        (Number(1, 8), "12.5"),
        (Number(1, 16), "6.3"),
        (Number(5, 5), "100.0"),
        (Number(0, 3), "0.0"),
    ],
    ids=["usual", "exact", "half goes up", "all", "none"],
)
def test_a_share_has_one_decimal(number, share):
    assert number.share == Decimal(share)


def test_of_nobody_there_is_no_share_and_nothing_missing():
    nobody = Number()

    assert nobody.share is None
    assert nobody.missing_for(Decimal(90), Better.HIGHER) is None
    assert nobody.reaches(Decimal(90), Better.HIGHER) is None


def test_so_many_more_would_reach_the_target():
    assert Number(40, 60).missing_for(Decimal(90), Better.HIGHER) == 14
    assert Number(54, 60).missing_for(Decimal(90), Better.HIGHER) == 0


def test_where_lower_is_better_so_many_fewer():
    assert Number(14, 60).missing_for(Decimal(10), Better.LOWER) == 8
    assert Number(6, 60).missing_for(Decimal(10), Better.LOWER) == 0


def test_a_share_that_only_rounds_to_the_target_misses_it():
    nearly = Number(8996, 10_000)

    assert nearly.share == Decimal("90.0")
    assert nearly.reaches(Decimal(90), Better.HIGHER) is False


@given(counts=COUNTS, target=TARGETS)
def test_with_what_is_missing_the_target_is_just_reached(counts, target):
    number = Number(*counts)
    missing = number.missing_for(target, Better.HIGHER)

    assert Number(counts[0] + missing, counts[1]).reaches(target, Better.HIGHER)
    assert not missing or not Number(counts[0] + missing - 1, counts[1]).reaches(target, Better.HIGHER)


@given(counts=COUNTS, target=TARGETS)
def test_without_what_is_too_much_the_target_is_just_kept(counts, target):
    number = Number(*counts)
    too_many = number.missing_for(target, Better.LOWER)

    assert Number(counts[0] - too_many, counts[1]).reaches(target, Better.LOWER)
    assert not too_many or not Number(counts[0] - too_many + 1, counts[1]).reaches(target, Better.LOWER)


def test_places_add_up_with_what_came_late():
    assert summed([Number(1, 2, 3, 4), Number(10, 20, 30, 40)]) == Number(11, 22, 33, 44)
    assert summed([]) == Number()
