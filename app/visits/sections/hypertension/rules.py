"""What the hypertension follow-up asks and what it shows."""

from __future__ import annotations

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Condition, Kind, Result
from app.visits.rules import Answers, Section, boxes
from app.visits.rules.limits import ARMS, heart_signals, pressure_signals, pressure_words, treatment_signals
from app.visits.rules.paper import Cell
from app.visits.rules.questions import plain, some_of
from app.visits.rules.referring import follow_up_referrals
from app.visits.rules.section import Circumstances, Referral, Signal, figure
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
from app.visits.rules.sides import pressure_sides
from app.visits.rules.vocabulary import Danger, ReferralReason, Symptom


class PressureWarning(Labelled):
    """转诊情形 of the standard of 2025 that no other question tells: at the first visit, then during follow-up."""

    YOUNG = "young", "30 岁前起病", "Began before the age of 30"
    URINE = "urine", "蛋白尿或血尿", "Protein or blood in the urine"
    POTASSIUM = "potassium", "血钾低于 3.5，非利尿剂所致", "Potassium below 3.5, not from diuretics"
    PAROXYSMAL = (
        "paroxysmal",
        "阵发性血压升高伴头痛、心悸、多汗",
        "Bouts with headache, palpitation, sweating",
    )
    PREGNANT = "pregnant", "妊娠或哺乳期", "Pregnant or nursing"
    RESISTANT = (
        "resistant",
        "足量三种药（含利尿剂）仍不达标",
        "Three full-dose medicines with a diuretic fail",
    )
    FLUCTUATING = "fluctuating", "血压明显波动难控制", "Marked fluctuation"
    ORGAN = "organ", "严重靶器官损害", "Serious organ damage"


SYMPTOMS = symptoms(
    Symptom.HEADACHE,
    Symptom.NAUSEA,
    Symptom.BLURRED_VISION,
    Symptom.TINNITUS,
    Symptom.DYSPNOEA,
    Symptom.PALPITATION,
    Symptom.CHEST_TIGHTNESS,
    Symptom.NOSEBLEED,
    Symptom.NUMBNESS,
    Symptom.OEDEMA,
)
SYMPTOM_CODES = {
    "none": "1",
    "headache": "2",
    "nausea": "3",
    "blurred-vision": "4",
    "tinnitus": "4",
    "dyspnoea": "5",
    "palpitation": "6",
    "chest-tightness": "6",
    "nosebleed": "7",
    "numbness": "8",
    "oedema": "9",
}
DANGERS = dangers(
    Danger.CONSCIOUSNESS,
    Danger.SEVERE_HEADACHE,
    Danger.VOMITING,
    Danger.EYES,
    Danger.CHEST_PAIN,
    Danger.LYING,
    Danger.PARALYSIS,
    Danger.PALPITATION,
    Danger.PREGNANT,
)
WARNINGS = some_of(
    "pressure_warnings", Text("转诊情形（2025 标准）", "Reasons to refer (standard of 2025)"), PressureWarning
)


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what pressure, reaction, complication and danger signs show at this age on this day."""
    return pressure_signals(circumstances, classes=True) + heart_signals(circumstances) + treatment_signals()


def referrals(answers: Answers, circumstances: Circumstances, result: Result | None) -> tuple[Referral, ...]:
    """Propose it for the four reasons of the form, for arms far apart, and for what the standard of 2025 lists."""
    return (
        *follow_up_referrals(Kind.HYPERTENSION)(answers, circumstances, result),
        *_arms(answers, circumstances),
        *_listed(answers, circumstances),
    )


def _arms(answers: Answers, circumstances: Circumstances) -> tuple[Referral, ...]:
    apart, limit = (
        figure(answers, "systolic_arms"),
        circumstances.figures.value("bp.arm.difference", on=circumstances.on),
    )
    if apart is None or apart <= limit:
        return ()
    return (Referral(ReferralReason.OTHER, ARMS.filled(n=plain(limit))),)


def _listed(answers: Answers, circumstances: Circumstances) -> tuple[Referral, ...]:
    """Return what the standard lists, from the day it is in force."""
    chosen = answers.get("pressure_warnings")
    if not isinstance(chosen, list) or not circumstances.figures.find(
        "hypertension.uncontrolled.months", on=circumstances.on
    ):
        return ()
    return tuple(
        Referral(ReferralReason.OTHER, term.text) for term in PressureWarning if term.value in chosen
    )


ASKED = (*PRESSURE, SYMPTOMS, SYMPTOMS_OTHER, *TREATMENT, DANGERS, WEIGHT, HEIGHT, HEART_RATE)
RARELY = (
    *(SIGNS_OTHER, EXAMINATIONS, WARNINGS),
    *LIFESTYLE,
    *TARGETS,
    *MEDICINES,
    RESULT_REASON,
    *REFERRAL,
)
PAPER = (
    boxes.symptoms_cell(SYMPTOM_CODES),
    *(boxes.PRESSURE, boxes.WEIGHT, boxes.BMI, boxes.HEART_RATE, boxes.SIGNS_OTHER),
    *(boxes.SMOKING, boxes.DRINKING, boxes.EXERCISE, boxes.EXERCISE_TARGET),
    *(boxes.SALT, boxes.MIND, boxes.COMPLIANCE),
    Cell(Text("辅助检查", "Tests"), ("examinations",)),
    *(boxes.ADHERENCE, boxes.REACTION),
    *boxes.closing("hypertension"),
)

SECTION = Section(
    name="hypertension",
    place=100,
    title=Text("高血压随访", "Hypertension follow-up"),
    kinds=(Kind.HYPERTENSION,),
    questions=(*ASKED, *RARELY),
    core=("systolic", "diastolic"),
    needed=("systolic", "diastolic", "symptoms"),
    classed=True,
    conditions={
        Kind.HYPERTENSION: frozenset(
            {Condition.HYPERTENSION, Condition.HYPERTENSION_COMPLICATED, Condition.TWO_DISEASES_HYPERTENSION}
        )
    },
    signals=signals,
    describe=pressure_words,
    referrals=referrals,
    sides=pressure_sides,
    paper=PAPER,
    standard=Text(
        "高血压患者随访服务记录表（国家基本公共卫生服务规范第三版，2017）",
        "Record of hypertension follow-up (national standard of basic public health, third edition, 2017)",
    ),
)
