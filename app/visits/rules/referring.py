"""When the findings of a follow-up propose a referral: the reasons the national forms code."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from app.core.words import Text
from app.policy.terms import Kind, Result
from app.visits.rules.entry import Answers
from app.visits.rules.section import Circumstances, Referral
from app.visits.rules.vocabulary import Complication, Manageable, ReferralReason, YesNo

Referrals = Callable[[Answers, Circumstances, Result | None], tuple[Referral, ...]]

RUNNING = Text("{kind}已连续 {n} 次控制不满意", "{kind}: not controlled {n} times running")
HARD = Text("{kind}：药物不良反应难以控制", "{kind}: an adverse reaction hard to control")
NEW = Text("出现新的并发症", "A new complication")
WORSE = Text("原有并发症加重", "A known complication grew worse")


def unsatisfactory_in_a_row(
    kind: Kind, result: Result, *, previous: Mapping[Kind, tuple[Result, ...]]
) -> int:
    """Return how many visits in a row, this one included, left the disease uncontrolled."""
    count = 0
    for earlier in (result, *previous.get(kind, ())):
        if earlier is Result.CONTROLLED:
            break
        count += 1
    return count


def running(kind: Kind, result: Result | None, circumstances: Circumstances) -> int:
    """Return how many visits ran unsatisfactory where there are enough of them for a referral, else 0."""
    if result is None:
        return 0
    count = unsatisfactory_in_a_row(kind, result, previous=circumstances.previous)
    return count if count >= circumstances.figures.value("referral.in-a-row", on=circumstances.on) else 0


def follow_up_referrals(kind: Kind) -> Referrals:
    """Return what proposes a referral at the follow-up of any disease: the four reasons of the national form."""

    def referrals(
        answers: Answers, circumstances: Circumstances, result: Result | None
    ) -> tuple[Referral, ...]:
        return (
            *_running(kind, circumstances, result),
            *_reaction(kind, answers, circumstances),
            *_complication(answers),
        )

    return referrals


def _running(kind: Kind, circumstances: Circumstances, result: Result | None) -> Iterator[Referral]:
    if count := running(kind, result, circumstances):
        yield Referral(ReferralReason.TWICE_UNCONTROLLED, RUNNING.filled(kind=kind, n=count))


def _reaction(kind: Kind, answers: Answers, circumstances: Circumstances) -> Iterator[Referral]:
    """Propose it where the doctor says so, and where the reaction is still there at the next visit."""
    still = circumstances.previous.get(kind, ())[:1] == (Result.ADVERSE_REACTION,)
    there = answers.get("adverse_reaction") == YesNo.YES.value
    if answers.get("adverse_hard") == Manageable.NO.value or (there and still):
        yield Referral(ReferralReason.ADVERSE_REACTION, HARD.filled(kind=kind))


def _complication(answers: Answers) -> Iterator[Referral]:
    if answers.get("complication") == Complication.YES.value:
        yield Referral(ReferralReason.NEW_COMPLICATION, NEW)
    if answers.get("complication") == Complication.WORSE.value:
        yield Referral(ReferralReason.WORSE_COMPLICATION, WORSE)
