"""What the yearly check from 65 on asks and what it shows; its pressure serves screening too."""

from __future__ import annotations

from app.core.words import Text
from app.policy.terms import Kind, Result
from app.visits.rules import Answers, Circumstances, Referral, Section
from app.visits.rules.limits import DANGEROUS, glucose_signals, heart_signals, pressure_signals
from app.visits.rules.questions import plain
from app.visits.rules.section import Signal
from app.visits.rules.vocabulary import ReferralReason
from app.visits.sections.elderly.paper import PAPER
from app.visits.sections.elderly.questions import QUESTIONS, SCALE
from app.visits.sections.elderly.scale import grade_of, limits_in, points_of
from app.visits.sections.elderly.vocabulary import SelfCareGrade
from app.visits.sections.screening.path import raised_events

FEVER = Text("体温超过 {n} ℃", "Temperature above {n} °C")
COGNITION = Text(
    "认知粗筛阳性：建议做简易智力状态检查，告知家属。",
    "Cognition screen positive: do the mini-mental test, tell the family.",
)
MOOD = Text("情感粗筛阳性：建议做老年抑郁量表检查。", "Mood screen positive: do the depression scale.")
SUSPECT = Text(
    "肺结核可疑症状：推介到定点医院检查", "Suspected tuberculosis: sent to the designated hospital"
)
FOUND = Text("体检异常，建议转诊", "Something abnormal at the check: refer")
ENROL = Text(
    "建议纳入慢性病管理：确诊后请登记病种。", "For chronic care: enter the disease once it is confirmed."
)
SCALED = Text("自理能力 {points} 分：{grade}。", "Self-care {points} points: {grade}.")
CARE = Text(
    "自理能力 {points} 分：{grade}。请核对照护安排；特困人员另按六项评自理能力。",
    "Self-care {points} points: {grade}. See who gives care; the destitute are graded by six items as well.",
)


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what is dangerous at a check, and what the two quick screens show."""
    figures, on = circumstances.figures, circumstances.on
    fever = figures.value("temperature.emergency", on=on)
    measured = (*pressure_signals(circumstances, classes=False), *glucose_signals(circumstances))
    return (
        # What is dangerous, and how to measure: the aims are those of treated patients.
        *(sign for sign in measured if sign.emergency is not None or sign.at_least is None),
        *heart_signals(circumstances),
        Signal("temperature", above=fever, emergency=DANGEROUS.filled(what=FEVER.filled(n=plain(fever)))),
        Signal("cognition", says=("positive",), advice=COGNITION),
        Signal("elder_mood", says=("positive",), advice=MOOD),
        Signal("check_guidance", says=("enrol",), advice=ENROL),
    )


def referrals(answers: Answers, circumstances: Circumstances, result: Result | None) -> tuple[Referral, ...]:
    """Propose a referral where tuberculosis is suspected, and where the check itself advises one."""
    found: list[Referral] = []
    suspected = answers.get("tb_suspicion")
    if isinstance(suspected, list) and set(suspected) - {"none"}:
        found.append(Referral(ReferralReason.OTHER, SUSPECT))
    advised = answers.get("check_guidance")
    if isinstance(advised, list) and "refer" in advised:
        found.append(Referral(ReferralReason.OTHER, FOUND))
    return tuple(found)


def reminders(answers: Answers, circumstances: Circumstances) -> tuple[Text, ...]:
    """Say what the points of the self-care scale come to."""
    points = points_of(answers)
    if points is None:
        return ()
    grade = grade_of(points, up_to=limits_in(circumstances.figures))
    words = SCALED if grade is SelfCareGrade.ABLE else CARE
    return (words.filled(points=points, grade=grade),)


def describe(answers: Answers) -> str:
    """Return the grade of self-care, as the why-line quotes it."""
    points = points_of(answers)
    return f"自理 {points} 分 {grade_of(points).zh}" if points is not None else ""


SECTION = Section(
    name="elderly",
    place=410,
    folded=True,
    title=Text("老年人体检", "Elderly check"),
    kinds=(Kind.ELDERLY_CHECK,),
    questions=QUESTIONS,
    core=(*(question.name for question in SCALE), "elder_content", "cognition", "elder_mood", "assessment"),
    needed=(*(question.name for question in SCALE), "cognition", "elder_mood", "assessment"),
    signals=signals,
    events=raised_events,
    referrals=referrals,
    reminders=reminders,
    describe=describe,
    paper=PAPER,
    standard=Text(
        "健康体检表、老年人生活自理能力评估表（国家基本公共卫生服务规范第三版，含 2025 年新增项目）",
        "Health check and self-care scale (national standard, third edition, with the additions of 2025)",
    ),
)
