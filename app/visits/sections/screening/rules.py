"""What screening asks and what it shows: nothing is classed, a raised reading asks for another on a different day."""

from __future__ import annotations

from app.core.words import Text
from app.policy.terms import Kind, Result
from app.visits.rules import Answers, Circumstances, Referral, Section, shared
from app.visits.rules.boxes import (
    BMI,
    DRINKING,
    HEIGHT,
    NEXT_VISIT,
    PRESSURE,
    REFERRED,
    SALT,
    SIGNATURE,
    WEIGHT,
)
from app.visits.rules.cells import boxes
from app.visits.rules.limits import pressure_signals, pressure_words
from app.visits.rules.questions import Carry, one_of, plain
from app.visits.rules.section import Signal
from app.visits.rules.vocabulary import ReferralReason
from app.visits.sections.screening.path import HAVE_HYPERTENSION, Path, raised_events, risks_of, way_of
from app.visits.sections.screening.vocabulary import Family, Stage

FAMILY = one_of(
    "hypertension_family", Text("高血压家族史", "Hypertension in the family"), Family, carry=Carry.FOLDED
)
QUESTIONS = (
    *shared.PRESSURE, shared.WAIST, shared.WEIGHT, shared.HEIGHT, shared.FASTING, FAMILY, shared.SALT, shared.DRINKING,
    *shared.REFERRAL,
)  # fmt: skip
CONFIRM = Text(
    "三次不同日血压都偏高：转诊上级确诊，两周内随访转诊结果。",
    "Raised on three different days: refer for confirmation, check within two weeks.",
)
GLUCOSE = Text(
    "空腹血糖达到 {n}：改日复测，两次都高的转诊确诊。",
    "Fasting glucose from {n}: take it again another day; refer if raised twice.",
)
RAISED = Text(
    "{stage}（筛查界值 {s}/{d} mmHg）：{days} 天内另选一天再测。",
    "{stage} (screening threshold {s}/{d} mmHg): take it again on another day within {days} days.",
)
AT_RISK = Text(
    "有高血压易患因素（{risks}）：每半年测一次血压，并作生活方式指导。",
    "At risk of hypertension ({risks}): a pressure every six months, and advice on habits.",
)


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what is dangerous, and what a raised fasting glucose asks for."""
    shown = pressure_signals(circumstances, classes=False)
    # The aims are those of treated patients; nobody here is one yet.
    measured = tuple(sign for sign in shown if sign.emergency is not None or sign.at_least is None)
    limit = circumstances.figures.value("screening.fasting", on=circumstances.on)
    return (*measured, Signal("fasting_glucose", at_least=limit, advice=GLUCOSE.filled(n=plain(limit))))


def referrals(answers: Answers, circumstances: Circumstances, result: Result | None) -> tuple[Referral, ...]:
    """Propose a referral for confirmation once three raised readings stand."""
    if way_of(answers, circumstances).stage is not Stage.PROPOSED:
        return ()
    return (Referral(ReferralReason.OTHER, CONFIRM),)


def reminders(answers: Answers, circumstances: Circumstances) -> tuple[Text, ...]:
    """Say how far the three readings have come, and what puts somebody at risk who has none raised."""
    if circumstances.held & HAVE_HYPERTENSION:
        return ()
    path = way_of(answers, circumstances)
    if path.under_way:
        return (_raised(path, circumstances),)
    risks = risks_of(
        answers,
        age=circumstances.age,
        sex=circumstances.sex,
        on=circumstances.on,
        figures=circumstances.figures,
    )
    if path.stage is not Stage.NORMAL or not risks:
        return ()
    words = Text("、".join(r.zh for r in risks), ", ".join(r.en for r in risks))
    return (AT_RISK.filled(risks=words),)


def _raised(path: Path, circumstances: Circumstances) -> Text:
    values = [
        plain(circumstances.figures.value(f"screening.{name}", on=circumstances.on))
        for name in ("systolic", "diastolic", "again.days")
    ]
    return RAISED.filled(stage=path.stage, s=values[0], d=values[1], days=values[2])


SECTION = Section(
    name="screening",
    place=400,
    title=Text("血压筛查", "Blood pressure screening"),
    kinds=(Kind.SCREENING, Kind.SCREENING_AGAIN),
    questions=QUESTIONS,
    core=("systolic", "diastolic"),
    needed=("systolic", "diastolic"),
    signals=signals,
    events=raised_events,
    referrals=referrals,
    reminders=reminders,
    describe=pressure_words,
    paper=(
        PRESSURE,
        *boxes(Text("体征", "Signs"), shared.WAIST),
        WEIGHT,
        HEIGHT,
        BMI,
        *boxes(Text("其他", "Other"), shared.FASTING, FAMILY),
        SALT,
        DRINKING,
        *REFERRED,
        NEXT_VISIT,
        SIGNATURE,
    ),
    standard=Text(
        "国家没有血压筛查的统一表格；内容照国家基本公共卫生服务规范第三版对筛查和高危人群的要求。",
        "There is no national form of screening; its content follows the third edition on screening and people at risk.",
    ),
)
