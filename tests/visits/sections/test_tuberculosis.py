"""Tuberculosis, rule by rule. No pressure is taken: age and threshold version change nothing, as one test says."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from app.policy.engine import reckon
from app.policy.terms import Kind, Result, Sooner
from app.visits.sections import SECTIONS
from tests.policy.packs import shipped
from tests.visits.sections.outcome import AGES, FEBRUARY, MARCH, outcome

SECTION = SECTIONS["tuberculosis"]
RULE = "tuberculosis-followup"
USUAL = {
    "tb_symptoms": ["none"],
    "tb_phase": "continuation",
    "tb_supervisor": "doctor",
    "missed_doses": 0,
    "adherence": "regular",
    "adverse_reaction": "no",
    "complication": "no",
}
CONTROLLED, BAD = Result.CONTROLLED, Result.UNCONTROLLED
REACTION, COMPLICATION = Result.ADVERSE_REACTION, Result.COMPLICATION


def _found(answers, *, age=50, on=MARCH):
    return outcome(USUAL | answers, Kind.TUBERCULOSIS, RULE, age=age, on=on)


# On 20 March 2026: what was found, the result, the next visit, the reasons of a referral.
TABLE = [
    ({}, CONTROLLED, date(2026, 4, 20), set()),
    ({"tb_phase": "intensive"}, CONTROLLED, date(2026, 4, 20), set()),
    ({"tb_supervisor": "family"}, CONTROLLED, date(2026, 4, 20), set()),
    ({"tb_supervisor": "family", "tb_phase": "intensive"}, CONTROLLED, date(2026, 3, 30), set()),
    ({"tb_supervisor": "self", "tb_phase": "intensive"}, CONTROLLED, date(2026, 4, 20), set()),
    ({"missed_doses": 3, "missed_days": 6}, CONTROLLED, date(2026, 4, 20), set()),
    ({"missed_doses": 7, "missed_days": 7}, BAD, date(2026, 4, 20), set()),
    ({"adherence": "irregular"}, BAD, date(2026, 4, 20), set()),
    ({"adherence": "none"}, BAD, date(2026, 4, 20), set()),
    ({"tb_symptoms": ["blood"]}, BAD, date(2026, 4, 20), set()),
    ({"adverse_reaction": "yes"}, REACTION, date(2026, 4, 3), {"adverse-reaction"}),
    ({"adverse_reaction": "yes", "adverse_hard": "no"}, REACTION, date(2026, 4, 3), {"adverse-reaction"}),
    ({"complication": "yes"}, COMPLICATION, date(2026, 4, 3), {"new-complication"}),
    ({"complication": "worse"}, COMPLICATION, date(2026, 4, 3), {"worse-complication"}),
    (
        {"adverse_reaction": "yes", "tb_supervisor": "family", "tb_phase": "intensive"},
        REACTION,
        date(2026, 3, 30),
        {"adverse-reaction"},
    ),
]


@pytest.mark.parametrize(("answers", "result", "due_on", "reasons"), TABLE)
def test_what_is_found_decides_result_next_visit_and_referral(answers, result, due_on, reasons):
    found = _found(answers)

    assert (found.result, found.due_on, found.reasons) == (result, due_on, reasons)
    assert not found.emergency


@pytest.mark.parametrize(("on", "age"), list(product((FEBRUARY, MARCH), AGES)))
def test_neither_age_nor_the_version_of_the_thresholds_changes_anything(on, age):
    month, ten_days = {2: (date(2026, 3, 20), date(2026, 3, 2)), 3: (date(2026, 4, 20), date(2026, 3, 30))}[
        on.month
    ]

    assert _found({}, age=age, on=on).due_on == month
    assert _found({"tb_supervisor": "family", "tb_phase": "intensive"}, age=age, on=on).due_on == ten_days


def test_the_first_home_visit_is_due_within_three_days_of_enrolment():
    account = reckon(shipped().rules[RULE], owed_from=date(2026, 3, 20), evidence=[])

    assert account.open.due_on == date(2026, 3, 23)


def test_the_ten_days_are_told_with_their_reason():
    found = _found({"tb_supervisor": "family", "tb_phase": "intensive"})

    assert found.judgement.again[Kind.TUBERCULOSIS].why is Sooner.PHASE


def test_a_week_without_medicine_is_to_be_reported():
    words = "向上级专业机构报告"

    assert any(words in text.zh for text in _found({"missed_days": 7}).judgement.advice)
    assert not any(words in text.zh for text in _found({"missed_days": 6}).judgement.advice)


@pytest.mark.parametrize(
    ("due", "taken", "regular"), [(100, 90, True), (100, 89, False), (180, 162, True), (0, 0, True)]
)
def test_nine_doses_in_ten_are_regular(due, taken, regular):
    advice = _found({"doses_due": due, "doses_taken": taken}).judgement.advice

    assert any("不算规则服药" in text.zh for text in advice) is not regular


def test_the_form_prints_the_share_of_doses():
    cell = next(cell for cell in SECTION.paper if cell.label.zh == "服药率")

    assert cell.told({"doses_due": 180, "doses_taken": 162}).zh == "90%"
    assert cell.told({"doses_due": 180}).zh == ""


def test_the_why_line_quotes_month_and_missed_doses():
    assert SECTION.describe({"treatment_month": 2, "missed_doses": 3}) == "第 2 月 漏服 3 次"
    assert SECTION.describe({"missed_doses": 0}) == ""
