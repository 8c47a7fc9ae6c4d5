"""What the stroke follow-up asks and what it shows."""

from __future__ import annotations

from app.core.words import Text
from app.policy.terms import Condition, Kind, Result
from app.visits.rules import Answers, Circumstances, Referral, Section
from app.visits.rules.limits import DANGEROUS, treatment_signals
from app.visits.rules.referring import follow_up_referrals
from app.visits.rules.section import Signal
from app.visits.rules.vascular import (
    NO_FORM,
    hastened,
    pressure_shown,
    prevention_signals,
    proposed_where,
    recalling,
    sooner_if_bad,
    worse_signals,
)
from app.visits.sections.screening.path import raised_events
from app.visits.sections.stroke.paper import PAPER
from app.visits.sections.stroke.questions import (
    COURSE,
    OWN,
    RARELY,
    SHARED,
    Function,
    Limb,
    NewDeficit,
    Rankin,
    Speech,
    Swallowing,
    Trouble,
)

THERE = Text("新出现偏瘫、口角歪斜或言语不清", "New weakness, droop or slurred speech")
PASSED = Text("短暂性脑缺血发作（症状已缓解也须急诊）", "A transient attack: urgent even when it is over")
WORSE = Text("功能比上次变差", "Function worse than last time")
CHOKING = Text(
    "喝水呛咳：做吞咽评估，当心吸入性肺炎。",
    "Chokes on water: have swallowing assessed, beware of pneumonia.",
)
TROUBLES = Text("有压疮、跌倒或关节挛缩：指导照料者，请签约医生看。",
                "Sores, falls or stiff joints: advise the carer, ask the family doctor to look.")  # fmt: skip


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what a new deficit, function, swallowing, pressure, bleeding, reaction and danger signs show."""
    bad = Result.UNCONTROLLED
    there, passed = DANGEROUS.filled(what=THERE), DANGEROUS.filled(what=PASSED)
    own = (
        Signal("new_deficit", says=(NewDeficit.THERE.value,), result=Result.COMPLICATION, emergency=there),
        Signal("new_deficit", says=(NewDeficit.PASSED.value,), result=Result.COMPLICATION, emergency=passed),
        Signal("stroke_course", says=(Function.WORSE.value,), result=bad),
        *worse_signals("mrs", Rankin, circumstances),
        *worse_signals("limb_function", Limb, circumstances),
        *worse_signals("speech", Speech, circumstances),
        Signal("swallowing", says=(Swallowing.CHOKING.value,), advice=CHOKING),
        Signal("stroke_troubles", says=(Trouble.SORE.value, Trouble.FALL.value, Trouble.CONTRACTURE.value), advice=TROUBLES),
        *treatment_signals(),
        *pressure_shown(circumstances),
        *prevention_signals(circumstances),
    )  # fmt: skip
    return hastened(own, circumstances)


def referrals(answers: Answers, circumstances: Circumstances, result: Result | None) -> tuple[Referral, ...]:
    """Return the referrals proposed: a new deficit, gone or not, and function that is being lost."""
    found = (
        ("new_deficit", NewDeficit.THERE, THERE),
        ("new_deficit", NewDeficit.PASSED, PASSED),
        ("stroke_course", Function.WORSE, WORSE),
    )
    usual = follow_up_referrals(Kind.STROKE)(answers, circumstances, result)
    return (*usual, *proposed_where(answers, found))


def describe(answers: Answers) -> str:
    """Return the grade of disability, as the why-line quotes it, else how function went."""
    if grade := answers.get("mrs"):
        return f"mRS {grade}"
    course = answers.get("stroke_course")
    return COURSE.spoken(course).zh if course else ""


SECTION = Section(
    name="stroke",
    place=140,
    title=Text("脑卒中随访", "Stroke follow-up"),
    kinds=(Kind.STROKE,),
    questions=(*OWN, *SHARED, *RARELY),
    core=("stroke_course",),
    needed=("new_deficit", "stroke_course"),
    classed=True,
    conditions={Kind.STROKE: frozenset({Condition.STROKE})},
    signals=signals,
    recalls=recalling("mrs", "limb_function", "speech"),
    events=raised_events,
    describe=describe,
    again=sooner_if_bad,
    referrals=referrals,
    paper=PAPER,
    standard=NO_FORM,
)
