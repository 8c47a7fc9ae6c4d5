from __future__ import annotations

import pytest

from app.policy.terms import Mode
from app.visits.rules.checks import faults_of, kept_answers, nothing_done
from app.visits.sections import sections_named

CALM = {"symptoms": ["none"]}


def _fields(answers, *names, mode=Mode.HOME):
    return [name for name, _ in faults_of(answers, sections_named(names), mode=mode)]


@pytest.mark.parametrize(
    ("answers", "fields"),
    [
        ({"systolic": 136, "diastolic": 84} | CALM, []),
        ({"systolic": 136} | CALM, ["diastolic"]),
        ({"systolic": 136, "diastolic": 84}, ["symptoms"]),
        ({"systolic": 84, "diastolic": 136} | CALM, ["diastolic"]),
        ({"systolic": 136, "diastolic": 136} | CALM, ["diastolic"]),
        ({"systolic": 136, "diastolic": 84, "systolic_2": 130} | CALM, ["diastolic_2"]),
        ({"systolic": 136, "diastolic": 84, "symptoms": ["none", "headache"]}, ["symptoms"]),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_named_by_its_field(answers, fields):
    assert _fields(answers, "hypertension") == fields


def test_a_section_left_blank_is_not_missed():
    answers = {"systolic": 136, "diastolic": 84} | CALM

    assert _fields(answers, "hypertension", "diabetes", "weekly_round") == []


def test_over_the_telephone_a_chosen_class_stands_for_the_figures():
    answers = {"result_hypertension": "controlled"} | CALM

    assert _fields(answers, "hypertension", mode=Mode.PHONE) == []
    assert _fields(answers, "hypertension", mode=Mode.HOME) == ["systolic", "diastolic"]


def test_carried_habits_alone_are_no_visit():
    sections = sections_named(["hypertension"])
    carried = {"adherence": "regular", "symptoms": ["none"], "drugs": "氨氯地平 5 mg 每日 1 次"}

    assert nothing_done(carried, sections)
    assert kept_answers(carried, sections) == {}


def test_every_fault_says_its_mend():
    faults = faults_of({"systolic": 84, "diastolic": 136}, sections_named(["hypertension"]), mode=Mode.HOME)

    assert all(text.zh.endswith("。") and any(word in text.zh for word in "补点核取") for _, text in faults)
