"""What one visit comes to, the next day owed reckoned by the real rule of the shipped packs."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from app.policy.engine import Evidence, reckon
from app.policy.terms import Kind, Mode, Result
from app.visits.rules import Circumstances, Judgement, judge
from app.visits.rules.sheets import sheet_of, words_of
from app.visits.sections import SECTIONS, section_for
from tests.policy.packs import shipped

FEBRUARY, MARCH = date(2026, 2, 20), date(2026, 3, 20)
AGES = (34, 35, 64, 65, 79, 80)
ENROLLED = date(2025, 1, 1)


class Outcome(NamedTuple):
    """Result, day of the next visit, reasons of the referrals proposed, whether danger was found, and all of it."""

    result: Result | None
    due_on: date
    reasons: set[str]
    emergency: bool
    judgement: Judgement


def outcome(answers, kind, rule_id, *, age, on, previous=(), earlier=()):
    """Judge a visit of one kind made at an age on a day, and reckon what is owed after it."""
    section = section_for(kind)
    circumstances = Circumstances(age, on, shipped().figures, {kind: tuple(previous)}, earlier=tuple(earlier))
    judgement = judge(answers, {section: (kind,)}, circumstances=circumstances)
    again = judgement.again.get(kind)
    seen = Evidence(
        1,
        on,
        kind,
        Mode.HOME,
        judgement.results.get(kind),
        again_by=again.by if again else None,
        sooner=again.why if again else None,
    )
    owed = reckon(shipped().all_rules[rule_id], owed_from=ENROLLED, evidence=[seen]).open
    reasons = {referral.reason.value for referral in judgement.referrals}
    result = judgement.results.get(kind)
    return Outcome(result, owed.due_on, reasons, bool(judgement.emergencies), judgement)


def printed(kind: Kind, answers):
    """Return the national form of a visit, each box's words under its label."""
    sheet = sheet_of(section_for(kind), answers, results={}, says=words_of(SECTIONS.values()))
    return {box.cell.label.zh: box.said.zh for box in sheet.boxes}
