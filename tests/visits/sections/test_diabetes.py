"""糖尿病随访: result, next day owed, referral and emergency; neither age nor the standard of 2025 changes them."""

from __future__ import annotations

from datetime import date

import pytest

from app.policy.terms import Kind, Result
from tests.visits.sections.one_visit import never_printed
from tests.visits.sections.outcome import AGES, FEBRUARY, MARCH, outcome, printed

GOOD, BAD, REACTION = Result.CONTROLLED, Result.UNCONTROLLED, Result.ADVERSE_REACTION
FINE, HIGH = {"fasting_glucose": 6.1}, {"fasting_glucose": 8.4}
SOON = {FEBRUARY: date(2026, 3, 6), MARCH: date(2026, 4, 3)}
LATER = {FEBRUARY: date(2026, 5, 20), MARCH: date(2026, 6, 20)}
DAYS = pytest.mark.parametrize("on", [FEBRUARY, MARCH])
EVERY_AGE = pytest.mark.parametrize("age", AGES)


def found(answers, *, age=60, on=MARCH, **told):
    """Judge a diabetes follow-up."""
    return outcome(answers, Kind.DIABETES, "diabetes-followup", age=age, on=on, **told)


@EVERY_AGE
@DAYS
@pytest.mark.parametrize(
    ("answers", "result", "emergency"),
    [
        ({"fasting_glucose": 6.9}, GOOD, False),
        ({"fasting_glucose": 7.0}, BAD, False),
        ({"fasting_glucose": 16.6}, BAD, False),
        ({"fasting_glucose": 16.7}, BAD, True),
        ({"fasting_glucose": 4.0}, GOOD, False),
        ({"fasting_glucose": 3.9}, BAD, True),
        ({"random_glucose": 9.9}, GOOD, False),
        ({"random_glucose": 10.0}, BAD, False),
        ({"random_glucose": 16.7}, BAD, True),
        ({"random_glucose": 3.9}, BAD, True),
        (FINE | {"systolic": 179, "diastolic": 109}, GOOD, False),
        (FINE | {"systolic": 180, "diastolic": 80}, GOOD, True),
        (FINE | {"systolic": 150, "diastolic": 110}, GOOD, True),
        (FINE | {"heart_rate": 120}, GOOD, False),
        (FINE | {"hba1c": 9.0}, GOOD, False),
        (FINE | {"hypoglycaemia": "sometimes"}, GOOD, False),
        (FINE | {"hypoglycaemia": "often"}, BAD, False),
        (FINE | {"foot_pulse": "gone-left"}, GOOD, False),
        (FINE | {"adverse_reaction": "yes"}, REACTION, False),
        (FINE | {"complication": "worse"}, Result.COMPLICATION, False),
    ],
)
def test_glucose_gives_the_result_the_next_day_and_the_danger(answers, result, emergency, age, on):
    seen = found(answers, age=age, on=on)

    assert (seen.result, seen.emergency) == (result, emergency)
    assert seen.due_on == (LATER if result is GOOD else SOON)[on]


@EVERY_AGE
@DAYS
@pytest.mark.parametrize(
    ("answers", "previous", "reasons"),
    [
        (HIGH, (), set()),
        (HIGH, (BAD,), {"twice-uncontrolled"}),
        (HIGH, (GOOD, BAD), set()),
        (FINE, (BAD, BAD), set()),
        (FINE | {"adverse_reaction": "yes"}, (), set()),
        (FINE | {"adverse_reaction": "yes", "adverse_hard": "no"}, (), {"adverse-reaction"}),
        (FINE | {"complication": "yes"}, (), {"new-complication"}),
        (FINE | {"complication": "worse"}, (GOOD,), {"worse-complication"}),
    ],
)
def test_what_proposes_a_referral_does_so_at_every_age(answers, previous, reasons, age, on):
    assert found(answers, age=age, on=on, previous=previous).reasons == reasons


@EVERY_AGE
@DAYS
@pytest.mark.parametrize(
    "sign",
    [
        "consciousness",
        "vomiting",
        "eyes",
        "acetone",
        "high-fever",
        "palpitation",
        "sweating",
        "abdominal-pain",
        "deep-breathing",
        "great-thirst",
        "pregnant",
        "other",
    ],
)
def test_a_danger_sign_is_an_emergency_whatever_the_glucose(sign, age, on):
    seen = found(FINE | {"dangers": [sign]}, age=age, on=on)

    assert (seen.emergency, seen.result) == (True, BAD)


def test_the_pressure_of_a_diabetic_asks_for_no_sooner_diabetes_visit():
    seen = found(FINE | {"systolic": 136, "diastolic": 84})

    assert seen.judgement.again == {}
    assert any("130/80" in advice.zh for advice in seen.judgement.advice)


@pytest.mark.parametrize(
    ("glucose", "assessed", "clinical"),
    [(6.9, True, True), (7.0, False, False), (4.4, True, True), (4.3, True, False)],
)
def test_fasting_glucose_stands_under_both_layers(glucose, assessed, clinical):
    (side,) = found({"fasting_glucose": glucose}).judgement.sides

    assert (side.assessed_fine, side.clinical_fine) == (assessed, clinical)


def test_hba1c_is_a_clinical_measure_the_assessment_does_not_look_at():
    _, side = found(FINE | {"hba1c": 7.0}).judgement.sides

    assert (side.name, side.assessed_fine, side.clinical_fine) == ("hba1c", True, False)
    assert side.assessed.zh == "考核（2017 年规范）：不看这一项。"


@pytest.mark.parametrize(
    ("taken_on", "value", "now", "reminded"),
    [
        (date(2025, 12, 20), 8.1, {}, True),
        (date(2025, 12, 21), 8.1, {}, False),
        (date(2025, 12, 20), 6.8, {}, False),
        (date(2025, 12, 20), 8.1, {"hba1c": 7.2}, False),
    ],
)
def test_hba1c_off_target_is_taken_again_after_three_months(taken_on, value, now, reminded):
    earlier = [(date(2026, 1, 30), {"fasting_glucose": 6.4}), (taken_on, {"hba1c": value})]

    seen = found(FINE | now, earlier=earlier)

    assert any("没有糖化血红蛋白记录" in advice.zh for advice in seen.judgement.advice) is reminded


def test_the_printed_form_holds_every_box_with_its_numbers():
    answers = FINE | {
        "hba1c": 6.8,
        "hba1c_on": "2026-02-11",
        "symptoms": ["thirst", "numbness"],
        "foot_pulse": "weak-left",
        "hypoglycaemia": "sometimes",
        "staple_food": 300,
        "staple_target": 250,
        "insulin_kind": "甘精胰岛素",
        "insulin": "睡前 10 单位",
        "compliance": "good",
        "result_diabetes": "controlled",
    }

    said = printed(Kind.DIABETES, answers)

    assert said["症状（多选）"] == "2,7 多饮、手脚麻木"
    assert said["足背动脉搏动"] == "2 减弱（左侧）"
    assert said["主食（克/天，现在/目标）"] == "300 克/天/250 克/天"
    assert said["空腹血糖"] == "6.1 mmol/L"
    assert said["糖化血红蛋白及检查日期"] == "6.8 %/2026-02-11"
    assert said["低血糖反应"] == "2 偶尔"
    assert said["遵医行为"] == "1 良好"
    assert said["胰岛素（种类、用法和用量）"] == "甘精胰岛素/睡前 10 单位"
    assert said["此次随访分类"] == "1 控制满意"


def test_every_answer_stands_on_the_printed_form_but_what_the_class_and_the_emergency_tell():
    assert never_printed("diabetes") == {"complication", "dangers", "heart_rate"}
