"""慢阻肺随访: result, next day owed, referral and emergency; neither age nor the standard of 2025 changes them."""

from __future__ import annotations

from datetime import date

import pytest

from app.policy.terms import Kind, Result
from tests.visits.sections.one_visit import never_printed
from tests.visits.sections.outcome import AGES, FEBRUARY, MARCH, outcome, printed

GOOD, BAD, REACTION = Result.CONTROLLED, Result.UNCONTROLLED, Result.ADVERSE_REACTION
FINE, WORSE = {"spo2": 96, "copd_course": "stable"}, {"spo2": 93, "copd_course": "worse"}
SOON = {FEBRUARY: date(2026, 3, 6), MARCH: date(2026, 4, 3)}
LATER = {FEBRUARY: date(2026, 5, 20), MARCH: date(2026, 6, 20)}
ACUTE = {"copd_course": "acute"}
DAYS = pytest.mark.parametrize("on", [FEBRUARY, MARCH])
EVERY_AGE = pytest.mark.parametrize("age", AGES)


def found(answers, *, age=60, on=MARCH, **told):
    """Judge a COPD follow-up."""
    return outcome(answers, Kind.COPD, "copd-followup", age=age, on=on, **told)


@EVERY_AGE
@DAYS
@pytest.mark.parametrize(
    ("answers", "result", "emergency"),
    [
        (FINE, GOOD, False),
        ({"spo2": 90, "copd_course": "better"}, GOOD, False),
        ({"spo2": 89, "copd_course": "stable"}, BAD, False),
        ({"spo2": 88, "copd_course": "stable"}, BAD, False),
        ({"spo2": 87, "copd_course": "stable"}, BAD, True),
        (WORSE, BAD, False),
        ({"spo2": 96, "copd_course": "acute"}, BAD, True),
        ({"copd_course": "stable"}, GOOD, False),
        (FINE | {"lip_cyanosis": "no", "peripheral_oedema": "yes"}, GOOD, False),
        (FINE | {"adverse_reaction": "yes"}, REACTION, False),
        (FINE | {"complication": "yes"}, Result.COMPLICATION, False),
    ],
)
def test_breathing_gives_the_result_the_next_day_and_the_danger(answers, result, emergency, age, on):
    seen = found(answers, age=age, on=on)

    assert (seen.result, seen.emergency) == (result, emergency)
    assert seen.due_on == (LATER if result is GOOD else SOON)[on]


@EVERY_AGE
@DAYS
@pytest.mark.parametrize(
    ("answers", "previous", "reasons"),
    [
        (WORSE, (), set()),
        (WORSE, (BAD,), {"twice-uncontrolled"}),
        (WORSE, (GOOD,), set()),
        (FINE | {"adverse_reaction": "yes"}, (), {"adverse-reaction"}),
        (FINE | {"complication": "yes"}, (), {"new-complication"}),
        (FINE | {"complication": "worse"}, (), {"worse-complication"}),
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
        "lying",
        "cyanosis",
        "chest-pain",
        "high-fever",
        "sputum-changed",
        "oedema-new",
        "arrhythmia",
        "other",
    ],
)
def test_a_danger_sign_is_an_emergency_whatever_the_saturation(sign, age, on):
    seen = found(FINE | {"dangers": [sign]}, age=age, on=on)

    assert (seen.emergency, seen.result) == (True, BAD)


@pytest.mark.parametrize(
    ("now", "earlier", "reasons"),
    [
        ({"spo2": 89}, [{"spo2": 89}], {"other"}),
        ({"spo2": 89}, [{"systolic": 130}, {"spo2": 88}], {"other"}),
        ({"spo2": 89}, [{"spo2": 90}, {"spo2": 85}], set()),
        ({"spo2": 90}, [{"spo2": 85}], set()),
        ({"spo2": 89}, [], set()),
    ],
)
def test_a_saturation_low_twice_running_goes_to_the_superior_hospital(now, earlier, reasons):
    before = [(date(2026, 2, 1), answers) for answers in earlier]

    assert found(now | {"copd_course": "stable"}, earlier=before).reasons == reasons


@pytest.mark.parametrize(
    ("earlier", "reasons"),
    [
        ([date(2026, 1, 5)], {"other"}),
        ([date(2025, 3, 21)], {"other"}),
        ([date(2025, 3, 20)], set()),
        ([date(2026, 3, 21)], set()),
        ([], set()),
    ],
)
def test_two_acute_worsenings_within_a_year_are_frequent(earlier, reasons):
    before = [(day, ACUTE) for day in earlier]

    assert found(ACUTE | {"spo2": 95}, earlier=before).reasons == reasons


@pytest.mark.parametrize(
    ("now", "taken_on", "reminded"),
    [
        ({}, date(2025, 3, 20), True),
        ({}, date(2025, 3, 21), False),
        ({"fev1": 1.4}, date(2025, 3, 20), False),
        ({}, date(2026, 3, 21), True),
    ],
)
def test_spirometry_older_than_a_year_is_asked_for(now, taken_on, reminded):
    seen = found(FINE | now, earlier=[(taken_on, {"fev1": 1.5, "fvc": 2.4})])

    assert any("没有肺功能记录" in advice.zh for advice in seen.judgement.advice) is reminded


def test_the_printed_form_holds_every_box_with_its_numbers():
    answers = FINE | {
        "symptoms": ["dyspnoea", "cough", "sputum"],
        "lip_cyanosis": "no",
        "peripheral_oedema": "yes",
        "fev1": 1.2,
        "fvc": 2.4,
        "fev1_percent": 55,
        "copd_comorbidities": ["heart", "metabolic"],
        "vaccines": ["flu", "covid"],
        "oxygen_hours": 15,
        "oxygen_flow": 1.5,
        "oxygen_effect": "无",
        "ventilator_hours": 8,
        "weight": 60,
        "height": 165,
        "result_copd": "controlled",
    }

    said = printed(Kind.COPD, answers)

    assert said["症状（多选）"] == "1,4,5 呼吸困难、咳嗽、咳痰"
    assert (said["口唇紫绀"], said["外周水肿"]) == ("1 无", "2 有")
    assert said["FEV1/FVC"] == "50 %"
    assert said["合并症"] == "1,6 心血管疾病、代谢综合征、糖尿病"
    assert said["一年内接种疫苗"] == "1,3 流感、新冠"
    assert said["家庭氧疗（小时/天、流量、不良反应）"] == "15 小时/天/1.5 L/分/无"
    assert said["无创呼吸机"] == "8 小时/天"
    assert said["体质指数（现在/目标）"] == "22.0"
    assert said["此次随访分类"] == "1 控制满意"


def test_every_answer_stands_on_the_printed_form_but_what_the_class_and_the_emergency_tell():
    assert never_printed("copd") == {"complication", "dangers"}
