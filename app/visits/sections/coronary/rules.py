"""What the coronary follow-up asks and what it shows."""

from __future__ import annotations

from app.core.words import Text
from app.policy.terms import Condition, Kind, Result
from app.visits.rules import Answers, Circumstances, Referral, Section
from app.visits.rules.limits import DANGEROUS, heart_signals, treatment_signals
from app.visits.rules.referring import follow_up_referrals
from app.visits.rules.section import Signal
from app.visits.rules.vascular import (
    NO_FORM,
    hastened,
    pressure_shown,
    prevention_signals,
    proposed_where,
    recalling,
    slow_heart_signals,
    sooner_if_bad,
    worse_signals,
)
from app.visits.sections.coronary.paper import PAPER
from app.visits.sections.coronary.questions import (
    ANGINA,
    OWN,
    RARELY,
    SHARED,
    Angina,
    AnginaGrade,
    Relief,
)
from app.visits.sections.screening.path import raised_events

UNSTABLE = Text("休息时心绞痛（可能是不稳定心绞痛）", "Angina at rest, perhaps unstable angina")
INFARCTION = Text(
    "胸痛 10 分钟以上伴出汗（可能是心肌梗死）",
    "Chest pain for 10 minutes or more with sweating, perhaps infarction",
)
NO_RELIEF = Text("含服硝酸甘油不缓解", "Angina that nitroglycerin does not relieve")
MORE = Text("心绞痛比以前频繁或加重", "Angina more often or worse than before")
SLOWER = Text("含服硝酸甘油缓解变慢", "Nitroglycerin relieves more slowly")


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what angina, its relief, pressure, heart rate, bleeding, reaction and danger signs show."""
    bad = Result.UNCONTROLLED
    lower = Text(
        "活动耐力比上次差，请签约医生评估。",
        "Bears less effort than last time: ask the family doctor to look.",
    )
    own = (
        Signal("angina", says=(Angina.MORE.value,), result=bad),
        Signal("angina", says=(Angina.AT_REST.value,), result=bad, emergency=DANGEROUS.filled(what=UNSTABLE)),
        Signal(
            "angina", says=(Angina.LASTING.value,), result=bad, emergency=DANGEROUS.filled(what=INFARCTION)
        ),
        Signal("nitrate_relief", says=(Relief.SLOWLY.value,), result=bad),
        Signal(
            "nitrate_relief",
            says=(Relief.NONE.value,),
            result=bad,
            emergency=DANGEROUS.filled(what=NO_RELIEF),
        ),
        *worse_signals("angina_grade", AnginaGrade, circumstances, advice=lower),
        *treatment_signals(),
        *pressure_shown(circumstances),
        *prevention_signals(circumstances),
    )
    about_heart = (*heart_signals(circumstances), *slow_heart_signals(circumstances))
    return (*hastened(own, circumstances), *about_heart)


def referrals(answers: Answers, circumstances: Circumstances, result: Result | None) -> tuple[Referral, ...]:
    """Return the referrals proposed: angina that is no longer stable, or that its medicine no longer relieves."""
    usual = follow_up_referrals(Kind.CORONARY)(answers, circumstances, result)
    return (
        *usual,
        *proposed_where(
            answers,
            (
                ("angina", Angina.MORE, MORE),
                ("angina", Angina.AT_REST, UNSTABLE),
                ("angina", Angina.LASTING, INFARCTION),
                ("nitrate_relief", Relief.SLOWLY, SLOWER),
                ("nitrate_relief", Relief.NONE, NO_RELIEF),
            ),
        ),
    )


def describe(answers: Answers) -> str:
    """Return the angina in short, as the why-line quotes it."""
    value = answers.get("angina")
    return f"{ANGINA.label.zh} {ANGINA.spoken(value).zh}" if value else ""


SECTION = Section(
    name="coronary",
    place=130,
    title=Text("冠心病随访", "Coronary follow-up"),
    kinds=(Kind.CORONARY,),
    questions=(*OWN, *SHARED, *RARELY),
    core=("angina",),
    needed=("angina", "symptoms"),
    classed=True,
    conditions={Kind.CORONARY: frozenset({Condition.CORONARY})},
    signals=signals,
    recalls=recalling("angina_grade"),
    events=raised_events,
    describe=describe,
    again=sooner_if_bad,
    referrals=referrals,
    paper=PAPER,
    standard=NO_FORM,
)
