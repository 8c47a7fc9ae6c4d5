"""What the check after a referral asks."""

from __future__ import annotations

from app.core.labels import Labelled
from app.core.words import Text
from app.policy.terms import Kind
from app.visits.rules import Section
from app.visits.rules.questions import line, one_of
from app.visits.rules.section import Circumstances, Signal


class ReferralOutcome(Labelled):
    """转诊结果."""

    ADMITTED = "admitted", "已住院", "Admitted"
    TREATED = "treated", "已门诊处理", "Treated as an outpatient"
    BACK = "back", "已回村休养", "Back home"
    NOT_GONE = "not-gone", "没有去", "Did not go"


OUTCOME = one_of("referral_outcome", Text("转诊结果", "What became of the referral"), ReferralOutcome)
ADVICE = line("referral_advice", Text("上级医院的诊断和意见", "What the hospital found and advises"))


def signals(circumstances: Circumstances) -> tuple[Signal, ...]:
    """Return what is advised where the person never went."""
    return (
        Signal(
            "referral_outcome",
            says=("not-gone",),
            advice=Text(
                "转诊后没有就诊，请再次联系并重新安排转诊。", "Never went: make contact and arrange it again."
            ),
        ),
    )


SECTION = Section(
    name="referral_check",
    title=Text("转诊后随访", "Check after referral"),
    kinds=(Kind.REFERRAL_CHECK,),
    questions=(OUTCOME, ADVICE),
    core=("referral_outcome",),
    needed=("referral_outcome",),
    signals=signals,
)
