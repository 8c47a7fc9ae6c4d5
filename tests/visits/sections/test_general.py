"""上门随访: condition, treatment and effect, for the two rules that ask for a home visit."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from app.policy.terms import Mode, Result
from app.visits.sections import SECTIONS
from tests.visits.sections.one_visit import BEFORE, SINCE, never_printed, on_paper, visit

GOOD, BAD = Result.CONTROLLED, Result.UNCONTROLLED
REACTION, COMPLICATION = Result.ADVERSE_REACTION, Result.COMPLICATION
QUIET = {"condition_state": "stable", "treatment": "regular", "treatment_effect": "good"}
A_MONTH, A_QUARTER = date(2026, 4, 20), date(2026, 6, 20)
RULES = ("low-income-home-visit", "chronic-home-visit")
AGES = (34, 35, 64, 65, 79, 80)

general = partial(visit, "general", rule_id="low-income-home-visit")


@pytest.mark.parametrize("rule_id", RULES)
@pytest.mark.parametrize(
    ("found", "result", "next_due"),
    [
        ({}, GOOD, A_QUARTER),
        ({"condition_state": "better", "treatment_effect": "fair"}, GOOD, A_QUARTER),
        ({"treatment": "none"}, GOOD, A_QUARTER),
        ({"condition_state": "worse"}, BAD, A_MONTH),
        ({"treatment_effect": "poor"}, BAD, A_MONTH),
        ({"adverse_reaction": "yes"}, REACTION, A_MONTH),
        ({"complication": "yes", "condition_state": "worse"}, COMPLICATION, A_MONTH),
        ({"dangers": ["paralysis"]}, BAD, A_MONTH),
        ({"condition_state": "worse", "result_general": "controlled"}, GOOD, A_MONTH),
        ({"result_general": "uncontrolled"}, BAD, A_MONTH),
    ],
)
def test_each_finding_has_its_result_and_its_next_day(rule_id, found, result, next_due):
    seen = visit("general", QUIET | found, rule_id=rule_id)

    assert (seen.result, seen.next_due) == (result, next_due)


@pytest.mark.parametrize("rule_id", RULES)
@pytest.mark.parametrize("mode", [Mode.CLINIC, Mode.PHONE, Mode.VIDEO])
def test_only_a_visit_at_home_answers_the_rule(rule_id, mode):
    assert visit("general", QUIET, rule_id=rule_id, mode=mode).next_due == date(2026, 2, 1)


@pytest.mark.parametrize("on", [BEFORE, SINCE])
@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize(
    ("pressure", "result", "urgent"),
    [((165, 95), GOOD, False), ((180, 95), BAD, True), ((150, 110), BAD, True)],
)
def test_only_a_dangerous_pressure_counts_at_any_age_under_either_standard(age, on, pressure, result, urgent):
    high, low = pressure

    seen = general(QUIET | {"systolic": high, "diastolic": low}, age=age, on=on)

    assert (seen.result, bool(seen.urgent)) == (result, urgent)


@pytest.mark.parametrize(
    "sign", ["consciousness", "chest-pain", "lying", "paralysis", "severe-headache", "cyanosis"]
)
def test_danger_asks_for_an_urgent_referral(sign):
    assert "危急" in general(QUIET | {"dangers": [sign]}).urgent
    assert general(QUIET | {"condition_state": "worse"}).urgent == ""


@pytest.mark.parametrize(
    ("found", "previous", "why"),
    [
        ({"condition_state": "worse"}, [BAD], "连续 2 次"),
        ({"adverse_hard": "no", "adverse_reaction": "yes"}, [], "难以控制"),
        ({"complication": "yes"}, [], "新的并发症"),
        ({"complication": "worse"}, [], "原有并发症加重"),
    ],
)
def test_a_referral_is_proposed_for_its_reason(found, previous, why):
    assert why in general(QUIET | found, previous=previous).referred_for


def test_no_referral_is_proposed_without_a_reason():
    assert general(QUIET | {"condition_state": "worse"}, previous=[GOOD, BAD]).referred_for == ""


def test_somebody_without_treatment_is_asked_why():
    assert "问清原因" in general(QUIET | {"treatment": "none"}).advice


def test_the_condition_is_quoted_in_short():
    assert SECTIONS["general"].describe(QUIET) == "病情稳定"
    assert SECTIONS["general"].describe({"treatment": "regular"}) == ""


def test_the_printed_form_holds_every_answer():
    assert never_printed("general") == set()


def test_the_printed_form_has_condition_treatment_and_effect_first():
    form = on_paper("general", QUIET | {"guidance": "按时服药"})

    assert list(form)[:3] == ["病情", "治疗情况", "治疗效果"]
    assert list(form.values())[:3] == ["2 稳定", "1 规律治疗", "1 良好"]
    assert form["本次指导"] == "按时服药"
