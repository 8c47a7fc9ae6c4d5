"""What a general follow-up asks and what it shows."""

from __future__ import annotations

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Kind, Result
from app.visits.rules import Answers, Circumstances, Section, boxes
from app.visits.rules.limits import treatment_signals
from app.visits.rules.paper import Cell
from app.visits.rules.questions import line, one_of
from app.visits.rules.referring import follow_up_referrals
from app.visits.rules.section import Signal
from app.visits.rules.shared import MEDICINES, PRESSURE, REFERRAL, RESULT_REASON, TREATMENT, dangers
from app.visits.rules.vascular import BORNE, box_of, hastened, pressure_shown, sooner_if_bad
from app.visits.rules.vocabulary import Danger
from app.visits.sections.screening.path import raised_events


class State(Labelled):
    """病情."""

    BETTER = "better", "好转", "Better"
    STABLE = "stable", "稳定", "Stable"
    WORSE = "worse", "加重", "Worse"


class Care(Labelled):
    """治疗情况."""

    REGULAR = "regular", "规律治疗", "Regular treatment"
    IRREGULAR = "irregular", "治疗不规律", "Irregular treatment"
    NONE = "none", "未治疗", "No treatment"


class Effect(Labelled):
    """治疗效果."""

    GOOD = "good", "良好", "Good"
    FAIR = "fair", "一般", "Fair"
    POOR = "poor", "差", "Poor"


STATE = one_of("condition_state", Text("病情", "Condition"), State)
CARE = one_of("treatment", Text("治疗情况", "Treatment"), Care)
EFFECT = one_of("treatment_effect", Text("治疗效果", "Effect of treatment"), Effect)
GUIDANCE = line("guidance", Text("本次指导", "Guidance given"))
DANGERS = dangers(
    Danger.CONSCIOUSNESS,
    Danger.CHEST_PAIN,
    Danger.LYING,
    Danger.PARALYSIS,
    Danger.SEVERE_HEADACHE,
    Danger.CYANOSIS,
)
UNTREATED = Text(
    "没有治疗：问清原因（费用、买不到药、不愿治），需要时帮办救助或报签约医生。",
    "No treatment: find out why (cost, no medicine, refusal) and help with aid or tell the family doctor.",
)


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what course, effect, pressure, reaction and danger signs show."""
    own = (
        Signal("condition_state", says=(State.WORSE.value,), result=Result.UNCONTROLLED),
        Signal("treatment_effect", says=(Effect.POOR.value,), result=Result.UNCONTROLLED),
        Signal("treatment", says=(Care.NONE.value,), advice=UNTREATED),
        *treatment_signals(),
        *pressure_shown(circumstances),
    )
    return hastened(own, circumstances)


def describe(answers: Answers) -> str:
    """Return the condition in short, as the why-line quotes it."""
    state = answers.get("condition_state")
    return f"{STATE.label.zh}{STATE.spoken(state).zh}" if state else ""


PAPER = (
    *(box_of(question) for question in (STATE, CARE, EFFECT)),
    boxes.PRESSURE,
    *BORNE,
    box_of(DANGERS),
    Cell(GUIDANCE.label, (GUIDANCE.name,)),
    *boxes.closing("general"),
)

SECTION = Section(
    name="general",
    place=300,
    title=Text("病情随访", "General follow-up"),
    kinds=(Kind.GENERAL,),
    questions=(
        *(STATE, CARE, EFFECT, *PRESSURE, *TREATMENT, DANGERS, GUIDANCE),
        *(*MEDICINES, RESULT_REASON, *REFERRAL),
    ),
    core=("condition_state", "treatment", "treatment_effect"),
    needed=("condition_state", "treatment", "treatment_effect"),
    classed=True,
    signals=signals,
    events=raised_events,
    describe=describe,
    again=sooner_if_bad,
    referrals=follow_up_referrals(Kind.GENERAL),
    paper=PAPER,
    standard=Text(
        "国家没有统一表格。按当地低收入人口健康帮扶文件，上门随访记病情、治疗情况和治疗效果。",
        "There is no national form. The local documents on low-income patients ask for condition, treatment and effect.",
    ),
)
