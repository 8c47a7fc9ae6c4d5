"""What the stroke follow-up asks that no other form does, and everything it asks."""

from __future__ import annotations

from dataclasses import replace

from app.core.labels import Labelled
from app.core.words import Text
from app.visits.rules.questions import Carry, one_of, some_of
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
from app.visits.rules.vascular import BLEEDING, LDL, RISKS, Prevention, prevention
from app.visits.rules.vocabulary import Danger, Symptom


class Function(Labelled):
    """功能与上次相比."""

    BETTER = "better", "好转", "Better"
    STABLE = "stable", "稳定", "Stable"
    WORSE = "worse", "变差", "Worse"


class Limb(Labelled):
    """肢体功能."""

    NORMAL = "normal", "正常", "Normal"
    MILD = "mild", "一侧无力，能走", "Weak on one side, walks"
    MARKED = "marked", "一侧无力，要人扶", "Weak on one side, needs an arm"
    NONE = "none", "不能活动", "Cannot move"


class NewDeficit(Labelled):
    """新的神经症状: face, arm, speech, sight."""

    NONE = "none", "没有", "None"
    PASSED = "passed", "出现过，24 小时内好了", "Came and went within 24 hours"
    THERE = "there", "现在就有", "There now"


class Rankin(Labelled):
    """改良 Rankin 评分 (mRS)."""

    ZERO = "0", "0 完全无症状", "0 no symptoms"
    ONE = "1", "1 有症状，能做一切日常活动", "1 symptoms, does everything"
    TWO = "2", "2 轻度残疾，能自理", "2 slight disability, independent"
    THREE = "3", "3 中度残疾，能独自行走", "3 moderate, walks alone"
    FOUR = "4", "4 重度残疾，走路和生活要人帮", "4 needs help to walk and to live"
    FIVE = "5", "5 卧床，完全靠人照料", "5 bedridden, constant care"


class Recovery(Labelled):
    """正在做的康复."""

    LIMBS = "limbs", "肢体训练", "Limbs"
    SPEECH = "speech", "言语训练", "Speech"
    SWALLOWING = "swallowing", "吞咽训练", "Swallowing"
    THERAPY = "therapy", "理疗、针灸", "Physiotherapy, acupuncture"
    NONE = "none", "没有做", "None"


class Speech(Labelled):
    """言语."""

    CLEAR = "clear", "清楚", "Clear"
    SLURRED = "slurred", "含糊", "Slurred"
    NONE = "none", "失语", "Lost"


class StrokeType(Labelled):
    """脑卒中类型."""

    ISCHAEMIC = "ischaemic", "缺血性（脑梗死）", "Ischaemic"
    BLEEDING = "bleeding", "出血性", "Haemorrhagic"
    PASSING = "passing", "短暂性脑缺血发作", "Transient (TIA)"
    UNKNOWN = "unknown", "不详", "Not known"


class Swallowing(Labelled):
    """吞咽."""

    NORMAL = "normal", "正常", "Normal"
    CHOKING = "choking", "喝水呛咳", "Chokes on water"
    TUBE = "tube", "管饲", "Fed by tube"


class Trouble(Labelled):
    """卧床和跌倒引起的问题."""

    SORE = "sore", "压疮", "Pressure sore"
    FALL = "fall", "跌倒", "A fall"
    CONTRACTURE = "contracture", "关节僵硬挛缩", "Stiff joints"
    NONE = "none", "都没有", "None of these"


NEW = replace(
    one_of(
        "new_deficit",
        Text("新的口角歪斜、无力、说不清、看不清", "New droop, weakness, slurred speech or loss of sight"),
        NewDeficit,
        carry=Carry.SHOWN,
    ),
    calm=NewDeficit.NONE.value,
)
COURSE = one_of(
    "stroke_course", Text("肢体和言语功能与上次相比", "Limbs and speech compared with last time"), Function
)
MRS = one_of("mrs", Text("改良 Rankin 评分", "Modified Rankin scale"), Rankin, carry=Carry.FOLDED)
LIMB = one_of("limb_function", Text("肢体功能", "Limbs"), Limb, carry=Carry.FOLDED)
SPEECH = one_of("speech", Text("言语", "Speech"), Speech, carry=Carry.FOLDED)
SWALLOWING = one_of("swallowing", Text("吞咽", "Swallowing"), Swallowing, carry=Carry.FOLDED)
TYPE = one_of("stroke_type", Text("脑卒中类型", "Type of stroke"), StrokeType, carry=Carry.FOLDED)
RECOVERY = some_of("stroke_recovery", Text("康复训练", "Recovery training"), Recovery, carry=Carry.FOLDED)
LYING = some_of("stroke_troubles", Text("卧床、跌倒问题", "Problems of lying and falls"), Trouble)
DRUG_KINDS = prevention(
    Prevention.ANTIPLATELET, Prevention.STATIN, Prevention.ANTICOAGULANT, Prevention.ANGIOTENSIN
)
SYMPTOMS = symptoms(
    Symptom.HEADACHE, Symptom.NUMBNESS, Symptom.BLURRED_VISION, Symptom.NAUSEA, Symptom.MALAISE
)
DANGERS = dangers(
    Danger.PARALYSIS,
    Danger.CONSCIOUSNESS,
    Danger.SEVERE_HEADACHE,
    Danger.VOMITING,
    Danger.EYES,
    Danger.HIGH_FEVER,
)
OWN = (NEW, COURSE, MRS, LIMB, SPEECH, SWALLOWING, LYING, BLEEDING, LDL)
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
RARELY = (TYPE, RECOVERY, RISKS, DRUG_KINDS, *LIFESTYLE, *TARGETS, *MEDICINES, RESULT_REASON, *REFERRAL)
