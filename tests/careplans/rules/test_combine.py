"""Several plans told as one, without contradictions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.careplans.rules.combine import combine
from app.careplans.rules.measuring import stricter_target
from app.careplans.rules.patient import Patient
from app.careplans.rules.plan import Plan
from app.careplans.rules.shelf import Shelf, fill, shipped
from app.careplans.rules.vocabulary import (
    Circumstance,
    Disease,
    HealthKind,
    Measured,
    Measurer,
    Moment,
    Per,
)
from app.policy.terms import Condition
from tests.careplans.rules.conftest import SMALL, a_line, a_medicine, a_plan, advice

PRESSURE, SUGAR, LUNG, HEART = (
    Disease.HYPERTENSION,
    Disease.DIABETES,
    Disease.COPD,
    Disease.HEART_FAILURE,
)
NOBODY = Patient()
WALK = "exercise-hypertension"
DIET, EXERCISE = HealthKind.DIET, HealthKind.EXERCISE


def advised(*each, shelf, patient=NOBODY, **more):
    """Return the combined advice of plans that each give one advice, by disease in the order given."""
    diseases = (PRESSURE, SUGAR, LUNG, HEART)
    plans = {disease: Plan(advice=told) for disease, told in zip(diseases, each, strict=False)}
    return combine(plans | more, shelf=shelf, patient=patient)


@pytest.mark.parametrize(
    ("one", "other", "kept", "why"),
    [
        (advice(DIET, "salt"), advice(DIET, "salt-heart"), "心衰：盐不超过 3 克。", "取更严的一条：3 克"),
        (advice(DIET, "salt-heart"), advice(DIET, "salt"), "心衰：盐不超过 3 克。", "取更严的一条：3 克"),
        (advice(DIET, "salt", salt=2), advice(DIET, "salt-heart"), "每天盐不超过 2 克。", "取更严的一条：2 克"),
        (advice(DIET, "salt", salt=6), advice(DIET, "salt", salt=5), "每天盐不超过 5 克。", "取更严的一条：5 克"),
        (advice(DIET, "fruit"), advice(DIET, "fruit-sugar"), "两餐之间水果 200 克。", "取更严的一条：200 克"),
        (advice(HealthKind.SLEEP, "sleep", hours=6), advice(HealthKind.SLEEP, "sleep"), "睡足 7 小时。", "取更严的一条：7 小时"),
        (advice(EXERCISE, "brisk"), advice(EXERCISE, "gentle"), "慢走，不气短为度。", "取更稳妥的一条（糖尿病）"),
        (advice(EXERCISE, "gentle"), advice(EXERCISE, "brisk"), "慢走，不气短为度。", "取更稳妥的一条（高血压）"),
        (advice(DIET, "drink"), advice(DIET, "fluid"), "每天喝水不超过 1500 毫升。", "与糖尿病的要求相反，按更稳妥的做"),
        (advice(DIET, "fluid"), advice(DIET, "drink"), "每天喝水不超过 1500 毫升。", "与高血压的要求相反，按更稳妥的做"),
    ],
)  # fmt: skip
def test_of_two_that_contradict_each_other_the_stricter_or_more_careful_stays(one, other, kept, why, shelf):
    (found,) = advised((one,), (other,), shelf=shelf).advice

    assert found.text.zh == kept
    assert [(gone.why.zh, gone.text.zh != kept) for gone in found.yielded] == [(why, True)]
    assert found.yielded[0].disease is not found.diseases[0]


def test_what_two_diseases_ask_alike_is_said_once_for_both(shelf):
    (found,) = advised((advice(DIET, "salt"),), (advice(DIET, "salt", salt=5),), shelf=shelf).advice

    assert found.diseases == (PRESSURE, SUGAR)
    assert found.yielded == ()


def test_what_a_doctor_wrote_besides_is_never_lost(shelf):
    told = (
        (advice(DIET, "salt", words="少吃腌菜。"), advice(DIET, words="晚饭七分饱。")),
        (advice(DIET, "salt", words="不喝菜汤。"), advice(DIET, words="晚饭七分饱。")),
    )

    salt, own = advised(*told, shelf=shelf).advice

    assert salt.text.zh == "每天盐不超过 5 克。少吃腌菜。不喝菜汤。"
    assert (own.text.zh, own.diseases) == ("晚饭七分饱。", (PRESSURE, SUGAR))


def test_among_three_each_that_gave_way_is_named_with_its_disease(shelf):
    told = ((advice(DIET, "drink"),), (advice(DIET, "fluid", water=1800),), (advice(DIET, "fluid"),))

    (found,) = advised(*told, shelf=shelf).advice

    assert (found.text.zh, found.diseases) == ("每天喝水不超过 1500 毫升。", (LUNG,))
    assert [gone.disease for gone in found.yielded] == [SUGAR, PRESSURE]


@pytest.mark.parametrize(
    ("patient", "plans", "what"),
    [
        (Patient(circumstances=frozenset({Circumstance.FALLS})), {}, "容易跌倒或起身头晕"),
        (Patient(conditions=frozenset({Condition.HEART_FAILURE})), {}, "心功能不全"),
        (NOBODY, {HEART: Plan()}, "心功能不全"),
    ],
)
def test_advice_that_does_not_suit_the_person_is_left_out_and_says_so(patient, plans, what, shelf):
    plans = {PRESSURE: Plan(advice=(advice(HealthKind.TCM, "squat"),))} | plans

    found = combine(plans, shelf=shelf, patient=patient)

    assert found.advice == ()
    assert [gone.why.zh for gone in found.left_out] == [f"本人有{what}，不适合这一条"]


def test_medicines_stand_at_their_times_in_the_order_of_the_day(shelf):
    pill = a_medicine("氨氯地平", "amlodipine")
    sugar = a_medicine("二甲双胍", "metformin", times=2, moments=(Moment.EVENING, Moment.MORNING))
    loose = a_medicine("阿司匹林", moments=())
    spray = a_medicine("沙丁胺醇", "salbutamol", as_needed=True, moments=())

    found = combine(
        {LUNG: a_plan(spray), SUGAR: a_plan(sugar, loose), PRESSURE: a_plan(pill)},
        shelf=shelf,
        patient=NOBODY,
    )

    assert found.diseases == (PRESSURE, SUGAR, LUNG)
    assert [(row.moment, [line.medicine.name for line in row.lines]) for row in found.moments] == [
        (Moment.MORNING, ["氨氯地平", "二甲双胍"]),
        (Moment.EVENING, ["二甲双胍"]),
    ]
    assert [(line.disease, line.place) for line in found.untimed] == [(SUGAR, 1)]
    assert [line.drug.code for line in found.as_needed] == ["salbutamol"]


def test_the_interactions_of_the_whole_are_named_with_where_each_comes_from(shelf):
    plans = {
        PRESSURE: a_plan(a_medicine("美托洛尔", "metoprolol", strength="25mg")),
        LUNG: a_plan(a_medicine("沙丁胺醇", "salbutamol")),
    }

    found = combine(plans, shelf=shelf, patient=NOBODY).interactions

    assert [one.text.zh for one in found] == [
        "美托洛尔（高血压方案）与沙丁胺醇（慢阻肺方案）合用：作用相反。",
        "美托洛尔（高血压方案）（本人：慢阻肺）：可能加重气道痉挛。",
    ]


@pytest.mark.parametrize(
    ("lines", "merged"),
    [
        ([(2, Per.WEEK), (1, Per.DAY)], (1, Per.DAY, SUGAR)),
        ([(1, Per.DAY), (2, Per.WEEK)], (1, Per.DAY, PRESSURE)),
        ([(1, Per.MONTH), (5, Per.QUARTER)], (5, Per.QUARTER, SUGAR)),
        ([(1, Per.YEAR), (1, Per.YEAR)], (1, Per.YEAR, PRESSURE)),
    ],
)
def test_what_two_diseases_measure_is_measured_as_often_as_the_one_that_asks_more(lines, merged, shelf):
    plans = {
        disease: Plan(monitoring=(a_line(times=times, per=per),))
        for disease, (times, per) in zip((PRESSURE, SUGAR), lines, strict=True)
    }

    (found,) = combine(plans, shelf=shelf, patient=NOBODY).monitoring

    assert (found.monitoring.times, found.monitoring.per, found.diseases[0]) == merged
    assert set(found.diseases) == {PRESSURE, SUGAR}


def test_what_the_doctor_measures_does_not_stand_in_for_the_patient(shelf):
    plans = {
        PRESSURE: Plan(monitoring=(a_line(),)),
        SUGAR: Plan(monitoring=(a_line(times=1, per=Per.MONTH, by=Measurer.VILLAGE), a_line(Measured.FEET))),
    }

    found = combine(plans, shelf=shelf, patient=NOBODY).monitoring

    assert [(one.monitoring.measured, one.monitoring.by) for one in found] == [
        (Measured.PRESSURE, Measurer.PATIENT),
        (Measured.PRESSURE, Measurer.VILLAGE),
        (Measured.FEET, Measurer.PATIENT),
    ]


@pytest.mark.parametrize(
    ("targets", "kept"),
    [
        (["<140/90 mmHg", "<130/80 mmHg"], "<130/80 mmHg"),
        (["低于 7.0", "<6.5"], "<6.5"),
        (["≥90%", "≥88%"], "≥90%"),
        (["不低于 90%", "至少 92%"], "至少 92%"),
        (["<140/80", "<130/90"], None),
        (["4.4–7.0", "<7.0"], None),
        (["平稳", "<130/80"], None),
    ],
)
def test_of_two_targets_the_stricter_stays_where_they_can_be_compared(targets, kept):
    assert stricter_target(targets) == kept
    assert stricter_target(targets[::-1]) == kept


def test_targets_that_cannot_be_compared_both_stand_with_their_disease(shelf):
    plans = {
        PRESSURE: Plan(monitoring=(a_line(target="<130/80"),)),
        SUGAR: Plan(monitoring=(a_line(target="收缩压 120–130"),)),
    }

    (found,) = combine(plans, shelf=shelf, patient=NOBODY).monitoring

    assert found.target == "高血压 <130/80；糖尿病 收缩压 120–130"


def test_a_target_that_says_the_same_and_more_stands_for_both(shelf):
    longer = "低于 130/80；80 岁以上低于 150/90"
    for targets in ((longer, "低于 130/80"), ("低于 130/80", longer)):
        plans = {
            disease: Plan(monitoring=(a_line(target=target),))
            for disease, target in zip((PRESSURE, SUGAR), targets, strict=True)
        }

        (found,) = combine(plans, shelf=shelf, patient=NOBODY).monitoring

        assert found.target == longer


CODES = [item.code for item in SMALL.items]


@given(st.lists(st.lists(st.sampled_from(CODES), max_size=5), min_size=2, max_size=4))
def test_whatever_is_advised_one_topic_is_told_once_and_nothing_disappears(codes):
    shelf = Shelf(SMALL)
    plans = {
        disease: Plan(advice=tuple(advice(shelf.item(code).kind, code) for code in chosen))
        for disease, chosen in zip((PRESSURE, SUGAR, LUNG, Disease.CORONARY), codes, strict=False)
    }

    found = combine(plans, shelf=shelf, patient=NOBODY)

    topics = [one.topic for one in found.advice]
    told = {one.advice.code for one in found.advice}
    told |= {gone.advice.code for one in found.advice for gone in one.yielded}
    assert len(topics) == len(set(topics))
    assert not {"fluid", "drink-more"} <= set(topics)
    assert told == {code for chosen in codes for code in chosen}


@pytest.mark.parametrize(
    ("plans", "topic", "kept", "gone"),
    [
        ({PRESSURE: "salt-5", Disease.CORONARY: "salt-coronary"}, "salt", "salt-5", "salt-coronary"),
        ({LUNG: "fluid-enough", HEART: "fluid-limit"}, "fluid", "fluid-limit", "fluid-enough"),
        ({PRESSURE: WALK, HEART: "exercise-heart-failure"}, "exercise", "exercise-heart-failure", WALK),
        ({PRESSURE: WALK, LUNG: "exercise-copd"}, "exercise", "exercise-copd", WALK),
        ({PRESSURE: "fruit", SUGAR: "fruit-diabetes"}, "fruit", "fruit-diabetes", "fruit"),
        ({PRESSURE: "alcohol-limit", SUGAR: "no-alcohol-diabetes"}, "alcohol", "no-alcohol-diabetes", "alcohol-limit"),
        ({PRESSURE: "salt-substitute", HEART: "no-salt-substitute"}, "salt-substitute", "no-salt-substitute", "salt-substitute"),
        ({PRESSURE: "resistance", HEART: "no-straining"}, "resistance", "no-straining", "resistance"),
    ],
)  # fmt: skip
def test_the_catalogue_shipped_settles_its_own_contradictions(plans, topic, kept, gone):
    shelf = Shelf(shipped())
    told = {each: Plan(advice=(advice(shelf.item(code).kind, code),)) for each, code in plans.items()}

    (found,) = combine(told, shelf=shelf, patient=NOBODY).advice

    assert (found.topic, found.advice.code) == (topic, kept)
    assert [one.advice.code for one in found.yielded] == [gone]
    assert found.item.source and found.yielded[0].why.en


def test_a_person_with_three_diseases_gets_one_plan_from_the_templates():
    shelf = Shelf(shipped())
    plans = {disease: fill(shelf.templates_for(disease)[0], shelf) for disease in (PRESSURE, SUGAR, LUNG)}

    found = combine(plans, shelf=shelf, patient=Patient(age=72))

    measured = [(one.monitoring.measured, one.monitoring.by) for one in found.monitoring]
    assert found.diseases == (PRESSURE, SUGAR, LUNG)
    assert len(found.lines) == sum(len(plan.medicines) for plan in plans.values())
    assert len(measured) == len(set(measured))
    assert [one.topic for one in found.advice].count("exercise") == 1


def test_everything_the_catalogue_advises_in_three_diseases_fits_on_one_sheet():
    shelf = Shelf(shipped())
    plans = {
        disease: Plan(advice=tuple(advice(item.kind, item.code) for item in shelf.items_for(disease)))
        for disease in (PRESSURE, SUGAR, LUNG)
    }

    found = combine(plans, shelf=shelf, patient=NOBODY)

    kept = {one.topic: one for one in found.advice}
    assert len(kept) == len(found.advice)
    assert [(a, b) for a, one in kept.items() for b in one.item.against if b in kept] == []
