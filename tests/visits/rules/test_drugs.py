from __future__ import annotations

import pytest

from app.visits.rules.drugs import after_change, drug_words

LAST = {"drug1_name": "氨氯地平", "drug1_times": 1, "drug1_dose": "5 mg"}


def test_as_before_brings_all_of_it_back():
    assert after_change(1, "same", last=LAST) == LAST


def test_stopped_leaves_nothing_of_it():
    assert after_change(1, "stopped", last=LAST) == dict.fromkeys(LAST)


@pytest.mark.parametrize("change", ["changed", None, ""])
def test_what_is_changed_is_what_was_typed(change):
    assert after_change(1, change, last=LAST) is None


@pytest.mark.parametrize(
    ("answers", "zh"),
    [
        (LAST, "氨氯地平 每日 1 次，每次 5 mg"),
        ({"drug1_name": "氨氯地平", "drug1_times": 2}, "氨氯地平 每日 2 次"),
        ({"drug1_name": "氨氯地平"}, "氨氯地平"),
    ],
)
def test_a_medicine_is_read_out(answers, zh):
    assert str(drug_words(1, answers)) == zh


def test_without_a_name_there_is_no_medicine():
    assert drug_words(2, LAST) is None
