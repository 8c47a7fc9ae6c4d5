"""The questions several sections ask in the same words, so that one visit asks each of them once."""

from __future__ import annotations

from dataclasses import replace

from app.core.words import Text
from app.visits.rules.questions import Carry, Question, Shape, line, measured, one_of, some_of
from app.visits.rules.vocabulary import Adherence, Danger, Grade, ReferralReason, Salt, Symptom, YesNo

SYSTOLIC = measured("systolic", Text("收缩压", "Systolic pressure"), "mmHg", between=(50, 300))
DIASTOLIC = measured("diastolic", Text("舒张压", "Diastolic pressure"), "mmHg", between=(30, 200))
SYSTOLIC_2 = measured("systolic_2", Text("再测收缩压", "Second systolic pressure"), "mmHg", between=(50, 300))
DIASTOLIC_2 = measured(
    "diastolic_2", Text("再测舒张压", "Second diastolic pressure"), "mmHg", between=(30, 200)
)
PRESSURE = (SYSTOLIC, DIASTOLIC, SYSTOLIC_2, DIASTOLIC_2)

WEIGHT = measured("weight", Text("体重", "Weight"), "kg", between=(20, 250), whole=False)
HEIGHT = replace(measured("height", Text("身高", "Height"), "cm", between=(80, 230)), carry=Carry.FOLDED)
HEART_RATE = measured("heart_rate", Text("心率", "Heart rate"), Text("次/分", "a minute"), between=(20, 250))

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
ADHERENCE = one_of("adherence", Text("服药依从性", "Takes medicine"), Adherence, carry=Carry.SHOWN)
ADVERSE_REACTION = replace(
    one_of("adverse_reaction", Text("药物不良反应", "Adverse reaction"), YesNo, carry=Carry.SHOWN),
    calm=YesNo.NO.value,
)
ADVERSE_DETAIL = line("adverse_detail", Text("是哪种药、什么反应", "Which medicine, what reaction"))
COMPLICATION = one_of("complication", Text("新并发症或原有加重", "New or worse complication"), YesNo)
TREATMENT = (ADHERENCE, ADVERSE_REACTION, ADVERSE_DETAIL, COMPLICATION)


def _habit(name: str, label: Text, unit: Text, *, most: float, whole: bool = True) -> Question:
    return replace(measured(name, label, unit, between=(0, most), whole=whole), carry=Carry.FOLDED)


LIFESTYLE = (
    _habit("smoking_daily", Text("日吸烟量", "Cigarettes a day"), Text("支", ""), most=100),
    _habit(
        "drinking_daily",
        Text("日饮酒量（折合白酒）", "Spirits a day"),
        Text("两", "× 50 g"),
        most=30,
        whole=False,
    ),
    _habit("exercise_weekly", Text("运动次数", "Exercise"), Text("次/周", "times a week"), most=30),
    _habit("exercise_minutes", Text("每次运动", "Exercise each time"), Text("分钟", "minutes"), most=600),
    one_of("salt", Text("摄盐情况", "Salt"), Salt, carry=Carry.FOLDED),
    one_of("mind", Text("心理调整", "State of mind"), Grade, carry=Carry.FOLDED),
    one_of("compliance", Text("遵医行为", "Follows advice"), Grade, carry=Carry.FOLDED),
)
DRUGS = Question(
    "drugs", Text("用药（每行一种：药名、每次用量、每日几次）", "Medicines (one a line: name, dose, times a day)"),
    Shape.LINES, carry=Carry.FOLDED,
)  # fmt: skip
REFERRAL = (
    one_of("referral_reason", Text("转诊原因", "Reason of referral"), ReferralReason),
    line("referral_to", Text("转往机构及科别", "Referred to (institution, department)")),
)
