from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.people.rules import MergeField, Side, Span, settled_sides, united

START = date(2020, 1, 1)
BOTH_SAY = dict.fromkeys(MergeField, (False, False))


def _day(number):
    return None if number is None else START + timedelta(days=number)


def _span(number, started, ended=None, benefit=(None, None), term="low-income"):
    return Span(number, term, _day(started), _day(ended), _day(benefit[0]), _day(benefit[1]))


def test_what_both_held_at_the_same_time_becomes_one_row_of_the_record_that_stays():
    whole = united([_span(1, 10, 40), _span(2, 0, 20)], own={1})

    assert whole.speaking == (_span(1, 0, 40),)
    assert whole.silent == (2,)


def test_what_one_still_holds_is_still_held():
    whole = united([_span(1, 10, 40), _span(2, 30, None)], own={1})

    assert [span.ended_on for span in whole.speaking] == [None]


def test_what_was_held_at_different_times_stays_two_rows():
    spans = (_span(2, 0, 10), _span(1, 20, None))

    assert united(spans, own={1}).speaking == spans


def test_different_terms_do_not_meet():
    whole = united([_span(1, 0), _span(2, 0, term="destitute")], own={1})

    assert not whole.silent


def test_the_benefit_goes_along_with_the_disease():
    whole = united([_span(1, 0), _span(2, 30, benefit=(40, 400))], own={1})

    assert whole.speaking == (_span(1, 0, benefit=(40, 400)),)


def test_two_benefits_of_different_times_are_both_kept_and_one_disease_is_open():
    whole = united([_span(1, 0, benefit=(10, 50)), _span(2, 30, benefit=(100, None))], own={1})

    assert whole.speaking == (_span(1, 0, 100, benefit=(10, 50)), _span(2, 30, benefit=(100, None)))


_FREE = st.tuples(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 60)))


@given(st.lists(_FREE, max_size=4), st.lists(_FREE, max_size=4))
def test_somebody_holds_on_a_day_what_either_record_says_they_hold(here, there):
    mine = _history(here, first=1)
    theirs = _history(there, first=101)

    whole = united([*mine, *theirs], own={span.id for span in mine})

    for number in range(70):
        assert _holds(whole.speaking, number) == _holds([*mine, *theirs], number)
    assert sum(span.ended_on is None for span in whole.speaking) <= 1


def _history(pairs, *, first):
    """Return the rows of one record: one after the other, the last perhaps still open."""
    rows, at = [], 0
    for number, (gap, length) in enumerate(pairs):
        started = at + gap % 9
        rows.append(_span(first + number, started, None if length is None else started + 1 + length))
        if length is None:
            break
        at = started + 2 + length
    return rows


def _holds(spans, number):
    return any(
        span.started_on <= _day(number) and (span.ended_on is None or _day(number) < span.ended_on)
        for span in spans
    )


def test_what_only_one_record_says_is_taken_from_there():
    empty = BOTH_SAY | {MergeField.PHONE: (True, False), MergeField.NOTE: (False, True)}

    sides = settled_sides({}, empty=empty)

    assert {field for field, side in sides.items() if side is Side.OTHER} == {MergeField.PHONE}


def test_a_number_is_not_given_up_for_none():
    empty = BOTH_SAY | {MergeField.IDENTITY: (True, False)}

    sides = settled_sides({MergeField.IDENTITY: Side.KEPT, MergeField.NAME: Side.OTHER}, empty=empty)

    assert sides[MergeField.IDENTITY] is Side.OTHER
    assert sides[MergeField.NAME] is Side.OTHER
