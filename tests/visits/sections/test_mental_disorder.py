"""Severe mental disorder, rule by rule. No pressure is taken: age and threshold version change nothing, as the last test says."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from app.policy.book import load_book
from app.policy.engine import Evidence, reckon
from app.policy.terms import Kind, Mode, Result, Sooner
from app.visits.rules import Circumstances, judge
from app.visits.rules.vocabulary import ReferralReason
from app.visits.sections import SECTIONS
from app.visits.sections.mental_disorder.questions import class_of
from app.visits.sections.mental_disorder.vocabulary import Stability

SECTION = SECTIONS["mental_disorder"]
BOOK = load_book(("national", "luan-2024-24", "jinan-district-2023-19"))
KIND = Kind.MENTAL_DISORDER
DAYS = (date(2026, 2, 20), date(2026, 3, 20))
AGES = (34, 35, 64, 65, 79, 80)
WELL = {"danger_grade": "0", "mental_symptoms": ["none"], "mental_extent": "gone", "insight": "full"}
FAIR = WELL | {"danger_grade": "1"}
CONTROLLED, BAD, REACTION = Result.CONTROLLED, Result.UNCONTROLLED, Result.ADVERSE_REACTION
STABLE, FAIRLY, UNSTABLE = Stability.STABLE, Stability.FAIR, Stability.UNSTABLE


def _judged(answers, *, on=date(2026, 3, 20), age=50, earlier=()):
    about = Circumstances(age, on, BOOK.figures, earlier=earlier)
    return judge(answers, {SECTION: (KIND,)}, circumstances=about)


def _next_due(judgement, *, on):
    asked = judgement.again.get(KIND)
    seen = Evidence(1, on, KIND, Mode.HOME, judgement.results[KIND], again_by=asked.by if asked else None)
    account = reckon(BOOK.rules["mental-disorder-followup"], owed_from=date(2026, 1, 1), evidence=[seen])
    return account.open.due_on


# On 20 March 2026 for the first time: what was found, the class, the result, the next visit, urgent, referred.
TABLE = [
    ({}, STABLE, CONTROLLED, date(2026, 6, 20), False, False),
    ({"function_work": "not-applying", "function_self": "fair"}, STABLE, CONTROLLED, date(2026, 6, 20), False, False),
    ({"danger_grade": "1"}, FAIRLY, BAD, date(2026, 4, 3), False, False),
    ({"danger_grade": "2"}, FAIRLY, BAD, date(2026, 4, 3), False, False),
    ({"danger_grade": "3"}, UNSTABLE, BAD, date(2026, 4, 3), True, True),
    ({"danger_grade": "4"}, UNSTABLE, BAD, date(2026, 4, 3), True, True),
    ({"danger_grade": "5"}, UNSTABLE, BAD, date(2026, 4, 3), True, True),
    ({"mental_extent": "some"}, FAIRLY, BAD, date(2026, 4, 3), False, False),
    ({"mental_extent": "marked"}, UNSTABLE, BAD, date(2026, 4, 3), False, True),
    ({"insight": "partial"}, FAIRLY, BAD, date(2026, 4, 3), False, False),
    ({"insight": "lacking"}, UNSTABLE, BAD, date(2026, 4, 3), False, True),
    ({"function_self": "poor"}, FAIRLY, BAD, date(2026, 4, 3), False, False),
    ({"function_house": "poor"}, FAIRLY, BAD, date(2026, 4, 3), False, False),
    ({"function_work": "poor"}, FAIRLY, BAD, date(2026, 4, 3), False, False),
    ({"function_learning": "poor"}, FAIRLY, BAD, date(2026, 4, 3), False, False),
    ({"function_social": "poor"}, FAIRLY, BAD, date(2026, 4, 3), False, False),
    ({"adverse_reaction": "yes"}, FAIRLY, REACTION, date(2026, 4, 3), False, False),
    ({"adverse_reaction": "yes", "adverse_hard": "no"}, FAIRLY, REACTION, date(2026, 4, 3), False, True),
    ({"mental_serious": ["reaction"]}, UNSTABLE, BAD, date(2026, 4, 3), True, True),
    ({"mental_serious": ["illness"]}, UNSTABLE, BAD, date(2026, 4, 3), True, True),
]  # fmt: skip


@pytest.mark.parametrize(("found", "stability", "result", "due_on", "urgent", "referred"), TABLE)
def test_what_is_found_decides_class_result_next_visit_and_referral(
    found, stability, result, due_on, urgent, referred
):
    answers = WELL | found

    judgement = _judged(answers)

    assert class_of(answers) is stability
    assert judgement.results == {KIND: result}
    assert _next_due(judgement, on=date(2026, 3, 20)) == due_on
    assert bool(judgement.emergencies) is urgent
    assert bool(judgement.referrals) is referred


def test_who_is_fairly_stable_again_after_two_weeks_is_seen_in_a_month_with_a_psychiatrists_advice():
    judgement = _judged(FAIR, earlier=((date(2026, 3, 6), FAIR),))

    assert KIND not in judgement.again
    assert _next_due(judgement, on=date(2026, 3, 20)) == date(2026, 4, 20)
    assert any("精神专科医师" in text.zh for text in judgement.advice)


def test_who_came_to_be_stable_within_the_two_weeks_is_seen_in_three_months():
    judgement = _judged(WELL, earlier=((date(2026, 3, 6), FAIR),))

    assert _next_due(judgement, on=date(2026, 3, 20)) == date(2026, 6, 20)


def test_who_was_unstable_and_is_fairly_stable_now_is_seen_in_two_weeks_first():
    judgement = _judged(FAIR, earlier=((date(2026, 3, 6), WELL | {"danger_grade": "3"}),))

    assert judgement.again[KIND].why is Sooner.UNSETTLED
    assert _next_due(judgement, on=date(2026, 3, 20)) == date(2026, 4, 3)


def test_an_unstable_person_is_seen_in_two_weeks_however_often():
    unstable = WELL | {"danger_grade": "4"}

    judgement = _judged(unstable, earlier=((date(2026, 3, 6), unstable), (date(2026, 2, 20), unstable)))

    assert _next_due(judgement, on=date(2026, 3, 20)) == date(2026, 4, 3)


def test_a_visit_between_that_graded_no_danger_is_passed_over():
    earlier = ((date(2026, 3, 15), {"systolic": 130}), (date(2026, 3, 6), FAIR))

    assert KIND not in _judged(FAIR, earlier=earlier).again


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"self_harm": 1}, "危险性评估"),
        ({"suicide_attempts": 1}, "危险性评估"),
        ({"locked_in": "yes"}, "关锁"),
        ({"mental_consent": "refused"}, "不同意管理"),
    ],
)
def test_what_calls_for_attention_is_advised(found, words):
    assert any(words in text.zh for text in _judged(WELL | found).advice)
    assert not any(words in text.zh for text in _judged(WELL).advice)


def test_a_referral_for_an_uncontrolled_reaction_names_its_reason():
    reasons = [r.reason for r in _judged(WELL | {"adverse_hard": "no"}).referrals]

    assert reasons == [ReferralReason.ADVERSE_REACTION]


@pytest.mark.parametrize(("on", "age"), list(product(DAYS, AGES)))
def test_neither_age_nor_the_version_of_the_thresholds_changes_anything(on, age):
    well, ill = _judged(WELL, on=on, age=age), _judged(WELL | {"danger_grade": "3"}, on=on, age=age)

    assert (well.results[KIND], ill.results[KIND]) == (CONTROLLED, BAD)
    assert _next_due(well, on=on) == {2: date(2026, 5, 20), 3: date(2026, 6, 20)}[on.month]
    assert _next_due(ill, on=on) == {2: date(2026, 3, 6), 3: date(2026, 4, 3)}[on.month]


def test_the_why_line_quotes_the_grade():
    assert SECTION.describe(FAIR) == "危险性 1 级"
    assert SECTION.describe({}) == ""


@pytest.mark.parametrize(("answers", "printed"), [(WELL, "3 稳定"), (FAIR, "2 基本稳定"), ({}, "")])
def test_the_form_prints_the_class_with_its_number(answers, printed):
    cell = next(cell for cell in SECTION.paper if cell.label.zh == "本次随访分类")

    assert cell.told(answers).zh == printed


@pytest.mark.parametrize(
    ("answers", "printed"),
    [({"adherence": "irregular"}, "2 间断"), ({"mental_no_drugs": "yes"}, "4 医嘱无需用药"), ({}, "")],
)
def test_adherence_has_a_fourth_number_where_no_medicine_is_prescribed(answers, printed):
    cell = next(cell for cell in SECTION.paper if cell.label.zh == "服药依从性")

    assert cell.told(answers).zh == printed
