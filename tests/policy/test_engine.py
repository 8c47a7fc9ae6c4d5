"""The replay: evidence in, ledger and next duty out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.words import Text
from app.policy.engine import Absence, Evidence, Line, Owed, is_overdue, reckon
from app.policy.rule import After, AnsweredBy, Each, Interval, Once, OwedTo, Period, Rule, Window
from app.policy.spells import Holding, Spell, spells_of
from app.policy.terms import Category, Condition, DutyState, Event, Kind, Mode, Outcome, Result

FACE_TO_FACE = frozenset({Mode.CLINIC, Mode.HOME})
A_FORTNIGHT = Interval.parse("14 days")
FOLLOW_UP = After(
    Interval.parse("1 month"),
    {
        Result.CONTROLLED: Interval.parse("3 months"),
        Result.UNCONTROLLED: A_FORTNIGHT,
        Result.ADVERSE_REACTION: A_FORTNIGHT,
        Result.COMPLICATION: A_FORTNIGHT,
    },
)
OWED_FROM = date(2026, 1, 1)


def a_rule(
    when: After | Each | Once, kind: Kind = Kind.HYPERTENSION, modes: frozenset[Mode] = FACE_TO_FACE
) -> Rule:
    return Rule(
        "r", Text("规则", "Rule"), "pack", "1", OwedTo(), AnsweredBy(kind, modes), when, date(2017, 1, 1)
    )


HYPERTENSION = a_rule(FOLLOW_UP)
WEEKLY = a_rule(Each(Period.WEEK), Kind.WEEKLY_ROUND, frozenset({Mode.HOME}))
MEETING = a_rule(Each(window=((1, 1), (3, 31))), Kind.MEETING)
CHECK = a_rule(Once(Event.REFERRAL, A_FORTNIGHT), Kind.REFERRAL_CHECK)


def seen(
    on: date, rule: Rule = HYPERTENSION, result: Result | None = None, mode: Mode = Mode.HOME, id: int = 1
) -> Evidence:
    return Evidence(id, on, rule.answered_by.kind, mode, result)


def test_without_evidence_the_first_visit_is_due_a_month_after_the_duty_began():
    account = reckon(HYPERTENSION, owed_from=date(2026, 1, 31), evidence=[])

    assert account.lines == ()
    assert account.open == Owed(date(2026, 2, 21), date(2026, 2, 28), None)


@pytest.mark.parametrize(
    ("result", "due_on", "opens_on"),
    [
        (Result.CONTROLLED, date(2026, 5, 10), date(2026, 4, 26)),
        (Result.UNCONTROLLED, date(2026, 2, 24), date(2026, 2, 17)),
        (Result.ADVERSE_REACTION, date(2026, 2, 24), date(2026, 2, 17)),
        (Result.COMPLICATION, date(2026, 2, 24), date(2026, 2, 17)),
        (None, date(2026, 5, 10), date(2026, 4, 26)),
    ],
)
def test_the_result_decides_when_the_next_visit_is_due(result, due_on, opens_on):
    account = reckon(HYPERTENSION, owed_from=OWED_FROM, evidence=[seen(date(2026, 2, 10), result=result)])

    assert account.open is not None
    assert (account.open.due_on, account.open.opens_on) == (due_on, opens_on)


@pytest.mark.parametrize(
    ("last_on", "due_on"),
    [
        (date(2026, 1, 31), date(2026, 4, 30)),
        (date(2026, 11, 30), date(2027, 2, 28)),
        (date(2027, 11, 30), date(2028, 2, 29)),
        (date(2026, 3, 31), date(2026, 6, 30)),
    ],
)
def test_months_are_calendar_months_clamped_to_their_end(last_on, due_on):
    account = reckon(HYPERTENSION, owed_from=OWED_FROM, evidence=[seen(last_on, result=Result.CONTROLLED)])

    assert account.open is not None and account.open.due_on == due_on


def test_on_time_is_done_and_afterwards_is_late():
    evidence = [
        seen(date(2026, 2, 1), result=Result.CONTROLLED),
        seen(date(2026, 5, 2), result=Result.CONTROLLED, id=2),
    ]

    lines = reckon(HYPERTENSION, owed_from=OWED_FROM, evidence=evidence).lines

    assert [(line.due_on, line.outcome) for line in lines] == [
        (date(2026, 2, 1), Outcome.DONE),
        (date(2026, 5, 1), Outcome.LATE),
    ]


@pytest.mark.parametrize("mode", [Mode.PHONE, Mode.VIDEO])
def test_a_phone_call_is_no_visit(mode):
    account = reckon(HYPERTENSION, owed_from=OWED_FROM, evidence=[seen(date(2026, 1, 20), mode=mode)])

    assert account.lines == ()
    assert account.open == reckon(HYPERTENSION, owed_from=OWED_FROM, evidence=[]).open


def test_two_visits_on_one_day_count_once_with_the_worse_result():
    day = date(2026, 2, 10)
    evidence = [seen(day, result=Result.UNCONTROLLED, id=1), seen(day, result=Result.CONTROLLED, id=2)]

    account = reckon(HYPERTENSION, owed_from=OWED_FROM, evidence=evidence)

    assert [line.evidence_id for line in account.lines] == [1]
    assert account.open is not None and account.open.due_on == date(2026, 2, 24)


@pytest.mark.parametrize(
    ("on", "due_on"),
    [
        (date(2025, 11, 20), date(2026, 2, 20)),
        (date(2025, 10, 1), date(2026, 1, 1)),
        (date(2025, 9, 30), date(2026, 2, 1)),
    ],
)
def test_older_evidence_counts_while_the_day_it_gives_is_not_before_the_duty_began(on, due_on):
    account = reckon(HYPERTENSION, owed_from=OWED_FROM, evidence=[seen(on, result=Result.CONTROLLED)])

    assert account.lines == ()
    assert account.open is not None and account.open.due_on == due_on


def test_every_missed_week_has_a_line_once_somebody_is_seen_again():
    evidence = [seen(date(2026, 1, 1), WEEKLY), seen(date(2026, 1, 21), WEEKLY, id=2)]

    account = reckon(WEEKLY, owed_from=OWED_FROM, evidence=evidence)

    assert [(line.due_on, line.outcome) for line in account.lines] == [
        (date(2026, 1, 4), Outcome.DONE),
        (date(2026, 1, 11), Outcome.MISSED),
        (date(2026, 1, 18), Outcome.MISSED),
        (date(2026, 1, 25), Outcome.DONE),
    ]
    assert account.open is not None and account.open.due_on == date(2026, 2, 1)


def test_an_unseen_week_stays_open_until_somebody_is_seen():
    account = reckon(WEEKLY, owed_from=OWED_FROM, evidence=[seen(date(2026, 1, 7), WEEKLY)])

    assert account.open is not None
    assert (account.open.opens_on, account.open.due_on) == (date(2026, 1, 12), date(2026, 1, 18))


def test_week_53_of_2026_belongs_to_both_years_and_is_one_week():
    account = reckon(WEEKLY, owed_from=date(2026, 12, 28), evidence=[seen(date(2027, 1, 3), WEEKLY)])

    assert account.lines == (Line(date(2026, 12, 28), date(2027, 1, 3), date(2027, 1, 3), Outcome.DONE, 1),)
    assert account.open is not None and account.open.opens_on == date(2027, 1, 4)


def test_a_meeting_outside_the_window_settles_the_last_one_late():
    account = reckon(MEETING, owed_from=OWED_FROM, evidence=[seen(date(2026, 5, 10), MEETING)])

    assert [(line.due_on, line.outcome) for line in account.lines] == [(date(2026, 3, 31), Outcome.LATE)]
    assert account.open is not None and account.open.due_on == date(2027, 3, 31)


def test_somebody_who_joins_after_the_window_is_first_owed_next_year():
    account = reckon(MEETING, owed_from=date(2026, 4, 1), evidence=[])

    assert account.open == Owed(date(2027, 1, 1), date(2027, 3, 31), None)


def test_a_meeting_before_the_first_owed_window_settles_nothing():
    account = reckon(MEETING, owed_from=date(2026, 4, 1), evidence=[seen(date(2026, 5, 10), MEETING)])

    assert account.lines == ()
    assert account.open is not None and account.open.due_on == date(2027, 3, 31)


@pytest.mark.parametrize(
    ("settled_on", "outcome"),
    [
        (date(2026, 2, 1), Outcome.DONE),
        (date(2026, 3, 24), Outcome.EXCUSED),
        (date(2026, 3, 25), Outcome.LATE),
    ],
)
def test_a_visit_within_a_fortnight_of_the_return_is_excused_and_later_is_late(settled_on, outcome):
    away = [Absence(date(2026, 1, 15), date(2026, 3, 10))]

    account = reckon(HYPERTENSION, owed_from=OWED_FROM, evidence=[seen(settled_on)], absences=away)

    assert [line.outcome for line in account.lines] == [outcome]


def test_weeks_wholly_inside_an_absence_are_excused_and_the_others_missed():
    away = [Absence(date(2026, 1, 5), date(2026, 1, 13))]

    account = reckon(
        WEEKLY, owed_from=date(2026, 1, 5), evidence=[seen(date(2026, 1, 20), WEEKLY)], absences=away
    )

    assert [line.outcome for line in account.lines] == [Outcome.EXCUSED, Outcome.MISSED, Outcome.DONE]


def test_leaving_withdraws_what_is_open():
    account = reckon(HYPERTENSION, owed_from=OWED_FROM, evidence=[], ended_on=date(2026, 3, 1))

    assert account.open is None
    assert [(line.due_on, line.outcome) for line in account.lines] == [(date(2026, 2, 1), Outcome.WITHDRAWN)]


def test_a_check_after_referral_is_owed_once():
    referred_on = date(2026, 6, 1)

    owed = reckon(CHECK, owed_from=referred_on, evidence=[])
    answered = reckon(CHECK, owed_from=referred_on, evidence=[seen(date(2026, 6, 9), CHECK)])

    assert owed.open == Owed(date(2026, 6, 8), date(2026, 6, 15), None)
    assert answered.open is None and [line.outcome for line in answered.lines] == [Outcome.DONE]


def test_a_change_of_category_does_not_restart_the_spell():
    owed_to = OwedTo(categories=frozenset(Category))
    change = date(2026, 5, 1)
    holdings = [
        Holding(Category.MONITORED_MARGINAL, change, None),
        Holding(Category.MINIMUM_LIVING, date(2024, 3, 1), change),
    ]

    assert spells_of(owed_to, holdings) == (Spell(date(2024, 3, 1), None),)


def test_leaving_and_coming_back_makes_two_spells():
    owed_to = OwedTo(categories=frozenset({Category.MINIMUM_LIVING}))
    holdings = [
        Holding(Category.MINIMUM_LIVING, date(2024, 3, 1), date(2025, 1, 1)),
        Holding(Category.MINIMUM_LIVING, date(2025, 6, 1), None),
    ]

    assert [spell.starts_on for spell in spells_of(owed_to, holdings)] == [date(2024, 3, 1), date(2025, 6, 1)]


def test_a_rule_for_low_income_people_with_a_disease_needs_both():
    owed_to = OwedTo(frozenset({Category.MINIMUM_LIVING}), frozenset({Condition.STROKE}))
    poor, ill = (
        Holding(Category.MINIMUM_LIVING, date(2024, 3, 1)),
        Holding(Condition.STROKE, date(2025, 2, 1)),
    )

    assert spells_of(owed_to, [poor]) == () == spells_of(owed_to, [ill])
    assert spells_of(owed_to, [poor, ill]) == (Spell(date(2025, 2, 1), None),)


def test_a_duty_by_age_begins_on_the_birthday():
    assert spells_of(OwedTo(age_from=65), [], date(1964, 2, 29)) == (Spell(date(2029, 2, 28), None),)


days = st.dates(date(2025, 9, 1), date(2027, 6, 30))
answers = st.builds(
    Evidence,
    id=st.integers(1, 10_000),
    on=days,
    kind=st.sampled_from([Kind.HYPERTENSION, Kind.WEEKLY_ROUND, Kind.MEETING]),
    mode=st.sampled_from(Mode),
    result=st.sampled_from([None, *Result]),
)


@given(
    rule=st.sampled_from([HYPERTENSION, WEEKLY, MEETING]),
    evidence=st.lists(answers, max_size=12),
    data=st.data(),
)
def test_the_order_of_arrival_changes_nothing(rule, evidence, data):
    evidence = list({e.id: e for e in evidence}.values())
    shuffled = data.draw(st.permutations(evidence))

    assert reckon(rule, owed_from=OWED_FROM, evidence=shuffled) == reckon(
        rule, owed_from=OWED_FROM, evidence=evidence
    )


@given(evidence=st.lists(answers, max_size=12))
def test_every_week_up_to_the_last_visit_has_exactly_one_line(evidence):
    account = reckon(WEEKLY, owed_from=OWED_FROM, evidence=evidence)

    weeks = [line.opens_on for line in account.lines]
    assert account.open is not None
    assert [*weeks, account.open.opens_on] == [
        date(2025, 12, 29) + timedelta(weeks=n) for n in range(len(weeks) + 1)
    ]


@given(due_on=days, excused_until=st.none() | days, day=days)
def test_the_state_of_a_duty_and_the_comparison_agree(due_on, excused_until, day):
    window = Window(due_on - timedelta(days=14), due_on)

    assert (window.state_on(day, excused_until) is DutyState.OVERDUE) is is_overdue(
        due_on, excused_until, day
    )


def test_a_duty_overdue_before_the_absence_began_is_excused_too_once_the_visit_follows_the_return():
    away = [Absence(date(2026, 2, 10), date(2026, 3, 10))]

    account = reckon(HYPERTENSION, owed_from=OWED_FROM, evidence=[seen(date(2026, 3, 20))], absences=away)

    assert [line.outcome for line in account.lines] == [Outcome.EXCUSED]
