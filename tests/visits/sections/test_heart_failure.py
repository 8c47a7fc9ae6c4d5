"""心功能不全随访: the result, the next day, the danger and the referral of every finding."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from app.policy.terms import Result
from tests.visits.sections.one_visit import BEFORE, SINCE, never_printed, on_paper, visit

GOOD, BAD = Result.CONTROLLED, Result.UNCONTROLLED
REACTION, COMPLICATION = Result.ADVERSE_REACTION, Result.COMPLICATION
QUIET = {"nyha": "2", "orthopnoea": "flat", "oedema_extent": "none", "adverse_reaction": "no"}
A_FORTNIGHT, A_MONTH, A_QUARTER = date(2026, 4, 3), date(2026, 4, 20), date(2026, 6, 20)
AGES = (34, 35, 64, 65, 79, 80)

heart_failure = partial(visit, "heart_failure", rule_id="heart-failure-followup")


@pytest.mark.parametrize(
    ("found", "result", "next_due"),
    [
        ({"nyha": "1"}, GOOD, A_QUARTER),
        ({"nyha": "2"}, GOOD, A_QUARTER),
        ({"nyha": "3"}, BAD, A_MONTH),
        ({"nyha": "4"}, BAD, A_MONTH),
        ({"orthopnoea": "propped"}, GOOD, A_QUARTER),
        ({"orthopnoea": "waking"}, BAD, A_MONTH),
        ({"orthopnoea": "sitting"}, BAD, A_MONTH),
        ({"oedema_extent": "ankles"}, GOOD, A_QUARTER),
        ({"oedema_extent": "legs"}, BAD, A_MONTH),
        ({"oedema_extent": "thighs"}, BAD, A_MONTH),
        ({"lung_rales": "bases"}, BAD, A_MONTH),
        ({"urine_amount": "less"}, BAD, A_MONTH),
        ({"adverse_reaction": "yes"}, REACTION, A_MONTH),
        ({"complication": "yes"}, COMPLICATION, A_MONTH),
        ({"dangers": ["lying"]}, BAD, A_MONTH),
        ({"weight_gain": 1.9}, GOOD, A_QUARTER),
        ({"weight_gain": 2}, BAD, A_FORTNIGHT),
        ({"heart_failure_admitted": "yes"}, GOOD, A_FORTNIGHT),
        ({"heart_failure_admitted": "no"}, GOOD, A_QUARTER),
        ({"nyha": "3", "weight_gain": 3}, BAD, A_FORTNIGHT),
    ],
)
def test_each_finding_has_its_result_and_its_next_day(found, result, next_due):
    seen = heart_failure(QUIET | found)

    assert (seen.result, seen.next_due) == (result, next_due)


@pytest.mark.parametrize(
    ("days_ago", "before", "now", "warned"),
    [
        (3, 60.1, 62.1, True),
        (3, 60.1, 62.0, False),
        (1, 60, 63, True),
        (4, 60, 63, False),
        (2, 63, 60, False),
    ],
)
def test_two_kilograms_within_three_days_of_an_earlier_visit_are_a_warning(days_ago, before, now, warned):
    earlier = [(SINCE - timedelta(days=days_ago), {"weight": before})]

    seen = heart_failure(QUIET | {"weight": now}, earlier=earlier)

    assert ("体重增加 2 kg" in seen.advice) is warned
    assert ("体重明显增加" in seen.referred_for) is warned
    assert (seen.result, seen.next_due) == ((BAD, A_FORTNIGHT) if warned else (GOOD, A_QUARTER))


def test_the_lightest_of_several_weights_of_those_days_counts():
    earlier = [(SINCE - timedelta(days=1), {"weight": 61.5}), (SINCE - timedelta(days=3), {"weight": 60})]

    assert heart_failure(QUIET | {"weight": 62}, earlier=earlier).result is BAD


def test_a_visit_entered_late_is_not_compared_with_later_ones():
    later = [(SINCE + timedelta(days=2), {"weight": 60})]

    assert heart_failure(QUIET | {"weight": 63}, earlier=later).result is GOOD


@pytest.mark.parametrize(
    ("name", "before", "now", "result"),
    [
        ("nyha", "1", "2", BAD),
        ("nyha", "2", "2", GOOD),
        ("nyha", "2", "1", GOOD),
        ("oedema_extent", "none", "ankles", BAD),
        ("oedema_extent", "ankles", "ankles", GOOD),
    ],
)
def test_what_grew_worse_since_last_time_is_unsettled(name, before, now, result):
    earlier = [(SINCE - timedelta(days=80), {name: before})]

    assert heart_failure(QUIET | {name: now}, earlier=earlier).result is result


@pytest.mark.parametrize("on", [BEFORE, SINCE])
@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize(
    ("pressure", "result", "urgent"),
    [((165, 95), GOOD, False), ((180, 95), BAD, True), ((150, 110), BAD, True)],
)
def test_only_a_dangerous_pressure_counts_at_any_age_under_either_standard(age, on, pressure, result, urgent):
    high, low = pressure

    seen = heart_failure(QUIET | {"systolic": high, "diastolic": low}, age=age, on=on)

    assert (seen.result, bool(seen.urgent)) == (result, urgent)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"nyha": "4"}, "休息时也气短"),
        ({"orthopnoea": "sitting"}, "不能平卧"),
        ({"dangers": ["oedema-new"]}, "水肿"),
        ({"dangers": ["cyanosis"]}, "发紫"),
    ],
)
def test_danger_asks_for_an_urgent_referral(found, said):
    assert said in heart_failure(QUIET | found).urgent


@pytest.mark.parametrize("found", [{}, {"nyha": "3"}, {"orthopnoea": "waking"}, {"weight_gain": 4}])
def test_what_can_wait_raises_no_emergency(found):
    assert heart_failure(QUIET | found).urgent == ""


@pytest.mark.parametrize(
    ("found", "previous", "why"),
    [
        ({"nyha": "4"}, [], "心功能Ⅳ级"),
        ({"orthopnoea": "waking"}, [], "夜间憋醒"),
        ({"orthopnoea": "sitting"}, [], "不能平卧"),
        ({"oedema_extent": "thighs"}, [], "大腿以上"),
        ({"weight_gain": 2}, [], "体重明显增加"),
        ({"nyha": "3"}, [BAD], "连续 2 次"),
        ({"complication": "yes"}, [], "新的并发症"),
    ],
)
def test_a_referral_is_proposed_for_its_reason(found, previous, why):
    assert why in heart_failure(QUIET | found, previous=previous).referred_for


def test_no_referral_is_proposed_without_a_reason():
    assert heart_failure(QUIET, previous=[BAD]).referred_for == ""
    assert heart_failure(QUIET | {"nyha": "3"}, previous=[GOOD]).referred_for == ""


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"self_weighing": "never"}, "每天早上空腹称体重"),
        ({"systolic": 88, "diastolic": 56}, "血压偏低"),
        ({"heart_rate": 48}, "心率低于 50"),
        ({"weight_gain": 2.5}, "14 天内再访"),
    ],
)
def test_what_care_needs_is_advised(found, said):
    assert said in heart_failure(QUIET | found).advice


def test_the_printed_form_holds_every_answer():
    assert never_printed("heart_failure") == set()


def test_the_printed_form_numbers_the_class():
    assert on_paper("heart_failure", QUIET)["心功能分级"] == "2 Ⅱ 级：日常活动后气短乏力"
