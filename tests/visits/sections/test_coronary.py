"""冠心病随访: the result, the next day, the danger and the referral of every finding."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest

from app.policy.terms import Result, Sooner
from tests.visits.sections.one_visit import BEFORE, SINCE, never_printed, on_paper, visit

GOOD, BAD = Result.CONTROLLED, Result.UNCONTROLLED
REACTION, COMPLICATION = Result.ADVERSE_REACTION, Result.COMPLICATION
QUIET = {"angina": "none", "symptoms": ["none"], "adherence": "regular", "adverse_reaction": "no"}
A_MONTH, A_QUARTER = date(2026, 4, 20), date(2026, 6, 20)
AGES = (34, 35, 64, 65, 79, 80)

coronary = partial(visit, "coronary", rule_id="coronary-followup")


@pytest.mark.parametrize(
    ("found", "result", "next_due"),
    [
        ({}, GOOD, A_QUARTER),
        ({"angina": "as-before"}, GOOD, A_QUARTER),
        ({"angina": "more"}, BAD, A_MONTH),
        ({"angina": "at-rest"}, BAD, A_MONTH),
        ({"angina": "lasting"}, BAD, A_MONTH),
        ({"nitrate_relief": "soon"}, GOOD, A_QUARTER),
        ({"nitrate_relief": "slowly"}, BAD, A_MONTH),
        ({"nitrate_relief": "none"}, BAD, A_MONTH),
        ({"bleeding": "minor"}, REACTION, A_MONTH),
        ({"bleeding": "serious"}, REACTION, A_MONTH),
        ({"adverse_reaction": "yes"}, REACTION, A_MONTH),
        ({"complication": "yes"}, COMPLICATION, A_MONTH),
        ({"angina": "more", "complication": "worse"}, COMPLICATION, A_MONTH),
        ({"dangers": ["chest-pain"]}, BAD, A_MONTH),
        ({"angina_weekly": 3, "nitrate_weekly": 2}, GOOD, A_QUARTER),
    ],
)
def test_each_finding_has_its_result_and_its_next_day(found, result, next_due):
    seen = coronary(QUIET | found)

    assert (seen.result, seen.next_due) == (result, next_due)


@pytest.mark.parametrize("on", [BEFORE, SINCE])
@pytest.mark.parametrize("age", AGES)
def test_a_raised_pressure_is_no_result_of_the_heart_at_any_age_under_either_standard(age, on):
    seen = coronary(QUIET | {"systolic": 165, "diastolic": 95}, age=age, on=on)

    assert seen.result is GOOD
    assert not seen.urgent


@pytest.mark.parametrize("on", [BEFORE, SINCE])
@pytest.mark.parametrize("age", AGES)
def test_a_dangerous_pressure_leaves_nothing_settled_at_any_age_under_either_standard(age, on):
    seen = coronary(QUIET | {"systolic": 180, "diastolic": 95}, age=age, on=on)

    assert seen.result is BAD
    assert "收缩压达到 180" in seen.urgent
    assert seen.next_due == on.replace(month=on.month + 1)


@pytest.mark.parametrize(
    ("on", "age", "aim"),
    [
        (BEFORE, 34, "140/90"),
        (BEFORE, 35, "140/90"),
        (BEFORE, 64, "140/90"),
        (BEFORE, 65, "150/90"),
        (BEFORE, 79, "150/90"),
        (BEFORE, 80, "150/90"),
        (SINCE, 34, "130/80"),
        (SINCE, 35, "130/80"),
        (SINCE, 64, "130/80"),
        (SINCE, 65, "130/80"),
        (SINCE, 79, "130/80"),
        (SINCE, 80, "150/90"),
    ],
)
def test_the_clinical_aim_of_the_age_and_the_day_is_advised(on, age, aim):
    assert aim in coronary(QUIET | {"systolic": 165, "diastolic": 95}, age=age, on=on).advice


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"angina": "lasting"}, "心肌梗死"),
        ({"angina": "at-rest"}, "不稳定心绞痛"),
        ({"nitrate_relief": "none"}, "不缓解"),
        ({"bleeding": "serious"}, "出血"),
        ({"dangers": ["chest-pain"]}, "胸痛"),
        ({"dangers": ["lying"]}, "平卧"),
        ({"systolic": 130, "diastolic": 110}, "舒张压达到 110"),
    ],
)
def test_danger_asks_for_an_urgent_referral(found, said):
    assert said in coronary(QUIET | found).urgent


@pytest.mark.parametrize("found", [{}, {"angina": "more"}, {"bleeding": "minor"}, {"heart_rate": 130}])
def test_what_can_wait_raises_no_emergency(found):
    assert coronary(QUIET | found).urgent == ""


@pytest.mark.parametrize(
    ("found", "previous", "why"),
    [
        ({"angina": "more"}, [], "比以前频繁或加重"),
        ({"angina": "at-rest"}, [], "休息时心绞痛"),
        ({"nitrate_relief": "slowly"}, [], "缓解变慢"),
        ({"angina": "more"}, [BAD], "连续 2 次"),
        ({"adverse_reaction": "yes", "adverse_hard": "no"}, [], "难以控制"),
        ({"complication": "yes"}, [], "新的并发症"),
    ],
)
def test_a_referral_is_proposed_for_its_reason(found, previous, why):
    assert why in coronary(QUIET | found, previous=previous).referred_for


@pytest.mark.parametrize(
    ("found", "previous"), [({}, [BAD]), ({"bleeding": "minor"}, []), ({"angina": "as-before"}, [GOOD])]
)
def test_no_referral_is_proposed_without_a_reason(found, previous):
    assert coronary(QUIET | found, previous=previous).referred_for == ""


@pytest.mark.parametrize(
    ("before", "now", "result"), [("1", "2", BAD), ("2", "2", GOOD), ("3", "1", GOOD), (None, "3", GOOD)]
)
def test_bearing_less_than_last_time_is_unsettled(before, now, result):
    earlier = [(SINCE - timedelta(days=90), {"angina_grade": before})] if before else []

    assert coronary(QUIET | {"angina_grade": now}, earlier=earlier).result is result


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"ldl": 1.8}, "低于 1.8 mmol/L"),
        ({"prevention_drugs": ["none"]}, "没有在用防治药物"),
        ({"heart_rate": 49}, "心率低于 50"),
        ({"heart_rate": 101}, "心率超过 100"),
        ({"bleeding": "minor"}, "不要自行停药"),
    ],
)
def test_what_prevention_needs_is_advised(found, said):
    assert said in coronary(QUIET | found).advice
    assert said not in coronary(QUIET | {"ldl": 1.7, "prevention_drugs": ["statin"], "heart_rate": 50}).advice


def test_the_sooner_day_says_that_the_heart_is_unsettled():
    (again,) = coronary(QUIET | {"angina": "more"}).judgement.again.values()

    assert (again.by, again.why) == (A_MONTH, Sooner.UNSETTLED)


def test_the_printed_form_holds_every_answer():
    assert never_printed("coronary") == set()


def test_the_printed_form_numbers_its_terms():
    form = on_paper("coronary", QUIET | {"angina": "more", "result_coronary": "uncontrolled"})

    assert form["心绞痛"] == "3 比以前频繁或加重"
    assert form["此次随访分类"] == "2 控制不满意"
    assert form["随访医生签名"] == ""
