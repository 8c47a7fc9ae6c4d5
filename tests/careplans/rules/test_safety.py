"""Every rule of safety, each with its source."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.careplans.rules.patient import Patient
from app.careplans.rules.plan import Plan
from app.careplans.rules.safety import Safety, interactions, unverified, warnings
from app.careplans.rules.shelf import Shelf, shipped
from app.careplans.rules.vocabulary import Circumstance, Disease, DoseUnit, Moment
from app.policy.terms import Condition
from tests.careplans.rules.conftest import READ_ON, a_medicine, a_plan

PRESSURE, SUGAR, LUNG = Disease.HYPERTENSION, Disease.DIABETES, Disease.COPD
NOBODY = Patient()


def told(plans, disease=PRESSURE, *, patient=NOBODY, shelf):
    """Return rule, what it is about and source of each warning."""
    found = warnings(plans, disease=disease, patient=patient, shelf=shelf)
    return [(one.rule.value, one.about, one.source) for one in found]


def one_told(plans, disease=PRESSURE, *, patient=NOBODY, shelf):
    (found,) = warnings(plans, disease=disease, patient=patient, shelf=shelf)
    return found


def amlodipine(**said):
    return a_medicine("氨氯地平", "amlodipine", **said)


ENALAPRIL = a_medicine("依那普利", "enalapril", strength="10mg")
LOSARTAN = a_medicine("氯沙坦", "losartan", strength="50mg")
METOPROLOL = a_medicine("美托洛尔", "metoprolol", strength="25mg")
NIFEDIPINE = a_medicine("硝苯地平", "nifedipine", strength="10mg")
THIAZIDE = a_medicine("氢氯噻嗪", "hydrochlorothiazide", strength="25mg")
SALBUTAMOL = a_medicine("沙丁胺醇", "salbutamol", strength="100μg/揿", unit=DoseUnit.PUFF)
COMPOUND = a_medicine("缬沙坦氨氯地平", "valsartan-amlodipine", strength="80mg/5mg")
GLIMEPIRIDE = a_medicine("格列美脲", "glimepiride", strength="2mg")
UNKNOWN = a_medicine("安神补脑液")


@pytest.mark.parametrize(
    ("note", "medicine", "source"),
    [
        ("氨氯地平", amlodipine(), "amlodipine 的出处"),
        ("络活喜过敏", amlodipine(), "amlodipine 的出处"),
        ("青霉素、苯磺酸氨氯地平片", amlodipine(), "amlodipine 的出处"),
        ("Amlodipine", amlodipine(), "amlodipine 的出处"),
        ("普利类药物", ENALAPRIL, "acei 的出处"),
        ("磺胺类药物过敏", THIAZIDE, "hydrochlorothiazide 的出处"),
        ("磺胺", GLIMEPIRIDE, "glimepiride 的出处"),
        ("安神补脑液", UNKNOWN, "居民档案中的过敏史"),
    ],
)
def test_an_allergy_is_met_by_name_brand_class_or_a_substance_near_it(note, medicine, source, shelf):
    patient = Patient(allergies=(note,))

    found = one_told({PRESSURE: a_plan(medicine)}, patient=patient, shelf=shelf)

    assert (found.rule, found.about, found.source) == (Safety.ALLERGY, medicine.name, source)


@pytest.mark.parametrize(
    ("note", "medicine", "words"),
    [
        ("氨氯地平片过敏", amlodipine(), "就是这种药"),
        ("地平类", amlodipine(), "属于地平类"),
        ("普利", ENALAPRIL, "属于血管紧张素转换酶抑制剂（普利类）"),
        ("胰岛素", a_medicine("甘精胰岛素", "insulin-glargine", unit=DoseUnit.UNIT), "名称里就有它"),
        ("磺胺", THIAZIDE, "可能交叉过敏"),
    ],
)
def test_an_allergy_says_how_near_it_is(note, medicine, words, shelf):
    found = one_told({PRESSURE: a_plan(medicine)}, patient=Patient(allergies=(note,)), shelf=shelf)

    assert words in found.text.zh


@pytest.mark.parametrize("note", ["青霉素", "无", "无药物过敏史", "药物", "海鲜、花粉", "磺", "ace"])
def test_an_allergy_to_something_else_asks_nothing(note, shelf):
    plan = a_plan(amlodipine(), THIAZIDE)

    assert told({PRESSURE: plan}, patient=Patient(allergies=(note,)), shelf=shelf) == []


def test_one_medicine_under_two_names_across_diseases_is_asked_about(shelf):
    plans = {PRESSURE: a_plan(amlodipine()), Disease.CORONARY: a_plan(a_medicine("络活喜"))}

    found = one_told(plans, shelf=shelf)

    assert (found.rule, found.about, found.source) == (
        Safety.SAME_DRUG,
        "氨氯地平、络活喜",
        "amlodipine 的出处",
    )
    assert "络活喜（氨氯地平）（冠心病方案）" in found.text.zh
    assert found.dated_on == READ_ON


def test_two_medicines_nobody_knows_are_one_by_their_name(shelf):
    plans = {PRESSURE: a_plan(UNKNOWN), SUGAR: a_plan(a_medicine("安神补脑液 10ml"))}

    found = one_told(plans, shelf=shelf)

    assert (found.rule, found.code) == (Safety.SAME_DRUG, "")
    assert "处方管理办法" in found.source


def test_what_is_on_record_besides_the_plans_is_asked_about_too(shelf):
    found = one_told({PRESSURE: a_plan(ENALAPRIL)}, patient=Patient(other_drugs=("氯沙坦片",)), shelf=shelf)

    assert (found.rule, found.code) == (Safety.PAIR, "acei-arb")
    assert "档案里的用药" in found.text.zh


@pytest.mark.parametrize(
    ("other", "code"),
    [(NIFEDIPINE, "ccb"), (COMPOUND, "ccb")],
)
def test_two_of_one_class_across_diseases_are_asked_about_in_compounds_too(other, code, shelf):
    plans = {PRESSURE: a_plan(amlodipine()), Disease.CORONARY: a_plan(other)}

    found = one_told(plans, shelf=shelf)

    assert (found.rule, found.code, found.source) == (Safety.SAME_CLASS, code, "ccb 的出处")


def test_one_medicine_morning_and_evening_in_one_plan_is_no_mistake(shelf):
    morning = a_medicine("甘精胰岛素", "insulin-glargine", unit=DoseUnit.UNIT, dose=16)
    evening = replace(morning, dose=12, moments=(Moment.EVENING,))

    assert told({SUGAR: a_plan(morning, evening)}, SUGAR, shelf=shelf) == []
    assert told({SUGAR: a_plan(morning, morning)}, SUGAR, shelf=shelf)[0][0] == "same-drug"


@pytest.mark.parametrize(
    ("line", "above"),
    [
        ({"strength": "5mg", "dose": 2}, False),
        ({"strength": "5mg", "dose": 2.5}, True),
        ({"strength": "10mg", "dose": 0.5, "times": 2}, False),
        ({"strength": "10mg", "dose": 0.75, "times": 2}, True),
        ({"strength": "0.005g", "dose": 3}, True),
        ({"unit": DoseUnit.MILLIGRAM, "dose": 12.5}, True),
    ],
)
def test_a_dose_above_the_daily_range_is_worked_out_in_milligrams(line, above, shelf):
    found = told({PRESSURE: a_plan(amlodipine(**line))}, shelf=shelf)

    assert found == ([("dose-above", "氨氯地平", "amlodipine 的出处")] if above else [])


def test_a_dose_above_the_range_is_told_in_what_people_count(shelf):
    plan = a_plan(replace(SALBUTAMOL, dose=3, times=3, moments=()))

    found = one_told({LUNG: plan}, LUNG, shelf=shelf)

    assert found.text.zh == "沙丁胺醇一天合计 9 吸，超过每日最多 8 吸。"
    assert found.text.en.endswith("comes to 9 puffs a day, more than the daily 8 puffs.")


def test_the_doses_of_one_medicine_in_two_plans_are_counted_together(shelf):
    plans = {PRESSURE: a_plan(amlodipine(dose=1)), Disease.CORONARY: a_plan(amlodipine(dose=1.5))}

    assert [rule for rule, _, _ in told(plans, shelf=shelf)] == ["same-drug", "dose-above"]


@pytest.mark.parametrize(
    ("plans", "patient"),
    [
        ({PRESSURE: a_plan(METOPROLOL)}, Patient(conditions=frozenset({Condition.COPD}))),
        ({PRESSURE: a_plan(METOPROLOL), LUNG: Plan()}, NOBODY),
        ({PRESSURE: a_plan(METOPROLOL)}, Patient(circumstances=frozenset({Circumstance.ASTHMA}))),
        ({PRESSURE: a_plan(METOPROLOL, circumstances=(Circumstance.ASTHMA,))}, NOBODY),
        ({PRESSURE: a_plan(METOPROLOL), SUGAR: Plan(circumstances=(Circumstance.ASTHMA,))}, NOBODY),
    ],
)
def test_a_beta_blocker_in_copd_is_asked_about_wherever_the_disease_is_told(plans, patient, shelf):
    found = one_told(plans, patient=patient, shelf=shelf)

    assert (found.rule, found.code) == (Safety.CAUTION, "beta-blocker-copd")
    assert found.source == "beta-blocker-copd 的出处"
    assert "可能加重气道痉挛" in found.text.zh and "May tighten the airways" in found.text.en


def test_a_plan_for_a_disease_asks_about_what_another_plan_gives_in_it(shelf):
    plans = {PRESSURE: a_plan(METOPROLOL), LUNG: Plan()}

    found = one_told(plans, LUNG, shelf=shelf)

    assert (found.rule, found.about) == (Safety.CAUTION, "美托洛尔")
    assert found.text.zh == "美托洛尔（高血压方案）（本人：慢阻肺）：可能加重气道痉挛。"


def test_what_the_doctor_of_the_other_plan_gave_a_reason_for_is_not_asked_again(shelf):
    alone = one_told({PRESSURE: a_plan(METOPROLOL), LUNG: Plan()}, shelf=shelf)
    answered = a_plan(METOPROLOL, acknowledged=(alone.acknowledged("心率快，小剂量起用"),))

    assert told({PRESSURE: answered, LUNG: Plan()}, LUNG, shelf=shelf) == []
    assert told({PRESSURE: answered, LUNG: Plan()}, shelf=shelf) != []


def test_a_circumstance_ticked_in_both_plans_is_asked_about_where_the_medicine_is(shelf):
    asthma = (Circumstance.ASTHMA,)
    known, new = a_plan(METOPROLOL, circumstances=asthma), a_plan(METOPROLOL)

    assert told({PRESSURE: known, SUGAR: Plan(circumstances=asthma)}, SUGAR, shelf=shelf) == []
    assert told({PRESSURE: new, SUGAR: Plan(circumstances=asthma)}, SUGAR, shelf=shelf) != []


@pytest.mark.parametrize(("age", "asked"), [(74, False), (75, True), (None, False)])
def test_a_caution_of_age_begins_at_that_age(age, asked, shelf):
    found = told({SUGAR: a_plan(GLIMEPIRIDE)}, SUGAR, patient=Patient(age=age), shelf=shelf)

    assert bool(found) is asked


@pytest.mark.parametrize("medicine", [ENALAPRIL, LOSARTAN, COMPOUND])
def test_pregnancy_is_a_rule_of_its_own(medicine, shelf):
    plan = a_plan(medicine, circumstances=(Circumstance.PREGNANT,))

    found = one_told({PRESSURE: plan}, shelf=shelf)

    assert (found.rule, found.source) == (Safety.PREGNANCY, "acei-pregnancy 的出处")


def test_two_medicines_that_should_not_meet_are_named_whichever_comes_first(shelf):
    for mine, other in ((ENALAPRIL, LOSARTAN), (LOSARTAN, ENALAPRIL)):
        found = one_told({PRESSURE: a_plan(mine), Disease.HEART_FAILURE: a_plan(other)}, shelf=shelf)

        assert (found.rule, found.source) == (Safety.PAIR, "acei-arb 的出处")
        assert found.about == f"{mine.name}、{other.name}"


def test_only_what_the_plan_takes_part_in_is_asked_of_its_doctor(shelf):
    plans = {PRESSURE: a_plan(amlodipine()), SUGAR: a_plan(ENALAPRIL), Disease.CORONARY: a_plan(LOSARTAN)}

    assert told(plans, shelf=shelf) == []
    assert [one.code for one in interactions(plans, patient=NOBODY, shelf=shelf)] == ["acei-arb"]


def test_the_gravest_comes_first_and_nothing_twice(shelf):
    patient = Patient(conditions=frozenset({Condition.COPD}), allergies=("美托洛尔", "美托洛尔片"))
    plans = {PRESSURE: a_plan(METOPROLOL), LUNG: a_plan(SALBUTAMOL)}

    assert [rule for rule, _, _ in told(plans, patient=patient, shelf=shelf)] == [
        "allergy",
        "pair",
        "caution",
    ]


def test_a_reason_given_before_stays_with_the_same_warning(shelf):
    before = one_told({PRESSURE: a_plan(amlodipine(dose=3))}, shelf=shelf)
    higher = one_told({PRESSURE: a_plan(amlodipine(dose=4))}, shelf=shelf)

    kept = (before.acknowledged("心内科会诊意见"),)

    assert (kept[0].rule, kept[0].source) == ("dose-above", "amlodipine 的出处")
    assert before.reason_in(kept) == "心内科会诊意见"
    assert higher.reason_in(kept) == ""


def test_a_medicine_outside_the_catalogue_is_named_unverified():
    assert unverified(a_plan(amlodipine(), UNKNOWN)) == (UNKNOWN,)


def _usual(shelf, name):
    drug = shelf.named(name)
    return a_medicine(
        drug.zh,
        drug.code,
        strength=drug.strengths[0],
        dose=drug.usual_dose,
        unit=drug.unit,
        times=drug.usual_times or 1,
    )


@pytest.mark.parametrize(
    ("mine", "other", "patient", "rules"),
    [
        ("美托洛尔", None, Patient(conditions=frozenset({Condition.COPD})), {"caution"}),
        ("格列美脲", None, Patient(allergies=("磺胺类药物",)), {"allergy"}),
        ("氢氯噻嗪", None, Patient(allergies=("磺胺",)), {"allergy"}),
        ("依那普利", "缬沙坦", NOBODY, {"pair"}),
        ("络活喜", "硝苯地平缓释片", NOBODY, {"same-class"}),
        ("氨氯地平", "络活喜", NOBODY, {"same-drug"}),
        ("缬沙坦", None, Patient(circumstances=frozenset({Circumstance.PREGNANT})), {"pregnancy"}),
    ],
)
def test_the_catalogue_shipped_asks_as_well(mine, other, patient, rules):
    shelf = Shelf(shipped())
    plans = {PRESSURE: a_plan(_usual(shelf, mine))}
    plans |= {SUGAR: a_plan(_usual(shelf, other))} if other else {}

    found = warnings(plans, disease=PRESSURE, patient=patient, shelf=shelf)

    assert rules <= {one.rule.value for one in found}
    assert all(one.source and one.text.zh and one.text.en for one in found)


def test_no_warning_stands_without_a_source():
    shelf = Shelf(shipped())
    everything = Patient(
        age=90,
        conditions=frozenset(Condition),
        circumstances=frozenset(Circumstance),
        allergies=tuple(drug.zh for drug in shelf.drugs),
        other_drugs=("安神补脑液",),
    )
    medicines = [replace(_usual(shelf, drug.zh), dose=99) for drug in shelf.drugs] + [UNKNOWN]

    found = warnings({PRESSURE: a_plan(*medicines)}, disease=PRESSURE, patient=everything, shelf=shelf)

    assert {one.rule for one in found} == set(Safety)
    assert [one for one in found if not one.source.strip()] == []
