"""What the follow-up of tuberculosis asks and what it shows.

Under the family's eyes the next visit comes after ten days while the phase is intensive; else after a month.
"""

from __future__ import annotations

from datetime import timedelta

from app.core.words import Text
from app.policy.terms import Condition, Kind, Result, Sooner
from app.visits.rules import Again, Answers, Circumstances, Referral, Section
from app.visits.rules.questions import plain
from app.visits.rules.referring import HARD, NEW, WORSE
from app.visits.rules.section import Signal, figure
from app.visits.rules.vocabulary import Complication, ReferralReason, YesNo
from app.visits.sections.tuberculosis.paper import PAPER, share_taken
from app.visits.sections.tuberculosis.questions import ASKED, KEPT, SELDOM
from app.visits.sections.tuberculosis.vocabulary import Phase, Supervisor

BAD = Result.UNCONTROLLED
REPORT = Text(
    "连续漏服达到 {n} 天：当面了解原因，并向上级专业机构报告。",
    "{n} days or more without medicine: learn why, and report it to the institution above.",
)
BLOOD = Text("咯血或血痰：尽快到定点医院复查。", "Blood coughed up: back to the designated hospital soon.")
ALONE = Text(
    "没有督导人员：请落实医生或家属督导服药。", "Nobody supervises: see that a doctor or relative does."
)
IRREGULAR = Text(
    "服药不规律：请当面指导按疗程规律服药。", "Irregular doses: explain the course face to face."
)
RESISTANT = Text(
    "耐药患者：按耐多药方案管理，疗程 24 个月。",
    "Resistant: managed as multidrug-resistant, course of 24 months.",
)
BELOW_SHARE = Text(
    "服药率 {share}%，不到 {n}%，不算规则服药。", "{share}% of doses taken, below {n}%: not regular."
)
REACTION = Text("出现药物不良反应，须立即转诊", "An adverse reaction: refer at once")


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what missed doses, reaction, complication, symptoms and supervision show."""
    days = circumstances.figures.value("tuberculosis.missed.days", on=circumstances.on)
    return (
        Signal("missed_days", at_least=days, result=BAD, advice=REPORT.filled(n=plain(days))),
        Signal("adherence", says=("irregular", "none"), result=BAD, advice=IRREGULAR),
        Signal("tb_symptoms", says=("blood",), result=BAD, advice=BLOOD),
        Signal("adverse_reaction", says=("yes",), result=Result.ADVERSE_REACTION),
        Signal("complication", says=("yes", "worse"), result=Result.COMPLICATION),
        Signal("tb_supervisor", says=("self",), advice=ALONE),
        Signal("tb_resistance", says=("resistant",), advice=RESISTANT),
    )


def again(answers: Answers, circumstances: Circumstances, result: Result | None) -> Again | None:
    """Ask for the next visit in ten days while the family supervises the intensive phase."""
    watched = answers.get("tb_supervisor") == Supervisor.FAMILY.value
    if not (watched and answers.get("tb_phase") == Phase.INTENSIVE.value):
        return None
    days = circumstances.figures.value("tuberculosis.family.days", on=circumstances.on)
    return Again(circumstances.on + timedelta(days=days), Sooner.PHASE)


def referrals(answers: Answers, circumstances: Circumstances, result: Result | None) -> tuple[Referral, ...]:
    """Propose a referral at once on any adverse reaction and on a complication."""
    found: list[Referral] = []
    if answers.get("adverse_reaction") == YesNo.YES.value:
        hard = answers.get("adverse_hard") == "no"
        found.append(
            Referral(
                ReferralReason.ADVERSE_REACTION, HARD.filled(kind=Kind.TUBERCULOSIS) if hard else REACTION
            )
        )
    if answers.get("complication") == Complication.YES.value:
        found.append(Referral(ReferralReason.NEW_COMPLICATION, NEW))
    if answers.get("complication") == Complication.WORSE.value:
        found.append(Referral(ReferralReason.WORSE_COMPLICATION, WORSE))
    return tuple(found)


def reminders(answers: Answers, circumstances: Circumstances) -> tuple[Text, ...]:
    """Say where too few of the doses were taken to count as regular."""
    share = share_taken(answers)
    least = circumstances.figures.value("tuberculosis.regular.share", on=circumstances.on)
    if share is None or share >= least:
        return ()
    return (BELOW_SHARE.filled(share=plain(round(share, 1)), n=plain(least)),)


def describe(answers: Answers) -> str:
    """Return the month of treatment and the doses missed, as the why-line quotes them."""
    month, missed = figure(answers, "treatment_month"), figure(answers, "missed_doses")
    said = [
        f"第 {plain(month)} 月" if month is not None else "",
        f"漏服 {plain(missed)} 次" if missed else "",
    ]
    return " ".join(filter(None, said))


SECTION = Section(
    name="tuberculosis",
    place=210,
    title=Text("肺结核随访", "Follow-up of tuberculosis"),
    kinds=(Kind.TUBERCULOSIS,),
    questions=(*ASKED, *SELDOM, *KEPT),
    core=("tb_symptoms", "missed_doses", "missed_days", "treatment_month"),
    needed=("tb_symptoms", "tb_supervisor", "tb_phase", "missed_doses"),
    classed=True,
    conditions={Kind.TUBERCULOSIS: frozenset({Condition.TUBERCULOSIS})},
    signals=signals,
    again=again,
    referrals=referrals,
    reminders=reminders,
    describe=describe,
    paper=PAPER,
    standard=Text(
        "肺结核患者第一次入户随访记录表、随访服务记录表（国家基本公共卫生服务规范第三版）",
        "First home visit and follow-up of tuberculosis (national standard, third edition)",
    ),
)
