"""The questions several sections ask in the same words, so that one visit asks each of them once."""

from __future__ import annotations

from dataclasses import replace

from app.core.words import Text
from app.visits.rules.questions import Carry, Question, Shape, line, measured, one_of, some_of
from app.visits.rules.vocabulary import (
    Adherence,
    Complication,
    Danger,
    Grade,
    Manageable,
    ReferralAnswer,
    ReferralReason,
    Salt,
    Symptom,
    YesNo,
)

_HIGH, _LOW = (50, 300), (30, 200)
SYSTOLIC = measured("systolic", Text("收缩压", "Systolic pressure"), "mmHg", between=_HIGH)
DIASTOLIC = measured("diastolic", Text("舒张压", "Diastolic pressure"), "mmHg", between=_LOW)
SYSTOLIC_2 = measured("systolic_2", Text("再测收缩压", "Second systolic pressure"), "mmHg", between=_HIGH)
DIASTOLIC_2 = measured("diastolic_2", Text("再测舒张压", "Second diastolic pressure"), "mmHg", between=_LOW)
SYSTOLIC_3 = measured("systolic_3", Text("第三次收缩压", "Third systolic pressure"), "mmHg", between=_HIGH)
DIASTOLIC_3 = measured("diastolic_3", Text("第三次舒张压", "Third diastolic pressure"), "mmHg", between=_LOW)
SYSTOLIC_OTHER = measured(
    "systolic_other", Text("另一侧收缩压", "Systolic pressure, other arm"), "mmHg", between=_HIGH
)
DIASTOLIC_OTHER = measured(
    "diastolic_other", Text("另一侧舒张压", "Diastolic pressure, other arm"), "mmHg", between=_LOW
)
PRESSURE = (
    SYSTOLIC,
    DIASTOLIC,
    SYSTOLIC_2,
    DIASTOLIC_2,
    SYSTOLIC_3,
    DIASTOLIC_3,
    SYSTOLIC_OTHER,
    DIASTOLIC_OTHER,
)

WEIGHT = measured("weight", Text("体重", "Weight"), "kg", between=(20, 250), whole=False)
HEIGHT = replace(measured("height", Text("身高", "Height"), "cm", between=(80, 230)), carry=Carry.FOLDED)
WAIST = measured("waist", Text("腰围", "Waist"), "cm", between=(40, 200), whole=False)
TEMPERATURE = measured("temperature", Text("体温", "Temperature"), "℃", between=(34, 43), whole=False)
BREATHS = measured(
    "respiratory_rate", Text("呼吸频率", "Breaths"), Text("次/分", "a minute"), between=(5, 80)
)
OXYGEN = measured("spo2", Text("血氧饱和度", "Oxygen saturation"), "%", between=(50, 100))
HEART_RATE = measured("heart_rate", Text("心率", "Heart rate"), Text("次/分", "a minute"), between=(20, 250))

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

_SYMPTOMS = replace(
    some_of("symptoms", Text("症状", "Symptoms"), Symptom, carry=Carry.SHOWN), calm=Symptom.NONE.value
)
_DANGERS = some_of("dangers", Text("危急情况", "Danger signs"), Danger)


def symptoms(*offered: Symptom) -> Question:
    """Ask for symptoms, offering those of one national form between "none" and "other"."""
    return replace(_SYMPTOMS, choices=(Symptom.NONE, *offered, Symptom.OTHER))


def dangers(*offered: Danger) -> Question:
    """Ask for the danger signs of one disease."""
    return replace(_DANGERS, choices=(*offered, Danger.OTHER))


SYMPTOMS_OTHER = line("symptoms_other", Text("其他症状", "Other symptoms"))
SIGNS_OTHER = line("signs_other", Text("其他体征", "Other signs"))
EXAMINATIONS = line("examinations", Text("辅助检查", "Tests and their findings"))
ADHERENCE = one_of("adherence", Text("服药依从性", "Takes medicine"), Adherence, carry=Carry.SHOWN)
ADVERSE_REACTION = replace(
    one_of("adverse_reaction", Text("药物不良反应", "Adverse reaction"), YesNo, carry=Carry.SHOWN),
    calm=YesNo.NO.value,
)
ADVERSE_DETAIL = line("adverse_detail", Text("是哪种药、什么反应", "Which medicine, what reaction"))
ADVERSE_HARD = one_of("adverse_hard", Text("不良反应能否控制", "Can the reaction be managed"), Manageable)
COMPLICATION = one_of("complication", Text("新并发症或原有加重", "New or worse complication"), Complication)
TREATMENT = (ADHERENCE, ADVERSE_REACTION, ADVERSE_DETAIL, ADVERSE_HARD, COMPLICATION)


def _habit(name: str, label: Text, unit: Text, *, most: float, whole: bool = True) -> Question:
    return replace(measured(name, label, unit, between=(0, most), whole=whole), carry=Carry.FOLDED)


_STICKS = Text("支", "")
_SPIRITS = Text("两", "× 50 g")
_WEEKLY = Text("次/周", "times a week")
_MINUTES = Text("分钟", "minutes")
SMOKING = _habit("smoking_daily", Text("日吸烟量", "Cigarettes a day"), _STICKS, most=100)
DRINKING = _habit(
    "drinking_daily", Text("日饮酒量（折合白酒）", "Spirits a day"), _SPIRITS, most=30, whole=False
)
EXERCISE = _habit("exercise_weekly", Text("运动次数", "Exercise"), _WEEKLY, most=30)
EXERCISE_MINUTES = _habit("exercise_minutes", Text("每次运动", "Exercise each time"), _MINUTES, most=600)
SALT = one_of("salt", Text("摄盐情况", "Salt"), Salt, carry=Carry.FOLDED)
MIND = one_of("mind", Text("心理调整", "State of mind"), Grade, carry=Carry.FOLDED)
COMPLIANCE = one_of("compliance", Text("遵医行为", "Follows advice"), Grade, carry=Carry.FOLDED)
LIFESTYLE = (SMOKING, DRINKING, EXERCISE, EXERCISE_MINUTES, SALT, MIND, COMPLIANCE)

# What was agreed to reach by the next visit; the forms print it behind a stroke after what is so now.
WEIGHT_TARGET = replace(
    measured("weight_target", Text("体重目标", "Weight aimed at"), "kg", between=(20, 250), whole=False),
    carry=Carry.FOLDED,
)
SMOKING_TARGET = _habit("smoking_target", Text("吸烟目标", "Cigarettes aimed at"), _STICKS, most=100)
DRINKING_TARGET = _habit(
    "drinking_target", Text("饮酒目标", "Spirits aimed at"), _SPIRITS, most=30, whole=False
)
EXERCISE_TARGET = _habit(
    "exercise_weekly_target", Text("运动次数目标", "Exercise aimed at"), _WEEKLY, most=30
)
EXERCISE_MINUTES_TARGET = _habit(
    "exercise_minutes_target", Text("每次运动目标", "Exercise each time aimed at"), _MINUTES, most=600
)
SALT_TARGET = one_of("salt_target", Text("摄盐目标", "Salt aimed at"), Salt, carry=Carry.FOLDED)
TARGETS = (
    WEIGHT_TARGET,
    SMOKING_TARGET,
    DRINKING_TARGET,
    EXERCISE_TARGET,
    EXERCISE_MINUTES_TARGET,
    SALT_TARGET,
)


def _drug(number: int) -> tuple[Question, Question, Question]:
    """Ask for one medicine as the forms have it: name, times a day, dose each time."""
    called = Text(f"药物{number}", f"Medicine {number}")
    named, often, much = (
        Text("{drug}名称", "{drug}: name").filled(drug=called),
        Text("{drug}每日次数", "{drug}: times a day").filled(drug=called),
        Text("{drug}每次用量", "{drug}: dose").filled(drug=called),
    )
    times = measured(f"drug{number}_times", often, Text("次", "times"), between=(1, 12))
    return (
        line(f"drug{number}_name", named, carry=Carry.FOLDED),
        replace(times, carry=Carry.FOLDED),
        line(f"drug{number}_dose", much, carry=Carry.FOLDED),
    )


DRUG_ROWS = (_drug(1), _drug(2), _drug(3))
DRUGS = Question(
    "drugs",
    Text(
        "其他用药（每行一种：药名、每次用量、每日几次）",
        "Other medicines (one a line: name, dose, times a day)",
    ),
    Shape.LINES,
    carry=Carry.FOLDED,
)
MEDICINES = (*DRUG_ROWS[0], *DRUG_ROWS[1], *DRUG_ROWS[2], DRUGS)

RESULT_REASON = line(
    "result_reason",
    Text("分类与按数值判断不同的理由", "Why the class differs from what the values say"),
)
REFERRAL = (
    one_of("referral_reason", Text("转诊原因", "Reason of referral"), ReferralReason),
    line("referral_to", Text("转往机构", "Referred to (institution)")),
    line("referral_department", Text("转往科别", "Referred to (department)")),
    one_of("referral_answer", Text("是否转诊", "Referred"), ReferralAnswer),
    line("referral_declined", Text("暂不转诊的理由", "Why not referred")),
)
