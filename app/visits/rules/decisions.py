"""What the doctor decided on what was found: about danger, about a referral, about a class other than the values say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from app.visits.rules.entry import Answers
from app.visits.rules.judgement import Judgement, proposed
from app.visits.rules.section import Circumstances, Section
from app.visits.rules.vocabulary import ReferralAnswer

REFERRAL = ("referral_reason", "referral_to", "referral_department")
DECISIONS = ("emergency_action", "result_reason", "referral_answer", "referral_declined")


class Decision(NamedTuple):
    """What was decided, as typed."""

    action: str | None = None
    reason: str = ""
    answer: str | None = None
    declined: str = ""


def changed_against_values(
    answers: Answers, worked: Iterable[Section], circumstances: Circumstances
) -> tuple[Section, ...]:
    """Return the sections whose class was chosen other than the values say."""
    return tuple(section for section in worked if _changed(section, answers, circumstances))


def decided(answers: Answers, judgement: Judgement, *, said: Decision) -> tuple[dict[str, Any], bool]:
    """Return the answers with what was decided among them, and whether the person is referred.

    A referral agreed to without a reason typed has the first reason proposed; one declined leaves no trace of where to.
    """
    kept: dict[str, Any] = {name: answer for name, answer in answers.items() if name not in DECISIONS}
    if judgement.emergencies:
        kept["emergency_action"] = said.action
    if said.reason:
        kept["result_reason"] = said.reason
    if not judgement.referrals or judgement.emergencies:
        return kept, bool(kept.get("referral_reason"))
    if said.answer == ReferralAnswer.DECLINED.value:
        spared = {name: answer for name, answer in kept.items() if name not in REFERRAL}
        return spared | {"referral_answer": said.answer, "referral_declined": said.declined}, False
    kept.setdefault("referral_reason", judgement.referrals[0].reason.value)
    return kept | {"referral_answer": ReferralAnswer.AGREED.value}, True


def _changed(section: Section, answers: Answers, circumstances: Circumstances) -> bool:
    chosen = answers.get(section.chosen_result)
    by_values = proposed(section, answers, circumstances=circumstances)
    return bool(chosen) and by_values is not None and by_values.value != chosen
