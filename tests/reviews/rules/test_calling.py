"""What the answers of a call-back come to."""

from __future__ import annotations

import pytest

from app.reviews.rules.calling import CallEntry, measured_by, outcome_of
from app.reviews.rules.vocabulary import CallOutcome, CallWay, Done, Reached, Told

YES, NO, UNSURE = Told.YES, Told.NO, Told.UNSURE
PATIENT, NEIGHBOUR = Reached.PATIENT, Reached.NEIGHBOUR
CONFIRMED, CONTRADICTED, UNCLEAR = CallOutcome.CONFIRMED, CallOutcome.CONTRADICTED, CallOutcome.UNCLEAR
PRESSURE = frozenset({Done.PRESSURE})
BOTH = frozenset({Done.PRESSURE, Done.GLUCOSE})


def _come_to(reached, came=None, day=None, *done, logged=PRESSURE):
    entry = CallEntry(CallWay.PHONE, reached, came, day, frozenset(done))
    return outcome_of(entry, logged=logged)


def test_nobody_reached_says_nothing_whatever_else_was_ticked():
    assert _come_to(Reached.NOBODY, NO, NO, Done.NOTHING) is CallOutcome.NOT_REACHED


@pytest.mark.parametrize("reached", [Reached.PATIENT, Reached.GUARDIAN, Reached.FAMILY])
def test_those_who_must_know_contradict(reached):
    assert _come_to(reached, NO) is CONTRADICTED
    assert _come_to(reached, YES, NO) is CONTRADICTED
    assert _come_to(reached, YES, YES, Done.NOTHING) is CONTRADICTED


def test_a_neighbour_who_saw_nobody_proves_nothing_but_may_confirm():
    assert _come_to(NEIGHBOUR, NO) is UNCLEAR
    assert _come_to(NEIGHBOUR, YES, NO) is UNCLEAR
    assert _come_to(NEIGHBOUR, YES, YES) is CONFIRMED


def test_who_cannot_remember_contradicts_nobody():
    assert _come_to(PATIENT, UNSURE) is UNCLEAR
    assert _come_to(PATIENT, YES, UNSURE) is UNCLEAR
    assert _come_to(PATIENT, YES, UNSURE, Done.TALK) is UNCLEAR


def test_what_is_remembered_of_the_measurements_makes_up_for_an_unsure_day():
    assert _come_to(PATIENT, YES, UNSURE, Done.PRESSURE, Done.ADVICE) is CONFIRMED
    assert _come_to(PATIENT, YES, UNSURE, Done.PRESSURE, logged=BOTH) is UNCLEAR
    assert _come_to(PATIENT, YES, UNSURE, Done.TALK, logged=frozenset()) is UNCLEAR


def test_who_is_sure_of_the_day_may_forget_a_part():
    assert _come_to(PATIENT, YES, YES, Done.PRESSURE, logged=BOTH) is CONFIRMED
    assert _come_to(PATIENT, YES, YES) is CONFIRMED
    assert _come_to(PATIENT, YES, YES, Done.TALK) is UNCLEAR
    assert _come_to(PATIENT, YES, YES, Done.TALK, logged=frozenset()) is CONFIRMED


def test_nothing_done_agrees_with_a_log_that_measured_nothing():
    assert _come_to(PATIENT, YES, YES, Done.NOTHING, logged=frozenset()) is CONFIRMED


def test_what_a_resident_would_notice_is_read_off_the_log():
    assert measured_by({"systolic": 136, "diastolic": 84, "weight": 60}) == PRESSURE
    assert measured_by({"systolic": 136, "random_glucose": 7.1}) == BOTH
    assert measured_by({"systolic": None, "note": "x"}) == frozenset()
