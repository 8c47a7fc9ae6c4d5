"""转诊后随访: what became of a referral."""

from __future__ import annotations

from datetime import date

import pytest

from app.policy.engine import Evidence, reckon
from app.policy.terms import Kind, Mode, Outcome
from app.visits.rules import Circumstances, judge
from app.visits.sections import section_for
from tests.policy.packs import shipped
from tests.visits.sections.outcome import AGES, FEBRUARY, MARCH, printed


@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize("on", [FEBRUARY, MARCH])
@pytest.mark.parametrize(
    ("outcome", "reasons"),
    [("admitted", []), ("treated", []), ("back", []), ("not-gone", ["other"])],
)
def test_who_never_went_is_referred_anew(outcome, reasons, age, on):
    section = section_for(Kind.REFERRAL_CHECK)

    judgement = judge(
        {"referral_outcome": outcome},
        {section: (Kind.REFERRAL_CHECK,)},
        circumstances=Circumstances(age, on, shipped().figures),
    )

    assert [referral.reason.value for referral in judgement.referrals] == reasons
    assert (judgement.results, judgement.emergencies) == ({}, ())


@pytest.mark.parametrize(("referred_on", "due_on"), [(FEBRUARY, date(2026, 3, 6)), (MARCH, date(2026, 4, 3))])
def test_a_referral_is_looked_into_once_within_two_weeks(referred_on, due_on):
    rule = shipped().all_rules["referral-check"]
    seen = Evidence(1, due_on, Kind.REFERRAL_CHECK, Mode.PHONE)

    owed = reckon(rule, owed_from=referred_on, evidence=[])
    settled = reckon(rule, owed_from=referred_on, evidence=[seen])

    assert owed.open is not None and owed.open.due_on == due_on
    assert settled.open is None
    assert [line.outcome for line in settled.lines] == [Outcome.DONE]


def test_the_printed_form_tells_what_the_hospital_found():
    answers = {
        "referral_outcome": "admitted",
        "referral_diagnosis": "冠心病",
        "referral_findings": "心电图 ST 段改变",
        "referral_advice": "出院后两周复查",
    }

    assert list(printed(Kind.REFERRAL_CHECK, answers).values()) == [
        "已住院",
        "冠心病",
        "心电图 ST 段改变",
        "出院后两周复查",
    ]
