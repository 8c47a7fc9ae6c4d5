"""What the COPD follow-up asks that no other form does, and everything it asks in order."""

from __future__ import annotations

from dataclasses import replace

from app.core.labels import Labelled
from app.core.words import Text
from app.visits.rules.questions import Carry, Question, line, measured, one_of, some_of
from app.visits.rules.shared import (
    BREATHS,
    COMPLIANCE,
    EXERCISE,
    EXERCISE_MINUTES,
    HEART_RATE,
    HEIGHT,
    MEDICINES,
    MIND,
    OXYGEN,
    REFERRAL,
    RESULT_REASON,
    SMOKING,
    SYMPTOMS_OTHER,
    TREATMENT,
    WEIGHT,
    dangers,
    symptoms,
)
from app.visits.rules.vocabulary import Danger, Symptom, YesNo


class Course(Labelled):
    """与上次相比."""

    BETTER = "better", "好转", "Better"
    STABLE = "stable", "稳定", "Stable"
    WORSE = "worse", "加重", "Worse"
    ACUTE = "acute", "急性加重", "Acutely worse"


class Comorbidity(Labelled):
    """合并症."""

    HEART = "heart", "心血管疾病", "Heart disease"
    BONE = "bone", "骨质疏松", "Osteoporosis"
    MOOD = "mood", "焦虑抑郁", "Anxiety, depression"
    LUNG_CANCER = "lung-cancer", "肺癌", "Lung cancer"
    INFECTION = "infection", "感染", "Infection"
    METABOLIC = "metabolic", "代谢综合征、糖尿病", "Metabolic syndrome, diabetes"


class Vaccine(Labelled):
    """一年内接种."""

    FLU = "flu", "流感", "Influenza"
    PNEUMOCOCCUS = "pneumococcus", "肺炎球菌", "Pneumococcus"
    COVID = "covid", "新冠", "COVID-19"


_HOURS = Text("小时/天", "hours a day")
COURSE = one_of("copd_course", Text("呼吸症状与上次相比", "Breathing compared with last time"), Course)
CYANOSIS = one_of("lip_cyanosis", Text("口唇紫绀", "Blue lips"), YesNo)
OEDEMA = one_of("peripheral_oedema", Text("外周水肿", "Peripheral oedema"), YesNo)
FEV1 = measured("fev1", Text("第 1 秒用力呼气量 FEV1", "FEV1"), "L", between=(0.1, 8), whole=False)
FVC = measured("fvc", Text("用力肺活量 FVC", "FVC"), "L", between=(0.1, 10), whole=False)
FEV1_PERCENT = measured("fev1_percent", Text("FEV1 占预计值", "FEV1 of predicted"), "%", between=(5, 180))
COMORBIDITIES = some_of(
    "copd_comorbidities", Text("合并症", "Comorbidities"), Comorbidity, carry=Carry.FOLDED
)
VACCINES = some_of(
    "vaccines", Text("一年内接种疫苗", "Vaccinated within a year"), Vaccine, carry=Carry.FOLDED
)


def _kept(name: str, label: Text, unit: Text, *, most: float) -> Question:
    return replace(measured(name, label, unit, between=(0, most), whole=False), carry=Carry.FOLDED)


OXYGEN_HOURS = _kept("oxygen_hours", Text("家庭氧疗", "Home oxygen"), _HOURS, most=24)
OXYGEN_FLOW = _kept("oxygen_flow", Text("氧流量", "Oxygen flow"), Text("L/分", "L a minute"), most=15)
OXYGEN_EFFECT = line("oxygen_effect", Text("氧疗不良反应", "Side effect of the oxygen"), carry=Carry.FOLDED)
VENTILATOR = _kept("ventilator_hours", Text("无创呼吸机", "Ventilator"), _HOURS, most=24)
SYMPTOMS = symptoms(
    Symptom.DYSPNOEA,
    Symptom.WHEEZE,
    Symptom.CHEST_TIGHTNESS,
    Symptom.COUGH,
    Symptom.SPUTUM,
    Symptom.FEVER,
    Symptom.MALAISE,
    Symptom.OEDEMA,
)
DANGERS = dangers(
    Danger.CONSCIOUSNESS,
    Danger.LYING,
    Danger.CYANOSIS,
    Danger.CHEST_PAIN,
    Danger.HIGH_FEVER,
    Danger.SPUTUM,
    Danger.OEDEMA,
    Danger.ARRHYTHMIA,
)
ASKED = (
    OXYGEN,
    COURSE,
    SYMPTOMS,
    SYMPTOMS_OTHER,
    *TREATMENT,
    DANGERS,
    CYANOSIS,
    OEDEMA,
    BREATHS,
    HEART_RATE,
    WEIGHT,
    HEIGHT,
)
RARELY = (
    *(FEV1, FVC, FEV1_PERCENT, COMORBIDITIES, VACCINES),
    *(OXYGEN_HOURS, OXYGEN_FLOW, OXYGEN_EFFECT, VENTILATOR),
    *(SMOKING, EXERCISE, EXERCISE_MINUTES, MIND, COMPLIANCE),
    *MEDICINES,
    RESULT_REASON,
    *REFERRAL,
)
