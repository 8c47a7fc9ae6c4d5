"""What the COPD follow-up shows."""

from __future__ import annotations

from app.core.words import Text
from app.policy.rule import Interval
from app.policy.terms import Condition, Kind, Result
from app.visits.rules import Answers, Section
from app.visits.rules.limits import oxygen_signals, treatment_signals
from app.visits.rules.questions import plain
from app.visits.rules.referring import follow_up_referrals
from app.visits.rules.section import Circumstances, Referral, Signal, figure
from app.visits.rules.vocabulary import ReferralReason, YesNo
from app.visits.sections.copd.paper import PAPER
from app.visits.sections.copd.questions import ASKED, RARELY, Course

ACUTE = Text(
    "慢阻肺急性加重：请立即转诊上级医院，两周内随访。",
    "COPD has grown acutely worse: refer to hospital at once and check within two weeks.",
)
FREQUENT = Text("一年内急性加重 {n} 次", "{n} acute worsenings within a year")
LONG_LOW = Text("血氧饱和度长期低于 {n}%", "Saturation below {n}% for long")
REACTION = Text("慢阻肺：药物不良反应", "COPD: an adverse reaction")
SPIROMETRY = Text("近 {n} 个月没有肺功能记录：建议安排检查。", "No spirometry within {n} months: arrange it.")
A_YEAR = Interval(1, "year")


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what saturation, course, lips, reaction and danger signs show."""
    worse = Signal("copd_course", says=("worse",), result=Result.UNCONTROLLED)
    acute = Signal("copd_course", says=("acute",), result=Result.UNCONTROLLED, emergency=ACUTE)
    return (*oxygen_signals(circumstances), worse, acute, *treatment_signals())


def describe(answers: Answers) -> str:
    """Return the saturation, as the why-line quotes it."""
    value = figure(answers, "spo2")
    return f"SpO₂ {plain(value)}%" if value is not None else ""


def referrals(answers: Answers, circumstances: Circumstances, result: Result | None) -> tuple[Referral, ...]:
    """Propose the superior hospital as the standard of 2024 does; any reaction is a reason there."""
    found = list(follow_up_referrals(Kind.COPD)(answers, circumstances, result))
    reasons = {referral.reason for referral in found}
    if answers.get("adverse_reaction") == YesNo.YES.value and ReferralReason.ADVERSE_REACTION not in reasons:
        found.append(Referral(ReferralReason.ADVERSE_REACTION, REACTION))
    return (*found, *_often_worse(answers, circumstances), *_long_low(answers, circumstances))


def _often_worse(answers: Answers, circumstances: Circumstances) -> tuple[Referral, ...]:
    before = [earlier for day, earlier in circumstances.past if circumstances.on < A_YEAR.after(day)]
    count = sum(known.get("copd_course") == Course.ACUTE.value for known in (answers, *before))
    many = circumstances.figures.value("copd.exacerbations.frequent", on=circumstances.on)
    return (Referral(ReferralReason.OTHER, FREQUENT.filled(n=count)),) if count >= many else ()


def _long_low(answers: Answers, circumstances: Circumstances) -> tuple[Referral, ...]:
    """Propose it where the saturation is low now and was at the visit before that measured it."""
    low = circumstances.figures.value("oxygen.low", on=circumstances.on)
    before = (figure(earlier, "spo2") for _, earlier in circumstances.past)
    last = next((value for value in before if value is not None), None)
    now = figure(answers, "spo2")
    if now is None or last is None or max(now, last) >= low:
        return ()
    return (Referral(ReferralReason.OTHER, LONG_LOW.filled(n=plain(low))),)


def reminders(answers: Answers, circumstances: Circumstances) -> tuple[Text, ...]:
    """Remind of spirometry where none stands on record for a year."""
    months = int(circumstances.figures.value("copd.spirometry.months", on=circumstances.on))
    since = Interval(months, "month")
    fresh = (
        known
        for day, known in ((circumstances.on, answers), *circumstances.past)
        if circumstances.on < since.after(day)
    )
    if any(figure(known, "fev1") is not None for known in fresh):
        return ()
    return (SPIROMETRY.filled(n=months),)


SECTION = Section(
    name="copd",
    place=120,
    title=Text("慢阻肺随访", "COPD follow-up"),
    kinds=(Kind.COPD,),
    questions=(*ASKED, *RARELY),
    core=("spo2", "copd_course"),
    needed=("copd_course", "symptoms"),
    classed=True,
    conditions={Kind.COPD: frozenset({Condition.COPD})},
    signals=signals,
    describe=describe,
    referrals=referrals,
    reminders=reminders,
    paper=PAPER,
    standard=Text(
        "慢性阻塞性肺疾病患者随访服务记录表（慢阻肺患者健康服务规范（试行），2024）",
        "Record of COPD follow-up (health service standard for COPD patients, trial, 2024)",
    ),
)
