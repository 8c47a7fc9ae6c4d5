"""What the heart failure follow-up asks that no other form does, and everything it asks."""

from __future__ import annotations

from app.core.labels import Labelled
from app.core.words import Text
from app.visits.rules.questions import Carry, measured, one_of
from app.visits.rules.shared import (
    EXAMINATIONS,
    HEART_RATE,
    HEIGHT,
    LIFESTYLE,
    MEDICINES,
    PRESSURE,
    REFERRAL,
    RESULT_REASON,
    SIGNS_OTHER,
    SYMPTOMS_OTHER,
    TARGETS,
    TREATMENT,
    WEIGHT,
    dangers,
    symptoms,
)
from app.visits.rules.vascular import Prevention, prevention
from app.visits.rules.vocabulary import Danger, Symptom, YesNo


class Fluid(Labelled):
    """限水限盐."""

    KEPT = "kept", "做到", "Kept"
    PARTLY = "partly", "部分做到", "Partly"
    NOT = "not", "没做到", "Not kept"


class HeartClass(Labelled):
    """心功能分级 (NYHA)."""

    ONE = "1", "Ⅰ 级：日常活动不受限", "I: ordinary activity without trouble"
    TWO = "2", "Ⅱ 级：日常活动后气短乏力", "II: short of breath after ordinary activity"
    THREE = "3", "Ⅲ 级：轻微活动就气短", "III: short of breath after little"
    FOUR = "4", "Ⅳ 级：休息时也气短", "IV: short of breath at rest"


class Lying(Labelled):
    """夜间睡眠时的呼吸."""

    FLAT = "flat", "能平卧", "Lies flat"
    PROPPED = "propped", "要垫高枕头", "Propped up"
    WAKING = "waking", "夜间憋醒", "Wakes short of breath"
    SITTING = "sitting", "不能平卧，只能坐着", "Cannot lie, sits up"


class Rales(Labelled):
    """肺部啰音."""

    NONE = "none", "无", "None"
    BASES = "bases", "肺底", "At the bases"
    WIDE = "wide", "广泛", "Widespread"


class Swelling(Labelled):
    """水肿范围."""

    NONE = "none", "无", "None"
    ANKLES = "ankles", "足踝", "Ankles"
    LEGS = "legs", "小腿", "Lower legs"
    THIGHS = "thighs", "大腿以上或全身", "Thighs and above"


class Urine(Labelled):
    """尿量."""

    USUAL = "usual", "正常", "As usual"
    LESS = "less", "减少", "Less"


class Weighing(Labelled):
    """自己称体重."""

    DAILY = "daily", "每天", "Every day"
    SOMETIMES = "sometimes", "有时", "Sometimes"
    NEVER = "never", "不称", "Never"


CLASS = one_of("nyha", Text("心功能分级", "Class of heart function"), HeartClass)
GAIN = measured(
    "weight_gain", Text("近三天体重增加", "Weight gained in three days"), "kg", between=(0, 20), whole=False
)
SLEEP = one_of("orthopnoea", Text("夜间睡眠", "Lying at night"), Lying)
SWELLING = one_of("oedema_extent", Text("水肿范围", "Extent of oedema"), Swelling)
RALES = one_of("lung_rales", Text("肺部啰音", "Rales"), Rales)
URINE = one_of("urine_amount", Text("尿量", "Urine"), Urine)
ADMITTED = one_of(
    "heart_failure_admitted", Text("上次随访后因心衰住院", "In hospital for it since last time"), YesNo
)
WEIGHING = one_of("self_weighing", Text("自己称体重", "Weighs at home"), Weighing, carry=Carry.FOLDED)
FLUID = one_of("fluid_salt", Text("限水限盐", "Keeps fluid and salt low"), Fluid, carry=Carry.FOLDED)
DRUG_KINDS = prevention(
    Prevention.DIURETIC, Prevention.ANGIOTENSIN, Prevention.BETA_BLOCKER, Prevention.SPIRONOLACTONE,
    Prevention.GLIFLOZIN, Prevention.ANTICOAGULANT,
)  # fmt: skip
SYMPTOMS = symptoms(
    Symptom.DYSPNOEA,
    Symptom.PALPITATION,
    Symptom.CHEST_TIGHTNESS,
    Symptom.COUGH,
    Symptom.MALAISE,
    Symptom.HEADACHE,
)
DANGERS = dangers(
    Danger.LYING, Danger.CHEST_PAIN, Danger.CONSCIOUSNESS, Danger.CYANOSIS, Danger.ARRHYTHMIA, Danger.OEDEMA
)
OWN = (CLASS, SLEEP, SWELLING, GAIN, RALES, URINE, ADMITTED)
SHARED = (
    SYMPTOMS,
    SYMPTOMS_OTHER,
    *PRESSURE,
    HEART_RATE,
    WEIGHT,
    HEIGHT,
    *TREATMENT,
    DANGERS,
    SIGNS_OTHER,
    EXAMINATIONS,
)
RARELY = (WEIGHING, FLUID, DRUG_KINDS, *LIFESTYLE, *TARGETS, *MEDICINES, RESULT_REASON, *REFERRAL)
