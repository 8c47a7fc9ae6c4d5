from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.policy.terms import Kind, Result, Sooner
from app.visits.rules import Again, Circumstances, judge
from app.visits.sections import SECTIONS
from tests.visits.conftest import DAY

GOOD, BAD = Result.CONTROLLED, Result.UNCONTROLLED
REACTION, COMPLICATION = Result.ADVERSE_REACTION, Result.COMPLICATION


@pytest.mark.parametrize(
    ("systolic", "diastolic", "age", "result"),
    [
        (139, 89, 64, GOOD),
        (140, 80, 64, BAD),
        (130, 90, 64, BAD),
        (149, 89, 65, GOOD),
        (150, 80, 65, BAD),
        (140, 90, 65, BAD),
        (149, 89, 80, GOOD),
        (100, 60, 18, GOOD),
    ],
)
def test_pressure_is_classed_by_the_assessment_limits_of_the_age(judged, systolic, diastolic, age, result):
    answers = {"systolic": systolic, "diastolic": diastolic}

    assert judged(answers, "hypertension", age=age).results == {Kind.HYPERTENSION: result}


@pytest.mark.parametrize(("glucose", "result"), [(6.9, GOOD), (7.0, BAD), (3.9, BAD), (4.0, GOOD)])
def test_diabetes_is_classed_by_fasting_glucose(judged, glucose, result):
    assert judged({"fasting_glucose": glucose}, "diabetes").results == {Kind.DIABETES: result}


@pytest.mark.parametrize(
    ("answers", "result"),
    [
        ({"spo2": 95, "copd_course": "stable"}, GOOD),
        ({"spo2": 95, "copd_course": "worse"}, BAD),
        ({"spo2": 89, "copd_course": "better"}, BAD),
        ({"spo2": 95, "copd_course": "stable", "adverse_reaction": "yes"}, REACTION),
        ({"spo2": 89, "copd_course": "worse", "complication": "yes"}, COMPLICATION),
    ],
)
def test_copd_is_classed_by_its_worst_sign(judged, answers, result):
    assert judged(answers, "copd").results == {Kind.COPD: result}


def test_each_disease_gets_its_own_result(judged):
    answers = {"systolic": 162, "diastolic": 98, "fasting_glucose": 6.1}

    results = judged(answers, "hypertension", "diabetes").results

    assert results == {Kind.HYPERTENSION: BAD, Kind.DIABETES: GOOD}


def test_pressure_does_not_class_diabetes(judged):
    answers = {"systolic": 162, "diastolic": 98, "fasting_glucose": 6.1}

    assert judged(answers, "diabetes").results == {Kind.DIABETES: GOOD}


def test_a_general_follow_up_classes_its_own_work_only(judged):
    answers = {"condition_state": "worse", "treatment": "regular", "treatment_effect": "fair"}

    assert judged(answers, "general").results == {Kind.GENERAL: BAD}


def test_the_earliest_day_asked_for_counts(figures):
    def again(answers, circumstances, result):
        return Again(date(2026, 6, 1), Sooner.UNSETTLED)

    section = replace(SECTIONS["hypertension"], again=again)
    work = {section: (Kind.HYPERTENSION,)}
    told = Circumstances(60, DAY, figures)

    fine = judge({"systolic": 118, "diastolic": 74}, work, circumstances=told)
    missed = judge(
        {"systolic": 136, "diastolic": 84}, work, circumstances=replace(told, on=date(2026, 4, 20))
    )

    assert fine.again == {Kind.HYPERTENSION: Again(date(2026, 6, 1), Sooner.UNSETTLED)}
    assert missed.again == {Kind.HYPERTENSION: Again(date(2026, 5, 20), Sooner.CLINICAL)}


def test_what_two_sections_propose_alike_is_proposed_once(judged):
    answers = {"systolic": 118, "diastolic": 74, "fasting_glucose": 6, "complication": "yes"}

    (referral,) = judged(answers, "hypertension", "diabetes").referrals

    assert referral.why.zh == "出现新的并发症"


def test_the_doctors_choice_stands_over_the_values(judged):
    answers = {"systolic": 162, "diastolic": 98, "result_hypertension": "controlled"}

    assert judged(answers, "hypertension").results == {Kind.HYPERTENSION: GOOD}


def test_two_readings_are_judged_by_their_mean(judged):
    answers = {"systolic": 144, "diastolic": 88, "systolic_2": 134, "diastolic_2": 84}

    assert judged(answers, "hypertension").results == {Kind.HYPERTENSION: GOOD}


@pytest.mark.parametrize(
    ("answers", "kind", "danger"),
    [
        ({"systolic": 180, "diastolic": 80}, "hypertension", True),
        ({"systolic": 130, "diastolic": 110}, "hypertension", True),
        ({"systolic": 179, "diastolic": 109}, "hypertension", False),
        ({"systolic": 186, "diastolic": 100, "systolic_2": 160, "diastolic_2": 90}, "hypertension", True),
        ({"systolic": 130, "diastolic": 80, "dangers": ["chest-pain"]}, "hypertension", True),
        ({"fasting_glucose": 16.7}, "diabetes", True),
        ({"fasting_glucose": 16.6}, "diabetes", False),
        ({"fasting_glucose": 3.9}, "diabetes", True),
        ({"random_glucose": 4.0}, "diabetes", False),
        ({"fasting_glucose": 6, "systolic": 190, "diastolic": 80}, "diabetes", True),
        ({"spo2": 80, "copd_course": "stable"}, "copd", True),
        ({"spo2": 96, "copd_course": "acute"}, "copd", True),
        ({"condition_state": "stable", "dangers": ["paralysis"]}, "general", True),
        ({"round_parts": ["round"]}, "weekly-round", False),
    ],
)
def test_dangerous_answers_raise_the_emergency(judged, answers, kind, danger):
    assert bool(judged(answers, kind).emergencies) is danger


@pytest.mark.parametrize(("on", "advised"), [(date(2026, 2, 28), False), (date(2026, 3, 1), True)])
def test_the_clinical_aim_of_2025_is_advice_from_its_first_day(judged, on, advised):
    judgement = judged({"systolic": 135, "diastolic": 85}, "hypertension", on=on)

    assert judgement.results == {Kind.HYPERTENSION: GOOD}
    assert any("130/80" in advice.zh for advice in judgement.advice) is advised


def test_a_second_unsatisfactory_result_in_a_row_advises_a_referral(judged):
    answers = {"systolic": 162, "diastolic": 98}

    once = judged(answers, "hypertension", previous={Kind.HYPERTENSION: (GOOD, BAD)})
    twice = judged(answers, "hypertension", previous={Kind.HYPERTENSION: (BAD, GOOD)})

    assert not any("连续" in advice.zh for advice in once.advice)
    assert any("连续 2 次" in advice.zh for advice in twice.advice)


def test_readings_far_apart_ask_for_a_third(judged):
    answers = {"systolic": 150, "diastolic": 90, "systolic_2": 138, "diastolic_2": 86}

    assert any("再测一次" in advice.zh for advice in judged(answers, "hypertension").advice)
