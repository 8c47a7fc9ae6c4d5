"""每周巡查: the four parts, what is found wrong, and the week that follows."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from app.policy.terms import Mode
from app.visits.sections import SECTIONS
from tests.visits.sections.one_visit import BEFORE, SINCE, never_printed, on_paper, visit

ALL_FOUR = {"round_parts": ["round", "consultation", "education", "medication"], "round_state": "well"}
AGES = (34, 35, 64, 65, 79, 80)

weekly_round = partial(visit, "weekly_round", rule_id="scattered-weekly-round")


@pytest.mark.parametrize(
    ("on", "next_due"),
    [
        (date(2026, 3, 16), date(2026, 3, 29)),
        (date(2026, 3, 22), date(2026, 3, 29)),
        (date(2026, 3, 23), date(2026, 4, 5)),
        (date(2026, 12, 28), date(2027, 1, 10)),
        (date(2027, 1, 3), date(2027, 1, 10)),
    ],
)
def test_after_a_round_the_next_is_due_by_sunday_of_the_following_week(on, next_due):
    assert weekly_round(ALL_FOUR, on=on).next_due == next_due


def test_a_bad_finding_does_not_move_the_week_and_gives_no_result():
    seen = weekly_round(ALL_FOUR | {"round_state": "wrong", "round_findings": ["unwell"]})

    assert (seen.result, seen.next_due) == (None, date(2026, 3, 29))


@pytest.mark.parametrize("mode", [Mode.CLINIC, Mode.PHONE, Mode.VIDEO])
def test_only_a_visit_at_home_is_a_round(mode):
    assert weekly_round(ALL_FOUR, mode=mode).next_due == date(2026, 1, 4)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"round_state": "wrong"}, "告知签约医生"),
        ({"round_findings": ["self-care"]}, "重新评定自理能力"),
        ({"round_findings": ["alone"]}, "报村委会"),
        ({"round_findings": ["hardship", "fall"]}, "报村委会"),
        ({"round_findings": ["medicines"]}, "帮助配药"),
        ({"round_findings": ["absent"]}, "当天联系亲属"),
    ],
)
def test_what_was_found_says_who_must_know(found, said):
    assert said in weekly_round(ALL_FOUR | found).advice
    assert said not in weekly_round(ALL_FOUR).advice


@pytest.mark.parametrize("on", [BEFORE, SINCE])
@pytest.mark.parametrize("age", AGES)
@pytest.mark.parametrize(
    ("found", "urgent"),
    [
        ({"systolic": 179, "diastolic": 109}, False),
        ({"systolic": 180, "diastolic": 90}, True),
        ({"systolic": 150, "diastolic": 110}, True),
        ({"random_glucose": 16.6}, False),
        ({"random_glucose": 16.7}, True),
        ({"fasting_glucose": 3.9}, True),
        ({"fasting_glucose": 4.0}, False),
    ],
)
def test_a_dangerous_value_on_a_round_is_an_emergency_at_any_age_under_either_standard(
    age, on, found, urgent
):
    assert bool(weekly_round(ALL_FOUR | found, age=age, on=on).urgent) is urgent


def test_a_round_proposes_no_referral_of_itself():
    assert weekly_round(ALL_FOUR | {"round_state": "wrong"}).referred_for == ""


def test_values_alone_are_no_round():
    section = SECTIONS["weekly_round"]

    assert not section.worked_on({"systolic": 130, "diastolic": 80, "round_state": "well"})
    assert section.worked_on({"round_parts": ["round"]})


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        (ALL_FOUR, "四项中做了 4 项"),
        ({"round_parts": ["round"], "round_state": "wrong"}, "四项中做了 1 项，发现异常"),
        ({}, ""),
    ],
)
def test_a_round_is_summed_up_by_its_parts_and_whether_something_was_wrong(answers, said):
    assert SECTIONS["weekly_round"].describe(answers) == said


def test_the_round_sheet_has_a_column_for_each_part():
    sheet = on_paper("weekly_round", {"round_parts": ["round", "medication"], "round_note": "头晕"})

    assert list(sheet)[:4] == ["巡查", "巡诊", "健康教育", "用药指导"]
    assert list(sheet.values())[:4] == ["√", "", "", "√"]
    assert sheet["异常情况及处理"] == "头晕"


def test_the_round_sheet_holds_every_answer():
    assert never_printed("weekly_round") == set()
