"""One person's facts in, everything owed and closed out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.words import Text
from app.duties.rules import Circumstances, DutyRow, Excuse, Ledger, RuleIndex, ledger_of
from app.policy.engine import Evidence
from app.policy.rule import After, AnsweredBy, Each, Interval, Once, OwedTo, Period, Rule
from app.policy.spells import Holding, Spell
from app.policy.terms import Category, Condition, Event, ExcuseReason, Kind, Mode, Outcome, Result

VILLAGE = "341502109201"
START, TODAY = date(2026, 1, 1), date(2026, 5, 20)
FACE_TO_FACE = frozenset({Mode.CLINIC, Mode.HOME})
FOLLOW_UP = After(
    Interval.parse("1 month"),
    {result: Interval.parse("3 months" if result is Result.CONTROLLED else "14 days") for result in Result},
)


def a_rule(rule_id: str, owed_to: OwedTo, kind: Kind, when: After | Each | Once, **changes: object) -> Rule:
    modes = frozenset({Mode.HOME}) if kind is Kind.WEEKLY_ROUND else FACE_TO_FACE
    effective_from = changes.get("effective_from", date(2017, 1, 1))
    assert isinstance(effective_from, date)
    name = Text(rule_id, rule_id)
    return Rule(rule_id, name, "pack", "1", owed_to, AnsweredBy(kind, modes), when, effective_from)


LOW_INCOME = frozenset({Category.DESTITUTE_SCATTERED, Category.MINIMUM_LIVING, Category.LOW_MARGIN})
PRESSURE = a_rule(
    "pressure", OwedTo(conditions=frozenset({Condition.HYPERTENSION})), Kind.HYPERTENSION, FOLLOW_UP
)
ROUND = a_rule(
    "round", OwedTo(frozenset({Category.DESTITUTE_SCATTERED})), Kind.WEEKLY_ROUND, Each(Period.WEEK)
)
MEETING = a_rule("meeting", OwedTo(LOW_INCOME), Kind.MEETING, Each(window=((1, 1), (3, 31))))
HOME = a_rule("home", OwedTo(LOW_INCOME, frozenset({Condition.HYPERTENSION})), Kind.GENERAL, FOLLOW_UP)
BENEFIT = a_rule("benefit", OwedTo(benefit=True), Kind.GENERAL, FOLLOW_UP)
ELDERLY = a_rule("elderly", OwedTo(age_from=65), Kind.ELDERLY_CHECK, Each(Period.YEAR))
CHECK = a_rule("check", OwedTo(), Kind.REFERRAL_CHECK, Once(Event.REFERRAL, Interval.parse("14 days")))
RULES = RuleIndex([PRESSURE, ROUND, MEETING, HOME, BENEFIT, ELDERLY, CHECK])


def somebody(*holdings: Holding, **facts: object) -> Circumstances:
    person = Circumstances(1, VILLAGE, holdings=holdings)
    for name, value in facts.items():
        setattr(person, name, value)
    return person


def seen(
    kind: Kind, *days: date, mode: Mode = Mode.HOME, result: Result | None = None
) -> dict[Kind, list[Evidence]]:
    return {kind: [Evidence(number, on, kind, mode, result) for number, on in enumerate(days, 1)]}


def reckoned(person: Circumstances, today: date = TODAY) -> Ledger:
    return ledger_of(person, rules=RULES, start=START, today=today)


def owed(person: Circumstances, rule_id: str, today: date = TODAY) -> DutyRow | None:
    return next((row for row in reckoned(person, today).duties if row.rule_id == rule_id), None)


def outcomes(person: Circumstances, rule_id: str, today: date = TODAY) -> list[tuple[date, Outcome]]:
    return [(line.due_on, line.outcome) for line in reckoned(person, today).lines if line.rule_id == rule_id]


HYPERTENSIVE = Holding(Condition.HYPERTENSION, date(2023, 2, 22))


def test_what_was_held_before_the_deployment_is_owed_from_its_first_day():
    duty = owed(somebody(HYPERTENSIVE), "pressure")

    assert duty is not None
    assert (duty.owed_from, duty.due_on) == (START, date(2026, 2, 1))


def test_nothing_is_owed_for_what_begins_after_today():
    person = somebody(Holding(Condition.HYPERTENSION, date(2026, 6, 1)))

    assert owed(person, "pressure") is None
    assert owed(person, "pressure", today=date(2026, 6, 1)) is not None


def test_a_sixty_fifth_birthday_starts_the_yearly_check():
    person = somebody(born_on=date(1961, 5, 21))

    assert owed(person, "elderly", today=date(2026, 5, 20)) is None
    assert owed(person, "elderly", today=date(2026, 5, 21)) is not None


def test_a_home_visit_to_the_poor_and_ill_needs_both_a_category_and_a_condition():
    poor, ill = Holding(Category.LOW_MARGIN, START), HYPERTENSIVE

    assert owed(somebody(poor), "home") is None
    assert owed(somebody(ill), "home") is None
    assert owed(somebody(poor, ill), "home") is not None


def test_the_benefit_alone_owes_the_chronic_visit_until_it_ends():
    benefit = Holding(None, date(2026, 2, 1), date(2026, 4, 1), benefit=True)

    assert owed(somebody(benefit), "benefit", today=date(2026, 3, 1)) is not None
    assert owed(somebody(benefit), "benefit") is None
    assert outcomes(somebody(benefit), "benefit") == [(date(2026, 3, 1), Outcome.WITHDRAWN)]


@pytest.mark.parametrize(
    ("mode", "due_on"),
    [(Mode.HOME, date(2026, 8, 10)), (Mode.CLINIC, date(2026, 8, 10)), (Mode.PHONE, date(2026, 2, 1))],
)
def test_a_phone_call_is_no_visit(mode: Mode, due_on: date):
    person = somebody(HYPERTENSIVE, evidence=seen(Kind.HYPERTENSION, date(2026, 5, 10), mode=mode))

    duty = owed(person, "pressure")

    assert duty is not None
    assert duty.due_on == due_on


@pytest.mark.parametrize(
    ("last_on", "due_on"),
    [
        (date(2025, 11, 30), date(2026, 2, 28)),
        (date(2026, 1, 31), date(2026, 4, 30)),
        (date(2026, 3, 31), date(2026, 6, 30)),
        (date(2026, 5, 10), date(2026, 8, 10)),
    ],
)
def test_months_are_clamped_to_their_end(last_on: date, due_on: date):
    person = somebody(HYPERTENSIVE, evidence=seen(Kind.HYPERTENSION, last_on, result=Result.CONTROLLED))

    duty = owed(person, "pressure")

    assert duty is not None
    assert duty.due_on == due_on


def test_week_53_is_a_week_of_its_own():
    person = somebody(
        Holding(Category.DESTITUTE_SCATTERED, date(2026, 12, 21)),
        evidence=seen(Kind.WEEKLY_ROUND, date(2026, 12, 22), date(2027, 1, 3), date(2027, 1, 4)),
    )

    duty = owed(person, "round", today=date(2027, 1, 5))

    assert outcomes(person, "round", today=date(2027, 1, 5)) == [
        (date(2026, 12, 27), Outcome.DONE),
        (date(2027, 1, 3), Outcome.DONE),
        (date(2027, 1, 10), Outcome.DONE),
    ]
    assert duty is not None
    assert duty.due_on == date(2027, 1, 17)


def test_a_meeting_after_its_window_settles_the_window_late():
    person = somebody(Holding(Category.LOW_MARGIN, START), evidence=seen(Kind.MEETING, date(2026, 4, 9)))

    duty = owed(person, "meeting")

    assert outcomes(person, "meeting") == [(date(2026, 3, 31), Outcome.LATE)]
    assert duty is not None
    assert duty.due_on == date(2027, 3, 31)


def test_of_two_visits_on_one_day_the_worse_result_counts():
    day = date(2026, 5, 10)
    results = (Result.CONTROLLED, Result.COMPLICATION, Result.UNCONTROLLED)
    visits = [Evidence(n, day, Kind.HYPERTENSION, Mode.HOME, result) for n, result in enumerate(results, 1)]
    person = somebody(HYPERTENSIVE, evidence={Kind.HYPERTENSION: visits})

    duty = owed(person, "pressure")

    assert duty is not None
    assert (duty.due_on, duty.last_result) == (date(2026, 5, 24), Result.COMPLICATION)
    assert len(outcomes(person, "pressure")) == 1


def test_an_excuse_suspends_through_the_return_and_a_fortnight_more_excuses_the_visit():
    away = Excuse(date(2026, 1, 20), date(2026, 3, 1), ExcuseReason.AWAY_FOR_WORK)

    for seen_on, outcome in (
        (date(2026, 3, 1), Outcome.EXCUSED),
        (date(2026, 3, 15), Outcome.EXCUSED),
        (date(2026, 3, 16), Outcome.LATE),
    ):
        person = somebody(HYPERTENSIVE, evidence=seen(Kind.HYPERTENSION, seen_on), excuses=[away])
        assert outcomes(person, "pressure") == [(date(2026, 2, 1), outcome)]


def test_weeks_wholly_inside_an_absence_are_excused_and_the_others_missed():
    person = somebody(
        Holding(Category.DESTITUTE_SCATTERED, date(2026, 3, 2)),
        excuses=[Excuse(date(2026, 3, 9), date(2026, 3, 24), ExcuseReason.IN_HOSPITAL)],
        evidence=seen(Kind.WEEKLY_ROUND, date(2026, 4, 8)),
    )

    assert outcomes(person, "round") == [
        (date(2026, 3, 8), Outcome.MISSED),
        (date(2026, 3, 15), Outcome.EXCUSED),
        (date(2026, 3, 22), Outcome.EXCUSED),
        (date(2026, 3, 29), Outcome.MISSED),
        (date(2026, 4, 5), Outcome.MISSED),
        (date(2026, 4, 12), Outcome.DONE),
    ]


def test_death_withdraws_everything():
    scattered = Holding(Category.DESTITUTE_SCATTERED, START)
    person = somebody(HYPERTENSIVE, scattered, left_on=date(2026, 1, 7), born_on=date(1950, 1, 1))

    ledger = reckoned(person)

    assert ledger.duties == []
    assert {(line.rule_id, line.outcome) for line in ledger.lines if line.outcome is not Outcome.MISSED} == {
        (rule_id, Outcome.WITHDRAWN) for rule_id in ("pressure", "round", "meeting", "home", "elderly")
    }


def test_re_enrolment_starts_a_new_spell_and_keeps_the_first():
    first = Holding(Category.MINIMUM_LIVING, START, date(2026, 2, 10))
    person = somebody(first, Holding(Category.MINIMUM_LIVING, date(2026, 4, 20)))

    duty = owed(person, "meeting")

    assert outcomes(person, "meeting") == [(date(2026, 3, 31), Outcome.WITHDRAWN)]
    assert duty is not None
    assert (duty.owed_from, duty.due_on) == (date(2026, 4, 20), date(2027, 3, 31))


def test_a_period_shared_by_two_spells_counts_its_evidence_once():
    person = somebody(
        Holding(Category.DESTITUTE_SCATTERED, date(2026, 5, 4), date(2026, 5, 13)),
        Holding(Category.DESTITUTE_SCATTERED, date(2026, 5, 14)),
        evidence=seen(Kind.WEEKLY_ROUND, date(2026, 5, 5), date(2026, 5, 12)),
    )

    done = [due_on for due_on, outcome in outcomes(person, "round") if outcome is Outcome.DONE]

    assert done == [date(2026, 5, 10), date(2026, 5, 17)]


def test_a_change_of_category_does_not_restart_the_spell():
    changed = somebody(
        Holding(Category.MINIMUM_LIVING, START, date(2026, 4, 1)),
        Holding(Category.LOW_MARGIN, date(2026, 4, 1)),
    )

    duty = owed(changed, "meeting")

    assert outcomes(changed, "meeting") == []
    assert duty is not None
    assert (duty.owed_from, duty.due_on) == (START, date(2026, 3, 31))


def test_a_referral_owes_a_check_that_the_referring_visit_itself_does_not_answer():
    referred = date(2026, 5, 10)
    person = somebody(
        events={Event.REFERRAL: [Spell(referred, None)]}, evidence=seen(Kind.REFERRAL_CHECK, referred)
    )

    duty = owed(person, "check")

    assert duty is not None
    assert (duty.opens_on, duty.due_on) == (date(2026, 5, 17), date(2026, 5, 24))


def test_one_check_settles_every_referral_before_it():
    person = somebody(
        events={Event.REFERRAL: [Spell(date(2026, 4, day), None) for day in (1, 10)]},
        evidence=seen(Kind.REFERRAL_CHECK, date(2026, 4, 20)),
    )

    assert outcomes(person, "check") == [(date(2026, 4, 15), Outcome.LATE), (date(2026, 4, 24), Outcome.DONE)]
    assert owed(person, "check") is None


def test_a_referral_from_before_the_deployment_is_not_owed():
    assert reckoned(somebody(events={Event.REFERRAL: [Spell(date(2025, 12, 31), None)]})) == Ledger()


def test_the_duty_tells_the_last_danger_and_the_excuse_that_reaches_furthest():
    danger = Evidence(9, date(2026, 3, 1), Kind.GENERAL, Mode.HOME, emergency=True)
    excuses = [
        Excuse(date(2026, 5, 1), date(2026, 5, 30), ExcuseReason.IN_HOSPITAL),
        Excuse(date(2026, 5, 10), date(2026, 5, 12), ExcuseReason.OTHER),
    ]
    person = somebody(HYPERTENSIVE, evidence={Kind.GENERAL: [danger]}, excuses=excuses)

    duty = owed(person, "pressure")

    assert duty is not None
    assert duty.emergency_on == date(2026, 3, 1)
    assert (duty.excused_until, duty.excuse_reason) == (date(2026, 5, 30), ExcuseReason.IN_HOSPITAL)


days = st.dates(date(2025, 10, 1), date(2026, 12, 31))
visits = st.lists(
    st.tuples(days, st.sampled_from(list(Mode)), st.sampled_from([None, *Result])), min_size=1, max_size=12
)


@given(visits=visits, order=st.randoms())
def test_the_order_of_arrival_makes_no_difference(visits, order):
    facts = [
        Evidence(number, on, kind, mode, result)
        for number, (on, mode, result) in enumerate(visits, 1)
        for kind in (Kind.HYPERTENSION, Kind.WEEKLY_ROUND, Kind.MEETING)
    ]
    shuffled = order.sample(facts, len(facts))

    one, other = (
        reckoned(
            somebody(
                HYPERTENSIVE,
                Holding(Category.DESTITUTE_SCATTERED, date(2026, 2, 3)),
                evidence={k: [e for e in each if e.kind is k] for k in Kind},
            ),
            today=date(2026, 12, 31),
        )
        for each in (facts, shuffled)
    )

    assert one == other


@given(visits=visits)
def test_every_week_of_a_spell_has_one_line_up_to_the_last_round(visits):
    rounds = [Evidence(n, on, Kind.WEEKLY_ROUND, Mode.HOME) for n, (on, _, _) in enumerate(visits, 1)]
    person = somebody(
        Holding(Category.DESTITUTE_SCATTERED, date(2026, 2, 3)), evidence={Kind.WEEKLY_ROUND: rounds}
    )

    ledger = reckoned(person, today=date(2026, 12, 31))

    due = [line.due_on for line in ledger.lines]
    assert due == [date(2026, 2, 8) + timedelta(weeks=n) for n in range(len(due))]
    assert ledger.duties[0].due_on == date(2026, 2, 8) + timedelta(weeks=len(due))
