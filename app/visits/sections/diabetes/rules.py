"""What the diabetes follow-up asks and what it shows."""

from __future__ import annotations

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Condition, Kind, Result
from app.visits.rules import Section
from app.visits.rules.limits import (
    glucose_signals,
    glucose_words,
    heart_signals,
    pressure_signals,
    treatment_signals,
)
from app.visits.rules.questions import Carry, line, measured, one_of
from app.visits.rules.section import Circumstances, Signal
from app.visits.rules.shared import (
    DRUGS,
    HEART_RATE,
    HEIGHT,
    LIFESTYLE,
    PRESSURE,
    REFERRAL,
    SYMPTOMS_OTHER,
    TREATMENT,
    WEIGHT,
    dangers,
    symptoms,
)
from app.visits.rules.vocabulary import Danger, Symptom


class FootPulse(Labelled):
    """足背动脉搏动."""

    NORMAL = "normal", "触及正常", "Normal"
    WEAK_BOTH = "weak-both", "减弱（双侧）", "Weak, both sides"
    WEAK_LEFT = "weak-left", "减弱（左侧）", "Weak, left"
    WEAK_RIGHT = "weak-right", "减弱（右侧）", "Weak, right"
    GONE_BOTH = "gone-both", "消失（双侧）", "Absent, both sides"
    GONE_LEFT = "gone-left", "消失（左侧）", "Absent, left"
    GONE_RIGHT = "gone-right", "消失（右侧）", "Absent, right"


class Hypoglycaemia(Labelled):
    """低血糖反应."""

    NONE = "none", "无", "None"
    SOMETIMES = "sometimes", "偶尔", "Sometimes"
    OFTEN = "often", "频繁", "Often"


FASTING = measured(
    "fasting_glucose", Text("空腹血糖", "Fasting glucose"), "mmol/L", between=(0.5, 40), whole=False
)
RANDOM = measured(
    "random_glucose",
    Text("随机血糖（未空腹时）", "Random glucose (not fasting)"),
    "mmol/L",
    between=(0.5, 40),
    whole=False,
)
HBA1C = measured("hba1c", Text("糖化血红蛋白", "HbA1c"), "%", between=(3, 20), whole=False)
STAPLE = measured("staple_food", Text("主食", "Staple food"), Text("克/天", "g a day"), between=(0, 2000))
FOOT_PULSE = one_of("foot_pulse", Text("足背动脉搏动", "Foot pulse"), FootPulse)
HYPOGLYCAEMIA = one_of("hypoglycaemia", Text("低血糖反应", "Hypoglycaemia"), Hypoglycaemia)
INSULIN = line("insulin", Text("胰岛素（种类、用法和用量）", "Insulin (kind, use, dose)"), carry=Carry.FOLDED)
SYMPTOMS = symptoms(
    Symptom.THIRST,
    Symptom.HUNGER,
    Symptom.POLYURIA,
    Symptom.BLURRED_VISION,
    Symptom.INFECTION,
    Symptom.NUMBNESS,
    Symptom.OEDEMA,
    Symptom.WEIGHT_LOSS,
)
DANGERS = dangers(
    Danger.CONSCIOUSNESS, Danger.ACETONE, Danger.VOMITING, Danger.EYES, Danger.HIGH_FEVER, Danger.PREGNANT
)


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what glucose, pressure, reaction, complication and danger signs show."""
    often = Signal(
        "hypoglycaemia",
        says=("often",),
        result=Result.UNCONTROLLED,
        advice=Text(
            "频繁低血糖：请调整用药并教会自救。", "Frequent hypoglycaemia: adjust medicines, teach self-help."
        ),
    )
    absent = Signal(
        "foot_pulse",
        says=("gone-both", "gone-left", "gone-right"),
        advice=Text(
            "足背动脉搏动消失：建议转诊检查下肢血管。", "Absent foot pulse: advise a vascular check."
        ),
    )
    return (
        *glucose_signals(circumstances),
        *pressure_signals(circumstances, classes=False),
        *heart_signals(circumstances),
        *treatment_signals(),
        often,
        absent,
    )


ASKED = (
    FASTING,
    RANDOM,
    HBA1C,
    *PRESSURE,
    SYMPTOMS,
    SYMPTOMS_OTHER,
    *TREATMENT,
    HYPOGLYCAEMIA,
    DANGERS,
)
RARELY = (FOOT_PULSE, WEIGHT, HEIGHT, HEART_RATE, *LIFESTYLE, STAPLE, INSULIN, DRUGS, *REFERRAL)

SECTION = Section(
    name="diabetes",
    title=Text("糖尿病随访", "Diabetes follow-up"),
    kinds=(Kind.DIABETES,),
    questions=(*ASKED, *RARELY),
    core=("fasting_glucose", "random_glucose"),
    needed=("symptoms",),
    classed=True,
    conditions={
        Kind.DIABETES: frozenset(
            {Condition.DIABETES, Condition.DIABETES_INSULIN, Condition.TWO_DISEASES_DIABETES}
        )
    },
    signals=signals,
    describe=glucose_words,
)
