"""脑卒中随访: the result, the next day, the danger and the referral of every finding."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from app.policy.terms import Kind, Mode, Result
from app.visits.sections import SECTIONS, choose_work
from tests.visits.sections.one_visit import BEFORE, SINCE, never_printed, on_paper, visit

GOOD, BAD = Result.CONTROLLED, Result.UNCONTROLLED
REACTION, COMPLICATION = Result.ADVERSE_REACTION, Result.COMPLICATION
QUIET = {"new_deficit": "none", "stroke_course": "stable", "adherence": "regular", "adverse_reaction": "no"}
A_MONTH, A_QUARTER = date(2026, 4, 20), date(2026, 6, 20)
AGES = (34, 35, 64, 65, 79, 80)

stroke = partial(visit, "stroke", rule_id="stroke-followup")


@pytest.mark.parametrize(
    ("found", "result", "next_due"),
    [
        ({}, GOOD, A_QUARTER),
        ({"stroke_course": "better"}, GOOD, A_QUARTER),
        ({"stroke_course": "worse"}, BAD, A_MONTH),
        ({"new_deficit": "passed"}, COMPLICATION, A_MONTH),
        ({"new_deficit": "there"}, COMPLICATION, A_MONTH),
        ({"bleeding": "minor"}, REACTION, A_MONTH),
        ({"bleeding": "serious"}, REACTION, A_MONTH),
        ({"adverse_reaction": "yes"}, REACTION, A_MONTH),
        ({"complication": "worse"}, COMPLICATION, A_MONTH),
        ({"dangers": ["paralysis"]}, BAD, A_MONTH),
        ({"mrs": "4", "limb_function": "none", "speech": "slurred"}, GOOD, A_QUARTER),
        ({"swallowing": "choking", "stroke_troubles": ["sore"]}, GOOD, A_QUARTER),
    ],
)
def test_each_finding_has_its_result_and_its_next_day(found, result, next_due):
    seen = stroke(QUIET | found)

    assert (seen.result, seen.next_due) == (result, next_due)


@pytest.mark.parametrize("on", [BEFORE, SINCE])
@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize(
    ("pressure", "result", "urgent"),
    [((165, 95), GOOD, ""), ((180, 95), BAD, "180"), ((150, 110), BAD, "110")],
)
def test_only_a_dangerous_pressure_counts_at_any_age_under_either_standard(age, on, pressure, result, urgent):
    high, low = pressure

    seen = stroke(QUIET | {"systolic": high, "diastolic": low}, age=age, on=on)

    assert seen.result is result
    assert urgent in seen.urgent
    assert bool(seen.urgent) is bool(urgent)


@pytest.mark.parametrize(
    ("on", "age", "aim"), [(BEFORE, 79, "150/90"), (SINCE, 79, "130/80"), (SINCE, 80, "150/90")]
)
def test_the_clinical_aim_of_the_age_and_the_day_is_advised(on, age, aim):
    assert aim in stroke(QUIET | {"systolic": 165, "diastolic": 95}, age=age, on=on).advice


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"new_deficit": "there"}, "新出现偏瘫"),
        ({"new_deficit": "passed"}, "短暂性脑缺血发作"),
        ({"bleeding": "serious"}, "出血"),
        ({"dangers": ["paralysis"]}, "偏瘫"),
        ({"dangers": ["severe-headache"]}, "剧烈头痛"),
    ],
)
def test_danger_asks_for_an_urgent_referral(found, said):
    assert said in stroke(QUIET | found).urgent


@pytest.mark.parametrize(
    "found", [{}, {"stroke_course": "worse"}, {"swallowing": "choking"}, {"bleeding": "minor"}]
)
def test_what_can_wait_raises_no_emergency(found):
    assert stroke(QUIET | found).urgent == ""


@pytest.mark.parametrize(
    ("found", "previous", "why"),
    [
        ({"new_deficit": "there"}, [], "新出现偏瘫"),
        ({"new_deficit": "passed"}, [], "短暂性脑缺血发作"),
        ({"stroke_course": "worse"}, [], "功能比上次变差"),
        ({"stroke_course": "worse"}, [COMPLICATION], "连续 2 次"),
        ({"adverse_reaction": "yes"}, [REACTION], "难以控制"),
        ({"complication": "worse"}, [], "原有并发症加重"),
    ],
)
def test_a_referral_is_proposed_for_its_reason(found, previous, why):
    assert why in stroke(QUIET | found, previous=previous).referred_for


def test_no_referral_is_proposed_without_a_reason():
    assert stroke(QUIET, previous=[BAD]).referred_for == ""
    assert stroke(QUIET | {"adverse_reaction": "yes"}, previous=[GOOD, REACTION]).referred_for == ""


@pytest.mark.parametrize(
    ("name", "before", "now", "result"),
    [
        ("mrs", "2", "3", BAD),
        ("mrs", "3", "3", GOOD),
        ("mrs", "5", "4", GOOD),
        ("limb_function", "mild", "marked", BAD),
        ("speech", "clear", "slurred", BAD),
        ("speech", "slurred", "clear", GOOD),
    ],
)
def test_function_that_is_lost_since_last_time_is_unsettled(name, before, now, result):
    earlier = [(SINCE - timedelta(days=30), {}), (SINCE - timedelta(days=90), {name: before})]

    assert stroke(QUIET | {name: now}, earlier=earlier).result is result


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"swallowing": "choking"}, "吞咽评估"),
        ({"stroke_troubles": ["fall"]}, "指导照料者"),
        ({"ldl": 2.6}, "低密度脂蛋白"),
        ({"prevention_drugs": ["none"]}, "没有在用防治药物"),
        ({"adherence": "irregular"}, "规律服药"),
    ],
)
def test_what_care_needs_is_advised(found, said):
    assert said in stroke(QUIET | found).advice


def test_only_a_calm_answer_is_carried_to_the_next_visit():
    asked = {question.name: question for question in SECTIONS["stroke"].questions}

    assert asked["new_deficit"].carried("none")
    assert not asked["new_deficit"].carried("passed")
    assert not asked["stroke_course"].carried("stable")


def test_the_telephone_answers_the_rule_and_video_does_not():
    by_phone, by_video = (stroke(QUIET, mode=mode).next_due for mode in (Mode.PHONE, Mode.VIDEO))

    assert (by_phone, by_video) == (A_QUARTER, date(2026, 2, 1))


def test_a_stroke_and_a_home_visit_are_two_parts_of_one_form():
    work = choose_work(owed=frozenset({Kind.STROKE, Kind.GENERAL}), held=frozenset())

    assert {section.name: kinds for section, kinds in work.items()} == {
        "stroke": (Kind.STROKE,),
        "general": (Kind.GENERAL,),
    }


def test_the_printed_form_holds_every_answer():
    assert never_printed("stroke") == set()


def test_the_printed_form_shows_the_grade_of_the_scale():
    assert on_paper("stroke", QUIET | {"mrs": "2"})["改良 Rankin 评分"] == "2 轻度残疾，能自理"
