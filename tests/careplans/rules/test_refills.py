"""Which of the medicine given out is a refill, and by when the next one is due, over all plans of a person."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from app.careplans.rules.refills import Given, refills_of
from app.duties.rules import Circumstances, DutyRow, Ledger, RuleIndex, ledger_of
from app.policy.engine import Evidence
from app.policy.spells import Spell
from app.policy.terms import Event, Kind, Mode, Outcome, Sooner
from tests.policy.packs import shipped

START, TODAY = date(2026, 1, 1), date(2027, 12, 31)
WEEK = timedelta(days=7)
RULE = RuleIndex([shipped().rules["refill-due"]])
PRESSURE, GLUCOSE = 1, 2


def given_out(number: int, on: date, days: int, *, plan: int = PRESSURE, ended: date | None = None) -> Given:
    return Given(number, plan, on, on + timedelta(days=days), ended)


def noted(*given: Given) -> list[tuple[int, date, date]]:
    """Return each refill: what was given out, the day it runs out, the day it is to be fetched again."""
    return [(note.issue_id, note.runs_out_on, note.again_by) for note in refills_of(given, lead=WEEK).notes]


def ledger(given: list[Given], today: date = TODAY) -> Ledger:
    """Return what the rule in use makes of what was given out."""
    spells, notes = refills_of(given, lead=WEEK)
    evidence = [
        Evidence(n.issue_id, n.on, Kind.REFILL, Mode.CLINIC, again_by=n.again_by, sooner=Sooner.SUPPLY)
        for n in notes
    ]
    person = Circumstances(1, "341502109201", evidence={Kind.REFILL: evidence})
    person.events = {Event.ON_MEDICINE: list(spells)} if spells else {}
    return ledger_of(person, rules=RULE, start=START, today=today)


def duty(given: list[Given], today: date = TODAY) -> DutyRow | None:
    return next(iter(ledger(given, today).duties), None)


MARCH = given_out(1, date(2026, 3, 1), 28)


def test_medicine_of_four_weeks_is_fetched_again_a_week_before_it_runs_out():
    owed = duty([MARCH], today=date(2026, 3, 1))

    assert noted(MARCH) == [(1, date(2026, 3, 29), date(2026, 3, 22))]
    assert owed is not None
    assert (owed.opens_on, owed.due_on, owed.last_on) == (
        date(2026, 3, 15),
        date(2026, 3, 22),
        date(2026, 3, 1),
    )
    assert ledger([MARCH]).lines == []


def test_who_fetches_it_in_time_is_done_and_who_comes_later_is_late():
    second, third = given_out(2, date(2026, 3, 20), 84), given_out(3, date(2026, 6, 12), 28)

    closed = ledger([MARCH, second, third])

    assert [(line.due_on, line.settled_on, line.outcome) for line in closed.lines] == [
        (date(2026, 3, 22), date(2026, 3, 20), Outcome.DONE),
        (date(2026, 6, 5), date(2026, 6, 12), Outcome.LATE),
    ]


def test_what_ran_out_long_ago_stays_owed():
    assert duty([MARCH]) is not None


def test_what_ran_out_before_anything_was_owed_is_missing_all_the_same():
    owed = duty([given_out(1, date(2025, 10, 1), 28)])

    assert owed is not None and owed.due_on == date(2025, 10, 22)


def test_of_two_plans_the_one_that_runs_out_first_is_fetched_first():
    other = given_out(2, date(2026, 3, 8), 14, plan=GLUCOSE)

    assert noted(MARCH, other) == [(1, date(2026, 3, 22), date(2026, 3, 15))]


def test_what_leaves_the_first_day_as_it_is_counts_as_no_refill():
    other = given_out(2, date(2026, 3, 8), 84, plan=GLUCOSE)
    again = given_out(3, date(2026, 3, 20), 84, plan=GLUCOSE)

    assert noted(MARCH, other, again) == [(1, date(2026, 3, 29), date(2026, 3, 22))]


def test_a_refill_is_complete_when_the_last_of_the_plans_was_fetched():
    both = [MARCH, given_out(2, date(2026, 3, 1), 28, plan=GLUCOSE)]
    first = given_out(3, date(2026, 3, 20), 28)
    last = given_out(4, date(2026, 3, 24), 28, plan=GLUCOSE)

    assert [number for number, *_ in noted(*both, first)] == [1]
    assert noted(*both, first, last)[1:] == [(4, date(2026, 4, 17), date(2026, 4, 10))]
    assert [line.outcome for line in ledger([*both, first, last]).lines] == [Outcome.LATE]


def test_who_comes_late_and_fetches_half_still_owes_the_other_half():
    both = [MARCH, given_out(2, date(2026, 3, 4), 28, plan=GLUCOSE)]
    late = given_out(3, date(2026, 4, 10), 28)

    assert noted(*both, late) == [(1, date(2026, 4, 1), date(2026, 3, 25))]


def test_two_plans_fetched_on_one_day_are_one_refill():
    both = [MARCH, given_out(2, date(2026, 3, 1), 28, plan=GLUCOSE)]
    again = [given_out(3, date(2026, 3, 20), 28), given_out(4, date(2026, 3, 20), 84, plan=GLUCOSE)]

    assert [number for number, *_ in noted(*both, *again)] == [1, 3]


def test_a_plan_that_ended_is_waited_for_no_more():
    ended = given_out(1, date(2026, 3, 1), 28, ended=date(2026, 3, 25))
    other = given_out(2, date(2026, 3, 10), 84, plan=GLUCOSE)

    assert noted(ended, other) == [(1, date(2026, 6, 2), date(2026, 5, 26))]
    assert ledger([ended, other]).lines == []


def test_where_the_last_plan_ended_nothing_is_owed_until_medicine_is_given_out_again():
    ended = given_out(1, date(2026, 3, 1), 28, ended=date(2026, 3, 25))
    again = given_out(2, date(2026, 5, 1), 28, plan=GLUCOSE)

    spells, _ = refills_of([ended, again], lead=WEEK)

    assert spells == (Spell(date(2026, 3, 1), date(2026, 3, 25)), Spell(date(2026, 5, 1), None))
    assert duty([ended]) is None
    assert [line.outcome for line in ledger([ended]).lines] == [Outcome.WITHDRAWN]
    owed = duty([ended, again])
    assert owed is not None and (owed.last_on, owed.due_on) == (date(2026, 5, 1), date(2026, 5, 22))


def test_one_plan_put_in_the_place_of_another_the_same_day_is_a_refill():
    ended = given_out(1, date(2026, 3, 1), 28, ended=date(2026, 3, 20))
    other = given_out(2, date(2026, 3, 20), 28, plan=GLUCOSE)

    assert refills_of([ended, other], lead=WEEK).spells == (Spell(date(2026, 3, 1), None),)
    assert [line.outcome for line in ledger([ended, other]).lines] == [Outcome.DONE]


def test_what_lasts_a_few_days_only_is_fetched_the_day_after_at_the_earliest():
    short = given_out(1, date(2026, 3, 1), 3)

    assert noted(short) == [(1, date(2026, 3, 4), date(2026, 3, 2))]


def test_nothing_given_out_is_nothing_owed():
    assert refills_of([], lead=WEEK) == ((), ())


AUTUMN = date(2025, 10, 1)
DAYS = st.integers(0, 400).map(lambda after: AUTUMN + timedelta(days=after))
ENDS = st.fixed_dictionaries({plan: st.none() | DAYS for plan in (1, 2, 3)})


@st.composite
def histories(draw: st.DrawFn) -> list[Given]:
    """Let up to three plans be served on any days, each ending at some day or none."""
    ends, numbers = draw(ENDS), count(1)
    served = draw(st.lists(st.tuples(st.sampled_from((1, 2, 3)), DAYS, st.integers(1, 84)), max_size=8))
    return [given_out(next(numbers), on, days, plan=plan, ended=ends[plan]) for plan, on, days in served]


@given(histories())
def test_it_is_due_a_week_before_the_first_medicine_in_force_runs_out(history):
    going = sorted(
        (each for each in history if each.ended_on is None), key=lambda e: (e.issued_on, e.issue_id)
    )
    last = {each.plan_id: each for each in going}.values()

    owed = duty(history)

    due = [max(each.runs_out_on - WEEK, each.issued_on + timedelta(days=1)) for each in last]
    assert (owed and owed.due_on) == min(due, default=None)


@given(histories(), st.randoms())
def test_in_which_order_it_is_told_changes_nothing(history, order):
    assert refills_of(order.sample(history, len(history)), lead=WEEK) == refills_of(history, lead=WEEK)


@given(histories())
def test_nobody_is_told_a_day_that_lies_before_the_refill_or_two_refills_of_one_day(history):
    notes = refills_of(history, lead=WEEK).notes

    days = [note.on for note in notes]
    assert days == sorted(set(days))
    assert all(note.on < note.again_by <= note.runs_out_on for note in notes)
