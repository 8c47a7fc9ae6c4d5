"""What the COPD follow-up asks and what it shows."""

from __future__ import annotations

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Condition, Kind, Result
from app.visits.rules import Answers, Section
from app.visits.rules.limits import oxygen_signals, treatment_signals
from app.visits.rules.questions import Carry, line, measured, one_of, plain, some_of
from app.visits.rules.section import Circumstances, Signal, figure
from app.visits.rules.shared import (
    DRUGS,
    HEART_RATE,
    HEIGHT,
    LIFESTYLE,
    REFERRAL,
    SYMPTOMS_OTHER,
    TREATMENT,
    WEIGHT,
    dangers,
    symptoms,
)
from app.visits.rules.vocabulary import Danger, Symptom


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


OXYGEN = measured("spo2", Text("血氧饱和度", "Oxygen saturation"), "%", between=(50, 100))
COURSE = one_of("copd_course", Text("呼吸症状与上次相比", "Breathing compared with last time"), Course)
BREATHS = measured(
    "respiratory_rate", Text("呼吸频率", "Breaths"), Text("次/分", "a minute"), between=(5, 80)
)
FEV1 = measured("fev1", Text("第 1 秒用力呼气量 FEV1", "FEV1"), "L", between=(0.1, 8), whole=False)
FVC = measured("fvc", Text("用力肺活量 FVC", "FVC"), "L", between=(0.1, 10), whole=False)
FEV1_PERCENT = measured("fev1_percent", Text("FEV1 占预计值", "FEV1 of predicted"), "%", between=(5, 180))
COMORBIDITIES = some_of(
    "copd_comorbidities", Text("合并症", "Comorbidities"), Comorbidity, carry=Carry.FOLDED
)
VACCINES = some_of(
    "vaccines", Text("一年内接种疫苗", "Vaccinated within a year"), Vaccine, carry=Carry.FOLDED
)
HOME_OXYGEN = line("home_oxygen", Text("家庭氧疗（小时/天、流量）", "Home oxygen (hours a day, flow)"),
                   carry=Carry.FOLDED)  # fmt: skip
VENTILATOR = line("ventilator", Text("无创呼吸机（小时/天）", "Ventilator (hours a day)"), carry=Carry.FOLDED)
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
DANGERS = dangers(Danger.CONSCIOUSNESS, Danger.LYING, Danger.CYANOSIS, Danger.CHEST_PAIN, Danger.HIGH_FEVER)
ACUTE = Text(
    "慢阻肺急性加重：请立即转诊上级医院，两周内随访。",
    "COPD has grown acutely worse: refer to hospital at once and check within two weeks.",
)


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what saturation, course, reaction and danger signs show."""
    worse = Signal("copd_course", says=("worse",), result=Result.UNCONTROLLED)
    acute = Signal("copd_course", says=("acute",), result=Result.UNCONTROLLED, emergency=ACUTE)
    return (*oxygen_signals(circumstances), worse, acute, *treatment_signals())


def describe(answers: Answers) -> str:
    """Return the saturation, as the why-line quotes it."""
    value = figure(answers, "spo2")
    return f"SpO₂ {plain(value)}%" if value is not None else ""


ASKED = (
    OXYGEN,
    COURSE,
    SYMPTOMS,
    SYMPTOMS_OTHER,
    *TREATMENT,
    DANGERS,
    BREATHS,
    HEART_RATE,
    WEIGHT,
    HEIGHT,
)
RARELY = (
    FEV1,
    FVC,
    FEV1_PERCENT,
    COMORBIDITIES,
    VACCINES,
    HOME_OXYGEN,
    VENTILATOR,
    *LIFESTYLE,
    DRUGS,
    *REFERRAL,
)

SECTION = Section(
    name="copd",
    title=Text("慢阻肺随访", "COPD follow-up"),
    kinds=(Kind.COPD,),
    questions=(*ASKED, *RARELY),
    core=("spo2", "copd_course"),
    needed=("copd_course", "symptoms"),
    classed=True,
    conditions={Kind.COPD: frozenset({Condition.COPD})},
    signals=signals,
    describe=describe,
)
