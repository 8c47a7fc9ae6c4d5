"""高血压随访: result, next day owed, referral and emergency, under both versions of the limits and at every age."""

from __future__ import annotations

from datetime import date

import pytest

from app.policy.terms import Kind, Result, Sooner
from tests.visits.sections.one_visit import never_printed
from tests.visits.sections.outcome import AGES, FEBRUARY, MARCH, outcome, printed

GOOD, BAD, REACTION = Result.CONTROLLED, Result.UNCONTROLLED, Result.ADVERSE_REACTION
HIGH = {"systolic": 162, "diastolic": 98}
FINE = {"systolic": 118, "diastolic": 74}
# What a mark of the table stands for: result, and the next day owed after a visit in February and in March.
MARKS = {
    "+": (GOOD, date(2026, 5, 20), date(2026, 6, 20)),
    "1": (GOOD, None, date(2026, 4, 20)),
    "-": (BAD, date(2026, 3, 6), date(2026, 4, 3)),
    "!": (BAD, date(2026, 3, 6), date(2026, 4, 3)),
}
# Each pressure with a mark for every age, 34 35 64 65 79 80: first by the limits of 2017, then of 2025.
PRESSURES = {
    (118, 74): ("++++++", "++++++"),
    (129, 79): ("++++++", "++++++"),
    (130, 79): ("++++++", "11111+"),
    (129, 80): ("++++++", "11111+"),
    (139, 89): ("++++++", "11111+"),
    (140, 79): ("---+++", "---11+"),
    (149, 89): ("---+++", "---11+"),
    (150, 79): ("------", "------"),
    (129, 90): ("------", "------"),
    (179, 109): ("------", "------"),
    (180, 80): ("!!!!!!", "!!!!!!"),
    (128, 110): ("!!!!!!", "!!!!!!"),
}
ROWS = [
    (pressure, age, on, mark)
    for pressure, marks in PRESSURES.items()
    for on, of_day in zip((FEBRUARY, MARCH), marks, strict=True)
    for age, mark in zip(AGES, of_day, strict=True)
]


def found(answers, *, age=60, on=MARCH, **told):
    """Judge a hypertension follow-up."""
    return outcome(answers, Kind.HYPERTENSION, "hypertension-followup", age=age, on=on, **told)


@pytest.mark.parametrize(("pressure", "age", "on", "mark"), ROWS)
def test_pressure_gives_the_result_the_next_day_and_the_danger(pressure, age, on, mark):
    result, due_in_february, due_in_march = MARKS[mark]

    seen = found({"systolic": pressure[0], "diastolic": pressure[1]}, age=age, on=on)

    assert seen.result is result
    assert seen.due_on == (due_in_february if on == FEBRUARY else due_in_march)
    assert seen.emergency is (mark == "!")
    assert seen.reasons == set()


@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize("on", [FEBRUARY, MARCH])
@pytest.mark.parametrize(
    ("answers", "previous", "result", "reasons"),
    [
        (HIGH, (), BAD, set()),
        (HIGH, (BAD,), BAD, {"twice-uncontrolled"}),
        (HIGH, (REACTION,), BAD, {"twice-uncontrolled"}),
        (HIGH, (GOOD, BAD), BAD, set()),
        (FINE, (BAD, BAD), GOOD, set()),
        (FINE | {"adverse_reaction": "yes"}, (), REACTION, set()),
        (FINE | {"adverse_reaction": "yes", "adverse_hard": "yes"}, (GOOD,), REACTION, set()),
        (FINE | {"adverse_reaction": "yes", "adverse_hard": "no"}, (), REACTION, {"adverse-reaction"}),
        (
            FINE | {"adverse_reaction": "yes"},
            (REACTION,),
            REACTION,
            {"adverse-reaction", "twice-uncontrolled"},
        ),
        (FINE | {"complication": "yes"}, (), Result.COMPLICATION, {"new-complication"}),
        (FINE | {"complication": "worse"}, (), Result.COMPLICATION, {"worse-complication"}),
        (FINE | {"complication": "no"}, (), GOOD, set()),
        (FINE | {"systolic_other": 138, "diastolic_other": 80}, (), GOOD, set()),
        (FINE | {"systolic_other": 139, "diastolic_other": 80}, (), GOOD, {"other"}),
        (FINE | {"systolic_other": 97, "diastolic_other": 60}, (), GOOD, {"other"}),
    ],
)
def test_what_proposes_a_referral_does_so_at_every_age(answers, previous, result, reasons, age, on):
    seen = found(answers, age=age, on=on, previous=previous)

    assert (seen.result, seen.reasons) == (result, reasons)


@pytest.mark.parametrize(("on", "reasons"), [(FEBRUARY, set()), (MARCH, {"other"})])
@pytest.mark.parametrize(
    "sign",
    ["young", "urine", "potassium", "paroxysmal", "pregnant", "resistant", "fluctuating", "organ"],
)
def test_the_list_of_2025_proposes_a_referral_from_its_first_day(sign, on, reasons):
    assert found(FINE | {"pressure_warnings": [sign]}, on=on).reasons == reasons


@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize("on", [FEBRUARY, MARCH])
@pytest.mark.parametrize(
    "sign",
    [
        "consciousness",
        "severe-headache",
        "vomiting",
        "eyes",
        "chest-pain",
        "lying",
        "paralysis",
        "palpitation",
        "pregnant",
        "other",
    ],
)
def test_a_danger_sign_is_an_emergency_whatever_the_pressure(sign, age, on):
    seen = found(FINE | {"dangers": [sign]}, age=age, on=on)

    assert (seen.emergency, seen.result) == (True, BAD)


def test_an_adverse_reaction_and_a_complication_are_seen_again_in_a_fortnight():
    for sign in ({"adverse_reaction": "yes"}, {"complication": "yes"}):
        assert found(FINE | sign, on=MARCH).due_on == date(2026, 4, 3)


def test_the_sooner_visit_is_told_with_its_reason():
    again = found({"systolic": 136, "diastolic": 84}).judgement.again[Kind.HYPERTENSION]

    assert (again.by, again.why) == (date(2026, 4, 20), Sooner.CLINICAL)


def test_a_month_that_ends_early_asks_for_its_last_day():
    assert found({"systolic": 136, "diastolic": 84}, on=date(2026, 3, 31)).due_on == date(2026, 4, 30)


@pytest.mark.parametrize(("age", "month"), [(79, date(2026, 4, 1)), (80, date(2026, 6, 1))])
def test_the_standard_of_2025_asks_for_a_month_from_its_first_day(age, month):
    assert found({"systolic": 145, "diastolic": 85}, age=age, on=date(2026, 3, 1)).due_on == month


def test_the_readings_counted_are_the_last_two_on_the_arm_measured():
    readings = HIGH | {"systolic_2": 138, "diastolic_2": 84, "systolic_3": 132, "diastolic_3": 82}

    assert found(readings, on=FEBRUARY).result is GOOD
    assert found({key: readings[key] for key in list(readings)[:4]}, on=FEBRUARY).result is BAD


def test_the_highest_reading_of_either_arm_is_danger_enough():
    other = FINE | {"systolic_other": 184, "diastolic_other": 100}

    assert found(other).emergency


@pytest.mark.parametrize(
    ("again", "asked"), [((152, 98), False), ((151, 98), True), ((162, 109), True), ((172, 88), False)]
)
def test_two_readings_more_than_ten_apart_ask_for_a_third(again, asked):
    seen = found(HIGH | {"systolic_2": again[0], "diastolic_2": again[1]})

    assert any("再测一次" in advice.zh for advice in seen.judgement.advice) is asked


def test_a_third_reading_asks_for_no_fourth():
    readings = HIGH | {"systolic_2": 140, "diastolic_2": 84, "systolic_3": 158, "diastolic_3": 96}

    assert not any("再测一次" in advice.zh for advice in found(readings).judgement.advice)


@pytest.mark.parametrize(
    ("pressure", "age", "on", "assessed", "clinical"),
    [
        ((136, 84), 60, FEBRUARY, True, True),
        ((136, 84), 60, MARCH, True, False),
        ((136, 84), 80, MARCH, True, True),
        ((146, 84), 64, MARCH, False, False),
        ((146, 84), 65, FEBRUARY, True, True),
        ((146, 84), 65, MARCH, True, False),
        ((152, 84), 80, MARCH, False, False),
    ],
)
def test_both_layers_stand_beside_each_other(pressure, age, on, assessed, clinical):
    seen = found({"systolic": pressure[0], "diastolic": pressure[1]}, age=age, on=on)

    (side,) = seen.judgement.sides
    assert (side.assessed_fine, side.clinical_fine) == (assessed, clinical)
    assert side.value.zh == f"{pressure[0]}/{pressure[1]} mmHg"


def test_each_layer_says_its_limit_and_what_it_is_right_for():
    (side,) = found({"systolic": 146, "diastolic": 84}, age=65).judgement.sides

    assert side.assessed.zh == "考核（2017 年规范）：低于 150/90 mmHg，达标。此次分类和控制率以此为准。"
    assert side.clinical.zh == "临床（现行标准）：低于 130/80 mmHg，未达标。用药和何时复访以此为准。"


def test_the_printed_form_holds_every_box_with_its_numbers():
    answers = HIGH | {
        "systolic_2": 158,
        "diastolic_2": 96,
        "symptoms": ["headache", "tinnitus", "palpitation"],
        "weight": 70,
        "weight_target": 66,
        "height": 170,
        "smoking_daily": 10,
        "smoking_target": 0,
        "exercise_weekly": 3,
        "exercise_minutes": 30,
        "salt": "heavy",
        "salt_target": "light",
        "mind": "fair",
        "adherence": "irregular",
        "adverse_reaction": "yes",
        "adverse_detail": "干咳",
        "drug1_name": "氨氯地平",
        "drug1_times": 1,
        "drug1_dose": "5 mg",
        "result_hypertension": "uncontrolled",
        "referral_reason": "twice-uncontrolled",
        "referral_to": "县医院",
        "referral_department": "心内科",
    }

    said = printed(Kind.HYPERTENSION, answers)

    assert said["症状（多选）"] == "2,4,6 头痛头晕、耳鸣、心悸"
    assert said["血压（mmHg）"] == "160/97"
    assert said["体重（现在/目标）"] == "70 kg/66 kg"
    assert said["体质指数（现在/目标）"] == "24.2/22.8"
    assert said["日吸烟量（现在/目标）"] == "10 支/0 支"
    assert said["运动（次/周，分钟/次）"] == "3 次/周/30 分钟"
    assert said["摄盐情况（现在/目标）"] == "3 重/1 轻"
    assert said["心理调整"] == "2 一般"
    assert said["服药依从性"] == "2 间断"
    assert said["药物不良反应"] == "2 有/干咳"
    assert said["药物1"] == "氨氯地平 每日 1 次 每次 5 mg"
    assert said["此次随访分类"] == "2 控制不满意"
    assert said["转诊原因"] == "1 连续两次控制不满意"
    assert said["机构及科别"] == "县医院/心内科"
    assert said["遵医行为"] == said["药物3"] == ""


def test_every_answer_stands_on_the_printed_form_but_what_the_class_and_the_emergency_tell():
    assert never_printed("hypertension") == {"complication", "dangers", "pressure_warnings"}
