"""What the heart failure follow-up asks and what it shows."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import timedelta

from app.core.words import Text
from app.policy.rule import Interval
from app.policy.terms import Condition, Kind, Result, Sooner
from app.visits.rules import Answers, Circumstances, Referral, Section
from app.visits.rules.limits import DANGEROUS, heart_signals, treatment_signals
from app.visits.rules.questions import plain
from app.visits.rules.referring import follow_up_referrals
from app.visits.rules.section import Signal, figure
from app.visits.rules.vascular import (
    NO_FORM,
    hastened,
    pressure_shown,
    proposed_where,
    recalling,
    slow_heart_signals,
    sooner_if_bad,
    worse_signals,
)
from app.visits.rules.vocabulary import ReferralReason, YesNo
from app.visits.sections.heart_failure.paper import PAPER
from app.visits.sections.heart_failure.questions import (
    OWN,
    RARELY,
    SHARED,
    HeartClass,
    Lying,
    Rales,
    Swelling,
    Urine,
    Weighing,
)
from app.visits.sections.screening.path import raised_events

WORST = Text("休息时也气短（心功能Ⅳ级）", "Short of breath at rest (class IV)")
SITTING = Text("不能平卧", "Cannot lie flat")
WAKING = Text("夜间憋醒", "Wakes at night short of breath")
SPREAD = Text("水肿到大腿以上", "Oedema above the knees")
GAINED = Text(
    "{days} 天内体重增加 {n} kg 以上：可能是心衰加重，请联系签约医生调整利尿剂，{again} 天内再访。",
    "{n} kg or more gained in {days} days: heart failure may be worse. Call the family doctor, visit within {again} days.",
)
HEAVIER = Text("短期内体重明显增加", "Marked weight gain within days")


_GRADES = recalling("nyha", "oedema_extent")


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what breath, oedema, weight, pressure, heart rate, reaction and danger signs show."""
    bad = Result.UNCONTROLLED
    weigh = Text("请每天早上空腹称体重并记下。", "Weigh yourself every morning and write it down.")
    worst, sitting = DANGEROUS.filled(what=WORST), DANGEROUS.filled(what=SITTING)
    own = (
        Signal("nyha", says=("3",), result=bad),
        Signal("nyha", says=("4",), result=bad, emergency=worst),
        *worse_signals("nyha", HeartClass, circumstances),
        Signal("orthopnoea", says=(Lying.WAKING.value,), result=bad),
        Signal("orthopnoea", says=(Lying.SITTING.value,), result=bad, emergency=sitting),
        Signal("oedema_extent", says=(Swelling.LEGS.value, Swelling.THIGHS.value), result=bad),
        *worse_signals("oedema_extent", Swelling, circumstances),
        Signal("lung_rales", says=(Rales.BASES.value, Rales.WIDE.value), result=bad),
        Signal("urine_amount", says=(Urine.LESS.value,), result=bad),
        Signal("self_weighing", says=(Weighing.SOMETIMES.value, Weighing.NEVER.value), advice=weigh),
        *_warnings(circumstances),
        *treatment_signals(),
        *pressure_shown(circumstances),
    )
    about_heart = (*heart_signals(circumstances), *slow_heart_signals(circumstances))
    return (*hastened(own, circumstances), *about_heart)


def recalls(circumstances: Circumstances) -> Hashable:
    """Return what the signals look at of the visits before: the last grades, and what was weighed lately."""
    return _GRADES(circumstances), _lightest_lately(circumstances)


def gained(answers: Answers, circumstances: Circumstances) -> float | None:
    """Return how much was gained within the days of the warning, as told or as weighed; None where nobody knows."""
    told, weight = figure(answers, "weight_gain"), figure(answers, "weight")
    lately = _lightest_lately(circumstances)
    weighed = round(weight - lately, 1) if weight is not None and lately is not None else None
    return max((gain for gain in (told, weighed) if gain is not None), default=None)


def referrals(answers: Answers, circumstances: Circumstances, result: Result | None) -> tuple[Referral, ...]:
    """Return the referrals proposed: breath that fails at rest or at night, oedema that rises, weight gained in days."""
    found = [
        ("nyha", HeartClass.FOUR, WORST),
        ("orthopnoea", Lying.SITTING, SITTING),
        ("orthopnoea", Lying.WAKING, WAKING),
        ("oedema_extent", Swelling.THIGHS, SPREAD),
    ]
    gain, limit = gained(answers, circumstances), _figure(circumstances, "weight-gain")
    heavier = (Referral(ReferralReason.OTHER, HEAVIER),) if gain is not None and gain >= limit else ()
    usual = follow_up_referrals(Kind.HEART_FAILURE)(answers, circumstances, result)
    return (*usual, *proposed_where(answers, found), *heavier)


def describe(answers: Answers) -> str:
    """Return class and weight in short, as the why-line quotes them."""
    grade, weight = answers.get("nyha"), figure(answers, "weight")
    said = (f"NYHA {grade}" if grade else "", f"{plain(weight)} kg" if weight is not None else "")
    return " · ".join(part for part in said if part)


def _warnings(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what weight gained within days and a stay in hospital show: the next visit comes within a fortnight."""
    limit = _figure(circumstances, "weight-gain")
    days = plain(_figure(circumstances, "weight-gain.days"))
    soon = Interval(int(_figure(circumstances, "warning.days")), "day")
    advice = GAINED.filled(days=days, n=plain(limit), again=soon.count)
    bad, why = Result.UNCONTROLLED, Sooner.UNSETTLED
    lately = _lightest_lately(circumstances)
    weighed = () if lately is None else (
        Signal("weight", at_least=round(lately + limit, 1), result=bad, advice=advice, sooner=soon, why=why),
    )  # fmt: skip
    return (
        *weighed,
        Signal("weight_gain", at_least=limit, result=bad, advice=advice, sooner=soon, why=why),
        Signal("heart_failure_admitted", says=(YesNo.YES.value,), sooner=soon, why=why),
    )


def _lightest_lately(circumstances: Circumstances) -> float | None:
    """Return the lowest weight of the visits so recent that a gain since then is a warning."""
    since = circumstances.on - timedelta(days=int(_figure(circumstances, "weight-gain.days")))
    weights = (
        figure(found, "weight") for day, found in circumstances.earlier if since <= day <= circumstances.on
    )
    return min((weight for weight in weights if weight is not None), default=None)


def _figure(circumstances: Circumstances, name: str) -> float:
    return circumstances.figures.value(f"heart-failure.{name}", on=circumstances.on)


SECTION = Section(
    name="heart_failure",
    place=150,
    title=Text("心功能不全随访", "Heart failure follow-up"),
    kinds=(Kind.HEART_FAILURE,),
    questions=(*OWN, *SHARED, *RARELY),
    core=("nyha",),
    needed=("nyha", "orthopnoea", "oedema_extent"),
    classed=True,
    conditions={Kind.HEART_FAILURE: frozenset({Condition.HEART_FAILURE})},
    signals=signals,
    recalls=recalls,
    events=raised_events,
    describe=describe,
    again=sooner_if_bad,
    referrals=referrals,
    paper=PAPER,
    standard=NO_FORM,
)
