"""Until when medicine lasts: what was fetched early is counted on from the day the one before ends."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.careplans.rules.stock import Portion, lasting, left_at_home, treatment_of
from tests.careplans.conftest import a_medicine

SAME = treatment_of([a_medicine()])
OTHER = treatment_of([a_medicine(dose=2)])


def _ends(*portions):
    return [each.runs_out_on for each in lasting(portions)]


@pytest.mark.parametrize(
    ("portions", "ends"),
    [
        # Fetched a week early: no day is lost.
        (
            [Portion(1, date(2026, 5, 20), 28, SAME), Portion(2, date(2026, 6, 10), 28, SAME)],
            date(2026, 7, 15),
        ),
        # Fetched on the very day, and a week late.
        (
            [Portion(1, date(2026, 5, 20), 28, SAME), Portion(2, date(2026, 6, 17), 28, SAME)],
            date(2026, 7, 15),
        ),
        (
            [Portion(1, date(2026, 5, 20), 28, SAME), Portion(2, date(2026, 6, 24), 28, SAME)],
            date(2026, 7, 22),
        ),
        # Another dose does not go on with what is left of the old one.
        (
            [Portion(1, date(2026, 5, 20), 84, SAME), Portion(2, date(2026, 5, 27), 28, OTHER)],
            date(2026, 6, 24),
        ),
        # Over the end of a year, and of the February of a leap year.
        (
            [Portion(1, date(2026, 12, 1), 28, SAME), Portion(2, date(2026, 12, 22), 28, SAME)],
            date(2027, 1, 26),
        ),
        (
            [Portion(1, date(2028, 2, 1), 28, SAME), Portion(2, date(2028, 2, 22), 28, SAME)],
            date(2028, 3, 28),
        ),
    ],
)
def test_the_day_the_last_portion_runs_out(portions, ends):
    assert _ends(*portions)[-1] == ends


def test_the_order_in_which_it_is_told_does_not_matter():
    portions = [Portion(1, date(2026, 5, 20), 28, SAME), Portion(2, date(2026, 6, 10), 28, SAME)]

    assert _ends(*portions) == _ends(*portions[::-1])


def test_two_prescriptions_that_say_the_same_use_up_the_same_medicine():
    again = treatment_of([a_medicine(days=56, quantity=56, note="饭后")])

    assert again == SAME
    assert treatment_of([a_medicine(strength="10mg")]) != SAME


@pytest.mark.parametrize(
    ("on", "left"), [(date(2026, 5, 20), 28), (date(2026, 6, 10), 7), (date(2026, 6, 20), 0)]
)
def test_what_is_left_at_home_on_a_day(on, left):
    assert left_at_home([Portion(1, date(2026, 5, 20), 28, SAME)], on=on, treatment=SAME) == left
    assert left_at_home([Portion(1, date(2026, 5, 20), 28, SAME)], on=on, treatment=OTHER) == 0


@given(st.lists(st.tuples(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.integers(1, 84)), min_size=1))
def test_no_day_of_medicine_is_ever_lost(given_out):
    portions = [Portion(number, on, days, SAME) for number, (on, days) in enumerate(given_out)]

    first, total = min(on for on, _ in given_out), sum(days for _, days in given_out)
    ends = _ends(*portions)
    assert ends == sorted(ends)
    assert (ends[-1] - first).days >= total
