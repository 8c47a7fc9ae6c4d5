"""The boxes several printed forms share."""

from __future__ import annotations

import pytest

from app.core.words import Text
from app.policy.terms import Result
from app.visits.rules import boxes


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"weight": 70, "height": 170}, "24.2"),
        ({"weight": 70, "weight_target": 65, "height": 170}, "24.2/22.5"),
        ({"weight": 70}, ""),
        ({"height": 170}, ""),
    ],
)
def test_the_body_mass_index_is_told_as_it_is_and_as_aimed_at(answers, words):
    assert boxes.bmi_words(answers) == Text(words, words)


@pytest.mark.parametrize(
    ("answers", "zh", "en"),
    [
        ({}, "", ""),
        (
            {"drug2_name": "二甲双胍", "drug2_times": 2, "drug2_dose": "0.5 g"},
            "二甲双胍 每日 2 次 每次 0.5 g",
            "二甲双胍 2 a day 0.5 g each",
        ),
        ({"drug2_name": "阿司匹林"}, "阿司匹林", "阿司匹林"),
        ({"drug2_times": 2}, "", ""),
    ],
)
def test_a_medicine_is_told_as_the_form_words_it(answers, zh, en):
    assert boxes.drug_words(2)(answers) == Text(zh, en)


def test_the_classes_are_numbered_as_the_forms_do():
    assert boxes.numbered(Result) == {
        "controlled": "1",
        "uncontrolled": "2",
        "adverse-reaction": "3",
        "complication": "4",
    }
