"""The shipped catalogue as a doctor relies on it: nothing unknown, nothing outside its range, nothing without a source."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest

from app.careplans.rules.combine import combine
from app.careplans.rules.doses import amount_in, daily_amount
from app.careplans.rules.faults import faults_of
from app.careplans.rules.names import name_key
from app.careplans.rules.patient import Patient
from app.careplans.rules.plan import Advice, Plan
from app.careplans.rules.safety import warnings
from app.careplans.rules.shelf import TABLES, Shelf, advice_of, fill, medicine_of, shipped
from app.careplans.rules.vocabulary import Barred, Circumstance, Disease, DoseUnit, HealthKind
from app.policy.terms import Condition

CATALOGUE = shipped()
SHELF = Shelf(CATALOGUE)
ENTRIES = [(table, entry) for table, (field, _shape) in TABLES.items() for entry in getattr(CATALOGUE, field)]
CHINESE = re.compile(r"[一-鿿]")
PLACES = re.compile(r"{(\w+)}")
WEIGHED = {"mg", "μg"}
# What an old patient reads in one breath, figures and all.
LONGEST = 60


def named(entry):
    return entry.code


def test_every_entry_says_where_it_was_read_and_of_which_day():
    unsourced = [(table, one.code) for table, one in ENTRIES if not one.source.strip()]
    undated = [(table, one.code) for table, one in ENTRIES if one.dated_on.year < 2015]

    assert unsourced == undated == []


def test_every_entry_speaks_both_languages():
    untold = [
        (table, one.code) for table, one in ENTRIES if CHINESE.search(one.en) or not CHINESE.search(one.zh)
    ]

    assert untold == []
    assert [drug.code for drug in CATALOGUE.drugs if bool(drug.caution) != bool(drug.caution_en)] == []
    assert [one.code for one in CATALOGUE.templates if not (one.goal and CHINESE.search(one.goal))] == []
    assert [one.code for one in CATALOGUE.templates if not one.goal_en or CHINESE.search(one.goal_en)] == []


def test_no_figure_is_called_confirmed_outside_the_health_prescriptions_that_were_read():
    confirmed = {table for table, entry in ENTRIES if entry.confirmed}

    assert confirmed == {"item"}


def test_the_eight_groups_have_their_medicines():
    for_use = [drug for drug in CATALOGUE.drugs if drug.diseases]

    assert len(for_use) >= 60
    assert all(len(SHELF.drugs_for(disease)) >= 8 for disease in Disease)


def test_every_class_a_medicine_belongs_to_is_on_file_and_none_is_idle():
    used = {klass for drug in CATALOGUE.drugs for klass in drug.classes}

    assert used == {klass.code for klass in CATALOGUE.classes}


def test_no_two_medicines_share_a_name():
    owners = defaultdict(set)
    for drug in CATALOGUE.drugs:
        for name in (drug.zh, drug.en, *drug.aliases):
            owners[name_key(name)].add(drug.code)

    assert {name: codes for name, codes in owners.items() if len(codes) > 1} == {}


def test_a_medicine_as_usually_given_stays_in_its_range():
    usual = {drug: daily_amount(medicine_of(drug), drug) for drug in CATALOGUE.drugs}

    assert [one.code for one, a_day in usual.items() if not one.daily_least <= a_day <= one.daily_most] == []


def test_a_medicine_as_usually_given_is_a_fit_line_of_a_plan():
    lines = {drug.code: Plan(medicines=(medicine_of(drug),)) for drug in CATALOGUE.drugs}

    assert [code for code, plan in lines.items() if list(faults_of(plan, shelf=SHELF))] == []


def test_the_times_of_day_match_how_often_a_medicine_is_taken():
    wanted = {drug.code: 0 if drug.as_needed else drug.usual_times for drug in CATALOGUE.drugs}

    assert {drug.code: len(drug.usual_moments) for drug in CATALOGUE.drugs} == wanted


def test_every_medicine_is_found_by_its_own_name():
    assert [drug.code for drug in CATALOGUE.drugs if SHELF.named(drug.zh) is not drug] == []


def test_every_strength_can_be_reckoned_with():
    weighed = [drug for drug in CATALOGUE.drugs if drug.measured_in in WEIGHED]
    counted = [drug for drug in CATALOGUE.drugs if drug.measured_in not in WEIGHED]

    for drug in weighed:
        assert {amount_in(strength)[1] for strength in drug.strengths} == {drug.measured_in}, drug.code
    for drug in counted:
        assert drug.measured_in == ("U" if drug.unit is DoseUnit.UNIT else drug.unit.value), drug.code


def test_what_needs_the_fridge_or_the_red_cabinet_is_barred_from_long_prescriptions():
    barred = {drug.code: drug.barred for drug in CATALOGUE.drugs if drug.barred}

    assert {code for code in barred if code.startswith("insulin")} == {
        drug.code for drug in CATALOGUE.drugs if drug.unit is DoseUnit.UNIT
    }
    assert barred["estazolam"] is Barred.PSYCHOTROPIC
    assert barred["codeine"] is Barred.NARCOTIC
    assert barred["ephedrine"] is Barred.PRECURSOR
    assert barred["amoxicillin"] is Barred.ANTIMICROBIAL


def test_every_caution_and_every_pair_names_what_is_on_the_shelf():
    known = {drug.code for drug in CATALOGUE.drugs} | {klass.code for klass in CATALOGUE.classes}

    assert len(CATALOGUE.cautions) >= 25
    assert len(CATALOGUE.pairs) >= 15
    assert {code for one in CATALOGUE.cautions for code in one.of} <= known
    assert {code for pair in CATALOGUE.pairs for code in (*pair.one, *pair.other)} <= known


def test_every_caution_says_in_whom():
    assert all(one.conditions or one.circumstances or one.age_from for one in CATALOGUE.cautions)


def test_every_disease_has_health_prescriptions_of_all_twelve_kinds():
    for disease in Disease:
        assert {item.kind for item in SHELF.items_for(disease)} == set(HealthKind), disease


def test_a_health_prescription_shows_every_figure_it_has():
    for item in CATALOGUE.items:
        assert set(PLACES.findall(item.zh)) == set(PLACES.findall(item.en)) == set(item.figures), item.code


def test_a_health_prescription_is_short_and_contradicts_only_what_is_there():
    topics = {item.topic for item in CATALOGUE.items}

    assert [item.code for item in CATALOGUE.items if len(item.zh) > LONGEST] == []
    assert {topic for item in CATALOGUE.items for topic in item.against} <= topics


def test_the_figures_of_one_topic_can_be_compared():
    measures = defaultdict(set)
    for item in CATALOGUE.items:
        for name, bound in list(item.figures.items())[:1]:
            measures[item.topic].add((name, bound.unit, bound.stricter))

    assert {topic: found for topic, found in measures.items() if len(found) > 1} == {}


@pytest.mark.parametrize("template", CATALOGUE.templates, ids=named)
def test_a_template_is_a_whole_plan_that_can_be_signed_as_it_stands(template):
    plan = fill(template, SHELF)

    assert len(plan.medicines) == len(template.medicines) > 0
    assert len(plan.advice) == len(template.advice) >= 8
    assert len(plan.monitoring) >= 3
    assert list(faults_of(plan, shelf=SHELF)) == []
    assert all(template.disease in SHELF.drug(one.code).diseases for one in plan.medicines)
    assert all(template.disease in SHELF.item(one.code).diseases for one in plan.advice)
    kinds = {one.kind for one in plan.advice}
    assert {HealthKind.DIET, HealthKind.EXERCISE, HealthKind.MEDICATION, HealthKind.WARNING_SIGNS} <= kinds


@pytest.mark.parametrize("template", CATALOGUE.templates, ids=named)
def test_a_template_warns_of_nothing_but_known_pairs(template):
    patient = Patient(age=72, conditions=frozenset({template.disease.conditions[0]}))
    plan = fill(template, SHELF)

    told = warnings({template.disease: plan}, disease=template.disease, patient=patient, shelf=SHELF)

    # An ACE inhibitor with spironolactone is the standard of heart failure, with potassium watched.
    assert {warning.code for warning in told} <= {"raas-mra"}


def test_there_are_templates_for_every_stage_that_matters():
    counts = {disease: len(SHELF.templates_for(disease)) for disease in Disease}

    assert min(counts.values()) >= 2
    assert counts[Disease.HYPERTENSION] >= 3
    assert counts[Disease.DIABETES] >= 3


CONTRADICTIONS = {
    "salt": (Disease.CORONARY, "salt-coronary", Disease.HYPERTENSION, "salt-5"),
    "fluid": (Disease.COPD, "fluid-enough", Disease.HEART_FAILURE, "fluid-limit"),
    "exercise": (Disease.HYPERTENSION, "exercise-hypertension", Disease.COPD, "exercise-copd"),
    "exercise of a weak heart": (
        Disease.DIABETES,
        "exercise-diabetes",
        Disease.HEART_FAILURE,
        "exercise-heart-failure",
    ),
    "fruit": (Disease.HYPERTENSION, "fruit", Disease.DIABETES, "fruit-diabetes"),
    "alcohol": (Disease.HYPERTENSION, "alcohol-limit", Disease.DIABETES, "no-alcohol-diabetes"),
    "low-sodium salt": (
        Disease.HYPERTENSION,
        "salt-substitute",
        Disease.HEART_FAILURE,
        "no-salt-substitute",
    ),
    "strength": (Disease.DIABETES, "resistance", Disease.CORONARY, "no-straining"),
    "eating less": (Disease.DIABETES, "weight-loss", Disease.COPD, "weight-keep"),
}


@pytest.mark.parametrize("case", CONTRADICTIONS)
def test_of_two_prescriptions_that_contradict_the_more_careful_one_stays(case):
    loser, yields, keeper, stays = CONTRADICTIONS[case]
    plans = {loser: _advising(yields), keeper: _advising(stays)}
    conditions = frozenset({loser.conditions[0], keeper.conditions[0]})

    combined = combine(plans, shelf=SHELF, patient=Patient(age=72, conditions=conditions))

    assert [one.advice.code for one in combined.advice] == [stays]
    assert [one.advice.code for one in combined.advice[0].yielded] == [yields]


def test_low_sodium_salt_is_kept_from_those_it_endangers():
    item = SHELF.item("salt-substitute")

    assert Condition.DIALYSIS in item.unless_conditions
    assert item.unless_circumstances == {Circumstance.KIDNEY, Circumstance.HIGH_POTASSIUM}


def _advising(code: str) -> Plan:
    advice: Advice = advice_of(SHELF.item(code))
    return Plan(advice=(advice,))
