from __future__ import annotations

import pytest

from app.core.words import Text
from app.policy.terms import Kind, Result
from app.visits.rules import Circumstances, Referral
from app.visits.rules.decisions import Decision, changed_against_values, decided
from app.visits.rules.judgement import Judgement
from app.visits.rules.vocabulary import ReferralReason
from app.visits.sections import sections_named
from tests.visits.conftest import DAY

PROPOSED = Judgement(
    {Kind.HYPERTENSION: Result.UNCONTROLLED},
    referrals=(Referral(ReferralReason.TWICE_UNCONTROLLED, Text("两次", "twice")),),
)
DANGER = Judgement(emergencies=(Text("危急", "Danger"),))


def test_a_referral_agreed_to_has_the_reason_that_was_proposed():
    answers, referred = decided({"systolic": 152}, PROPOSED, said=Decision(answer="agreed"))

    assert referred
    assert answers["referral_reason"] == "twice-uncontrolled"
    assert answers["referral_answer"] == "agreed"


def test_a_reason_that_was_typed_stays():
    answers, _ = decided({"referral_reason": "other"}, PROPOSED, said=Decision(answer="agreed"))

    assert answers["referral_reason"] == "other"


def test_a_referral_declined_keeps_why_and_no_place():
    typed = {"systolic": 152, "referral_reason": "other", "referral_to": "县医院"}

    answers, referred = decided(typed, PROPOSED, said=Decision(answer="declined", declined="本人要求先调药"))

    assert not referred
    assert answers == {"systolic": 152, "referral_answer": "declined", "referral_declined": "本人要求先调药"}


def test_what_was_done_about_danger_is_kept_only_where_there_was_danger():
    said = Decision(action="referred")

    assert decided({}, DANGER, said=said)[0] == {"emergency_action": "referred"}
    assert decided({}, Judgement(), said=said)[0] == {}


def test_an_answer_to_a_referral_nobody_proposed_is_not_filed():
    answers, referred = decided({"systolic": 130}, Judgement(), said=Decision(answer="agreed"))

    assert (answers, referred) == ({"systolic": 130}, False)


def test_a_referral_of_the_doctors_own_owes_its_check():
    assert decided({"referral_reason": "other"}, Judgement(), said=Decision())[1]


@pytest.mark.parametrize(
    ("chosen", "changed"),
    [("controlled", True), ("uncontrolled", False), ("complication", True), (None, False)],
)
def test_a_class_other_than_the_values_say_is_found(figures, chosen, changed):
    sections = sections_named(["hypertension"])
    answers = {"systolic": 152, "diastolic": 96, "symptoms": ["none"], "result_hypertension": chosen}

    found = changed_against_values(answers, sections, Circumstances(60, DAY, figures))

    assert bool(found) is changed


def test_a_class_chosen_over_the_telephone_contradicts_no_value(figures):
    answers = {"symptoms": ["none"], "result_hypertension": "controlled"}

    assert not changed_against_values(
        answers, sections_named(["hypertension"]), Circumstances(60, DAY, figures)
    )
