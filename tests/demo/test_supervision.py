"""The supervisor's desk of the invented township: every part of it alive, and left so that the clock finds its work done."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.accounts.queries import find_reader
from app.core import clock
from app.core.claims import is_claimed
from app.core.db import db
from app.demo.rules import STAFF, TOWN
from app.demo.rules.frauds import COPYING, HASTY, LATE
from app.demo.rules.supervised import STORIES, months_reviewed
from app.indicators.jobs import count_indicators
from app.indicators.models import ActionPlan, IndicatorWarning, MeetingSheet, SheetFault, TallyMonth
from app.indicators.queries.numbers import read_numbers
from app.indicators.rules.months import months_before
from app.reviews.jobs import find_signals, seal_samples
from app.reviews.models import CallBack, Finding, FindingNote, Review, ReviewRemark, SampleSeed
from app.reviews.queries.queue import Asked, read_queue
from app.reviews.rules.lanes import Mark, span_of
from app.reviews.rules.vocabulary import CallOutcome, Lane, Signal, Verdict
from app.visits.models import Visit

# The whole township with its months: half a minute of work, more where the machine is shared.
pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]


@pytest.fixture
def loaded(app, empty_database):
    """Load the township as `make run` does."""
    result = app.test_cli_runner().invoke(args=["demo", "load"])
    assert result.exit_code == 0, result.output
    return find_reader("zhao")


def test_the_desk_is_alive_in_every_part_and_the_clock_finds_nothing_left_to_do(loaded):
    today = clock.today()

    _the_queue_has_something_in_every_lane(today)
    _logs_were_accepted_returned_answered_and_asked_about()
    _signals_point_at_three_doctors_beside_honest_ones()
    _months_are_counted_and_closed_and_told(today)
    _nothing_is_left_to_do(today)


def _the_queue_has_something_in_every_lane(today):
    queue = read_queue(Asked((TOWN,), span_of(None, today=today)))
    marks = {mark for one in queue.lanes[Lane.EXCEPTION] for mark in one.marks}
    newest = db.session.scalar(sa.select(sa.func.max(Visit.filed_at)).where(Visit.corrects_id.is_(None)))

    assert all(queue.lanes[lane] for lane in (Lane.ANSWERED, Lane.EXCEPTION, Lane.SAMPLE, Lane.REST))
    assert {Mark.SIGNAL, Mark.CLOCK, Mark.DEAD, Mark.CALLED} <= marks
    assert 40 < queue.total < 150
    assert (today - clock.local(newest).date()).days == 1


def _logs_were_accepted_returned_answered_and_asked_about():
    stated = db.session.execute(sa.select(Review.verdict, Review.in_bulk, Review.reason)).all()
    outcomes = set(db.session.scalars(sa.select(CallBack.outcome)))
    accepted = [verdict for verdict, in_bulk, _ in stated if in_bulk]

    assert sum(verdict is not Verdict.ACCEPTED for verdict, _, _ in stated) == len(STORIES)
    assert set(accepted) == {Verdict.ACCEPTED} and len(accepted) > len(stated) / 2
    assert outcomes == {CallOutcome.CONFIRMED, CallOutcome.CONTRADICTED, CallOutcome.NOT_REACHED}
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ReviewRemark)) == 2
    assert find_reader("li").id in set(
        db.session.scalars(sa.select(Review.doctor_id).where(Review.verdict == Verdict.RETURNED))
    )


def _signals_point_at_three_doctors_beside_honest_ones():
    villages = {find_reader(one.username).id: one.areas[0] for one in STAFF if one.areas}
    found = db.session.execute(sa.select(Finding.signal, Finding.doctor_id)).all()

    assert {(signal, villages[doctor]) for signal, doctor in found} == {
        (Signal.HURRIED, HASTY),
        (Signal.NOT_THERE, HASTY),
        (Signal.REPEATED, COPYING),
        (Signal.SAME_WORDS, COPYING),
        (Signal.ENTERED_LATE, LATE),
    }
    assert db.session.scalars(sa.select(FindingNote.signal)).all() == [Signal.ENTERED_LATE]


def _months_are_counted_and_closed_and_told(today):
    kept = db.session.scalars(sa.select(TallyMonth).order_by(TallyMonth.month)).all()
    running, last = months_before(today, 0), months_before(today, 1)
    numbers = read_numbers([TOWN], month=last)
    warnings = db.session.scalars(sa.select(IndicatorWarning)).all()
    plan = db.session.scalars(sa.select(ActionPlan)).one()

    assert [one.month for one in kept if one.closed_at is None] == [running] and len(kept) > 12
    assert numbers["reviews-done"].numerator and numbers["late-entries"].numerator
    assert (TOWN, last) in db.session.execute(sa.select(MeetingSheet.area_code, MeetingSheet.month)).all()
    assert not db.session.scalars(sa.select(SheetFault)).all()
    assert TOWN in {one.area_code for one in warnings}
    assert all(one.acknowledged_at and not one.answered_at for one in warnings)
    assert plan.ended_at is None and plan.due_on > today


def _nothing_is_left_to_do(today):
    sealed = set(db.session.scalars(sa.select(SampleSeed.month)))

    assert set(months_reviewed(today)) < sealed
    assert is_claimed("follow-calendar", slot=today.isoformat())
    assert count_indicators(today) == {"months": 0, "sums": 0}
    assert find_signals(today, False)["changed"] == 0
    assert seal_samples(today, False) == {"sealed": 0, "closed": 0}
