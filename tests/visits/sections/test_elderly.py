"""The yearly check from 65 on: the self-care scale, what is dangerous, what is proposed."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from app.policy.engine import Evidence, reckon
from app.policy.spells import spells_of
from app.policy.terms import Condition, Event, Kind, Mode
from app.visits.rules import Circumstances, judge
from app.visits.sections import SECTIONS
from app.visits.sections.elderly.scale import POINTS, UP_TO, grade_of, limits_in, points_of
from app.visits.sections.elderly.vocabulary import Reliance, SelfCareGrade
from tests.policy.packs import shipped
from tests.visits.sections.outcome import AGES, FEBRUARY, MARCH

SECTION = SECTIONS["elderly"]
KIND = Kind.ELDERLY_CHECK
ALONE = dict.fromkeys(POINTS, "alone")
FINE = ALONE | {"cognition": "negative", "elder_mood": "negative", "assessment": "fine"}


def _judged(answers, *, age=70, on=MARCH, held=frozenset()):
    about = Circumstances(age, on, shipped().figures, held=held)
    return judge(FINE | answers, {SECTION: (KIND,)}, circumstances=about)


# The points of the printed scale, item by item: alone, with a little help, with much help, wholly with help.
@pytest.mark.parametrize(
    ("item", "points"),
    [
        ("adl_eating", (0, 0, 3, 5)),
        ("adl_washing", (0, 1, 3, 7)),
        ("adl_dressing", (0, 0, 3, 5)),
        ("adl_toilet", (0, 1, 5, 10)),
        ("adl_moving", (0, 1, 5, 10)),
    ],
)
def test_each_item_of_the_scale_gives_the_points_of_the_form(item, points):
    assert tuple(points_of(ALONE | {item: column.value}) for column in Reliance) == points


@pytest.mark.parametrize(
    ("points", "grade"),
    [
        (0, SelfCareGrade.ABLE),
        (3, SelfCareGrade.ABLE),
        (4, SelfCareGrade.MILD),
        (8, SelfCareGrade.MILD),
        (9, SelfCareGrade.MODERATE),
        (18, SelfCareGrade.MODERATE),
        (19, SelfCareGrade.UNABLE),
        (37, SelfCareGrade.UNABLE),
    ],
)
def test_the_points_come_to_a_grade(points, grade):
    assert grade_of(points) is grade


def test_the_grades_of_the_form_are_those_of_the_rulebook():
    assert limits_in(shipped().figures) == UP_TO


def test_an_unfinished_scale_comes_to_nothing():
    assert points_of({"adl_eating": "alone"}) is None
    assert SECTION.describe({"adl_eating": "alone"}) == ""


def test_the_scale_is_told_at_the_visit_in_the_why_line_and_on_paper():
    answers = FINE | {"adl_toilet": "much", "adl_moving": "much"}
    cell = next(cell for cell in SECTION.paper if cell.label.zh == "自理能力评估")

    assert any("自理能力 10 分：中度依赖" in text.zh for text in _judged(answers).advice)
    assert SECTION.describe(answers) == "自理 10 分 中度依赖"
    assert cell.told(answers).zh == "3 中度依赖（10 分）"


@pytest.mark.parametrize(
    ("answers", "urgent"),
    [
        ({"systolic": 179, "diastolic": 109}, False),
        ({"systolic": 180, "diastolic": 90}, True),
        ({"systolic": 150, "diastolic": 110}, True),
        ({"fasting_glucose": 16.6}, False),
        ({"fasting_glucose": 16.7}, True),
        ({"fasting_glucose": 4.0}, False),
        ({"fasting_glucose": 3.9}, True),
        ({"temperature": 39}, False),
        ({"temperature": 39.1}, True),
    ],
)
@pytest.mark.parametrize(("on", "age"), list(product((FEBRUARY, MARCH), AGES)))
def test_danger_is_the_same_at_every_age_and_under_both_versions(answers, urgent, on, age):
    judgement = _judged(answers, on=on, age=age)

    assert bool(judgement.emergencies) is urgent
    assert judgement.results == {}


@pytest.mark.parametrize(
    ("answers", "proposed"),
    [
        ({}, False),
        ({"tb_suspicion": ["none"]}, False),
        ({"tb_suspicion": ["cough"]}, True),
        ({"tb_suspicion": ["blood"]}, True),
        ({"check_guidance": ["recheck"]}, False),
        ({"check_guidance": ["enrol", "refer"]}, True),
    ],
)
def test_suspected_tuberculosis_and_the_checks_own_advice_propose_a_referral(answers, proposed):
    assert bool(_judged(answers).referrals) is proposed


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"cognition": "positive"}, "简易智力状态检查"),
        ({"elder_mood": "positive"}, "抑郁量表"),
        ({"check_guidance": ["enrol"]}, "慢性病管理"),
    ],
)
def test_a_positive_screen_is_advised_on(answers, words):
    assert any(words in text.zh for text in _judged(answers).advice)
    assert not any(words in text.zh for text in _judged({}).advice)


def test_a_raised_pressure_at_the_check_opens_the_three_readings_unless_hypertension_is_known():
    raised = {"systolic": 146, "diastolic": 84}

    assert _judged(raised).events == (Event.RAISED_PRESSURE,)
    assert _judged(raised, held=frozenset({Condition.HYPERTENSION})).events == ()
    assert _judged({"systolic": 139, "diastolic": 89}).events == ()


@pytest.mark.parametrize(
    ("born_on", "owed"),
    [
        (date(1961, 3, 20), True),
        (date(1961, 3, 21), False),
        (date(1946, 3, 20), True),
        (date(1991, 3, 20), False),
    ],
)
def test_the_check_is_owed_from_the_65th_birthday(born_on, owed):
    spells = spells_of(shipped().rules["elderly-check"].owed_to, [], born_on)

    assert any(spell.starts_on <= MARCH for spell in spells) is owed


@pytest.mark.parametrize("on", [FEBRUARY, MARCH])
def test_a_check_settles_the_year_and_the_next_is_due_by_the_end_of_the_next(on):
    seen = Evidence(1, on, KIND, Mode.CLINIC)

    account = reckon(shipped().rules["elderly-check"], owed_from=date(2026, 1, 1), evidence=[seen])

    assert (account.open.opens_on, account.open.due_on) == (date(2027, 1, 1), date(2027, 12, 31))
