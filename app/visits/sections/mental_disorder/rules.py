"""What the follow-up of severe mental disorder asks and what it shows.

The class (不稳定, 基本稳定, 稳定) follows from danger grade, symptoms, insight, function, reaction and bodily illness:
stable is filed as controlled, the two others as not controlled, with the day of the next visit by the class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from app.core.words import Text
from app.policy.rule import Interval
from app.policy.terms import Condition, Kind, Result, Sooner
from app.visits.rules import Answers, Circumstances, Referral, Section
from app.visits.rules.referring import HARD
from app.visits.rules.section import Signal, given
from app.visits.rules.vocabulary import Manageable, ReferralReason
from app.visits.sections.mental_disorder.paper import PAPER
from app.visits.sections.mental_disorder.questions import ASKED, FUNCTIONS, KEPT, SELDOM, class_of, grade_of
from app.visits.sections.mental_disorder.vocabulary import DangerGrade, Serious, Stability

BAD = Result.UNCONTROLLED
UNSTABLE_FROM = "mental-disorder.unstable.grade"
AGAIN_DAYS = "mental-disorder.again.days"
DANGEROUS = Text(
    "{grade}：立即转诊精神专科，必要时报告公安部门，两周内了解结果。",
    "{grade}: refer to psychiatry at once, tell the police if need be, learn the outcome within two weeks.",
)
SERIOUS_NOW = Text(
    "{what}：对症处理后立即转诊，两周内了解结果。",
    "{what}: treat, refer at once, learn the outcome within two weeks.",
)
RECHECK_GRADE = Text(
    "有自伤或自杀未遂，请核对危险性评估是否应为 4 级。",
    "Self-harm or attempted suicide: check whether the danger grade should be 4.",
)
UNLOCK = Text(
    "存在关锁：请报告并协助解锁治疗。", "Locked up: report it and help towards release and treatment."
)
NO_CONSENT = Text(
    "不同意管理：只能按规定做应急处置，不能列入随访考核。",
    "No consent to management: emergencies only; the follow-up does not count.",
)
REFER = Text("病情不稳定，须立即转诊精神专科", "Unstable: refer to psychiatry at once")
SPECIALIST = Text(
    "两周后仍未稳定：请精神专科医师指导，一个月内再随访。",
    "Not stable after two weeks: ask a psychiatrist's advice and visit again within a month.",
)


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what grade, symptoms, insight, function, reaction and illness show.

    Whatever makes somebody unstable asks for the next visit in a fortnight; what makes him fairly stable does so
    the first time, and the second time asks a psychiatrist's advice and leaves the month of the rule.
    """
    soon = Interval(int(circumstances.figures.value(AGAIN_DAYS, on=circumstances.on)), "day")
    unstable = partial(Signal, result=BAD, sooner=soon, why=Sooner.UNSETTLED)
    fair = unstable
    if _before(circumstances) is Stability.FAIR:
        fair = partial(Signal, result=BAD, advice=SPECIALIST)
    return (
        *_grade_signals(unstable, fair, unstable_from=_unstable_from(circumstances)),
        *(
            unstable("mental_serious", says=(term.value,), emergency=SERIOUS_NOW.filled(what=term.text))
            for term in Serious
        ),
        unstable("mental_extent", says=("marked",)),
        unstable("insight", says=("lacking",)),
        fair("mental_extent", says=("some",)),
        fair("insight", says=("partial",)),
        *(fair(question.name, says=("poor",)) for question in FUNCTIONS),
        Signal("adverse_reaction", says=("yes",), result=Result.ADVERSE_REACTION),
        *(Signal(name, at_least=1, advice=RECHECK_GRADE) for name in ("self_harm", "suicide_attempts")),
        Signal("locked_in", says=("yes",), advice=UNLOCK),
        Signal("mental_consent", says=("refused",), advice=NO_CONSENT),
    )


def referrals(answers: Answers, circumstances: Circumstances, result: Result | None) -> tuple[Referral, ...]:
    """Propose a referral at once for whoever is unstable, and for a reaction that cannot be managed."""
    found: list[Referral] = []
    if class_of(answers, unstable_from=_unstable_from(circumstances)) is Stability.UNSTABLE:
        found.append(Referral(ReferralReason.OTHER, REFER))
    if answers.get("adverse_hard") == Manageable.NO.value:
        found.append(Referral(ReferralReason.ADVERSE_REACTION, HARD.filled(kind=Kind.MENTAL_DISORDER)))
    return tuple(found)


def describe(answers: Answers) -> str:
    """Return the danger grade, as the why-line quotes it."""
    return f"危险性 {grade_of(answers)} 级" if given(answers.get("danger_grade")) else ""


def _grade_signals(
    unstable: Callable[..., Signal], fair: Callable[..., Signal], *, unstable_from: float
) -> Iterator[Signal]:
    for grade in DangerGrade:
        if int(grade.value) >= unstable_from:
            yield unstable("danger_grade", says=(grade.value,), emergency=DANGEROUS.filled(grade=grade.text))
        elif grade is not DangerGrade.NOTHING:
            yield fair("danger_grade", says=(grade.value,))


def _unstable_from(circumstances: Circumstances) -> float:
    return circumstances.figures.value(UNSTABLE_FROM, on=circumstances.on)


def _before(circumstances: Circumstances) -> Stability | None:
    """Return the class of the last visit that graded the danger."""
    limit = _unstable_from(circumstances)
    classes = (
        class_of(answers, unstable_from=limit)
        for day, answers in circumstances.earlier
        if day < circumstances.on
    )
    return next((found for found in classes if found is not None), None)


SECTION = Section(
    name="mental_disorder",
    place=200,
    title=Text("严重精神障碍随访", "Follow-up of severe mental disorder"),
    kinds=(Kind.MENTAL_DISORDER,),
    questions=(*ASKED, *SELDOM, *KEPT),
    core=("danger_grade", "mental_symptoms", "mental_extent", "insight", "mental_serious"),
    needed=("danger_grade", "mental_symptoms", "mental_extent", "insight"),
    classed=True,
    conditions={Kind.MENTAL_DISORDER: frozenset({Condition.MENTAL_DISORDER})},
    signals=signals,
    recalls=_before,
    referrals=referrals,
    describe=describe,
    paper=PAPER,
    standard=Text(
        "严重精神障碍患者随访服务记录表（国家基本公共卫生服务规范第三版）",
        "Follow-up record of severe mental disorder (national standard, third edition)",
    ),
)
