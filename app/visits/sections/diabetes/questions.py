"""What the diabetes follow-up asks that no other form does, and everything it asks in order."""

from __future__ import annotations

from dataclasses import replace

from app.core.labels import Labelled
from app.core.words import Text
from app.visits.rules.questions import Carry, line, measured, one_of
from app.visits.rules.shared import (
    COMPLIANCE,
    DRINKING,
    DRINKING_TARGET,
    EXAMINATIONS,
    EXERCISE,
    EXERCISE_MINUTES,
    EXERCISE_MINUTES_TARGET,
    EXERCISE_TARGET,
    FASTING,
    HBA1C,
    HEART_RATE,
    HEIGHT,
    MEDICINES,
    MIND,
    PRESSURE,
    RANDOM,
    REFERRAL,
    RESULT_REASON,
    SIGNS_OTHER,
    SMOKING,
    SMOKING_TARGET,
    SYMPTOMS_OTHER,
    TREATMENT,
    WEIGHT,
    WEIGHT_TARGET,
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


_GRAMS = Text("克/天", "g a day")
STAPLE = replace(
    measured("staple_food", Text("主食", "Staple food"), _GRAMS, between=(0, 2000)), carry=Carry.FOLDED
)
STAPLE_TARGET = replace(
    measured("staple_target", Text("主食目标", "Staple food aimed at"), _GRAMS, between=(0, 2000)),
    carry=Carry.FOLDED,
)
HBA1C_ON = line("hba1c_on", Text("糖化血红蛋白检查日期", "HbA1c taken on"))
FOOT_PULSE = one_of("foot_pulse", Text("足背动脉搏动", "Foot pulse"), FootPulse)
HYPOGLYCAEMIA = one_of("hypoglycaemia", Text("低血糖反应", "Hypoglycaemia"), Hypoglycaemia)
INSULIN_KIND = line("insulin_kind", Text("胰岛素种类", "Insulin: kind"), carry=Carry.FOLDED)
INSULIN = line("insulin", Text("胰岛素用法和用量", "Insulin: use and dose"), carry=Carry.FOLDED)
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
    Danger.CONSCIOUSNESS,
    Danger.VOMITING,
    Danger.EYES,
    Danger.ACETONE,
    Danger.HIGH_FEVER,
    Danger.PALPITATION,
    Danger.SWEATING,
    Danger.ABDOMINAL_PAIN,
    Danger.DEEP_BREATHING,
    Danger.THIRST,
    Danger.PREGNANT,
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
RARELY = (
    *(HBA1C_ON, EXAMINATIONS, FOOT_PULSE, WEIGHT, WEIGHT_TARGET, HEIGHT, HEART_RATE, SIGNS_OTHER),
    *(SMOKING, SMOKING_TARGET, DRINKING, DRINKING_TARGET),
    *(EXERCISE, EXERCISE_MINUTES, EXERCISE_TARGET, EXERCISE_MINUTES_TARGET),
    *(STAPLE, STAPLE_TARGET, MIND, COMPLIANCE, INSULIN_KIND, INSULIN),
    *MEDICINES,
    RESULT_REASON,
    *REFERRAL,
)
