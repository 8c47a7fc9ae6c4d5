"""What the check after a referral asks."""

from __future__ import annotations

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Kind, Result
from app.visits.rules import Answers, Section
from app.visits.rules.paper import Cell
from app.visits.rules.questions import line, one_of
from app.visits.rules.section import Circumstances, Referral, Signal
from app.visits.rules.vocabulary import ReferralReason


class ReferralOutcome(Labelled):
    """转诊结果."""

    ADMITTED = "admitted", "已住院", "Admitted"
    TREATED = "treated", "已门诊处理", "Treated as an outpatient"
    BACK = "back", "已回村休养", "Back home"
    NOT_GONE = "not-gone", "没有去", "Did not go"


OUTCOME = one_of("referral_outcome", Text("转诊结果", "What became of the referral"), ReferralOutcome)
DIAGNOSIS = line("referral_diagnosis", Text("上级医院诊断结果", "Diagnosis of the hospital"))
FINDINGS = line("referral_findings", Text("主要检查结果", "Main findings"))
ADVICE = line(
    "referral_advice", Text("治疗经过和下一步方案、康复建议", "Treatment so far, next steps, rehabilitation")
)
ARRANGE_AGAIN = Text(
    "转诊后没有就诊，请再次联系并重新安排转诊。", "Never went: make contact and arrange it again."
)


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what is advised where the person never went."""
    return (Signal("referral_outcome", says=("not-gone",), advice=ARRANGE_AGAIN),)


def referrals(answers: Answers, circumstances: Circumstances, result: Result | None) -> tuple[Referral, ...]:
    """Propose the referral anew where the person never went."""
    if answers.get("referral_outcome") != ReferralOutcome.NOT_GONE.value:
        return ()
    return (Referral(ReferralReason.OTHER, ARRANGE_AGAIN),)


SECTION = Section(
    name="referral_check",
    place=420,
    title=Text("转诊后随访", "Check after referral"),
    kinds=(Kind.REFERRAL_CHECK,),
    questions=(OUTCOME, DIAGNOSIS, FINDINGS, ADVICE),
    core=("referral_outcome",),
    needed=("referral_outcome",),
    signals=signals,
    referrals=referrals,
    paper=(
        Cell(OUTCOME.label, ("referral_outcome",)),
        Cell(DIAGNOSIS.label, ("referral_diagnosis",)),
        Cell(FINDINGS.label, ("referral_findings",)),
        Cell(ADVICE.label, ("referral_advice",)),
    ),
    standard=Text(
        "转诊后随访没有国家统一表格，各栏取自双向转诊（回转）单（国家基本公共卫生服务规范第三版，2017）",
        "No national form for the check; its boxes follow the return slip of a referral (national standard, 2017)",
    ),
)
