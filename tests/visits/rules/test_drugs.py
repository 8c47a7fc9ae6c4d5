from __future__ import annotations

import pytest

from app.visits.rules.drugs import after_change, as_planned, drug_words, with_prescribed
from app.visits.rules.followed import Taking

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


AMLODIPINE, METFORMIN = Taking("氨氯地平 5 mg", 1, "1 片"), Taking("二甲双胍 0.5 g", 2, "1 片")


def test_what_a_plan_prescribes_stands_in_the_first_rows_and_what_was_taken_besides_below():
    last = {"drug1_name": "辛伐他汀", "drug1_times": 1, "drug1_dose": "20 mg", "weight": 61}

    told = with_prescribed([AMLODIPINE, METFORMIN], last)

    assert [str(drug_words(row, told)) for row in (1, 2, 3)] == [
        "氨氯地平 5 mg 每日 1 次，每次 1 片",
        "二甲双胍 0.5 g 每日 2 次，每次 1 片",
        "辛伐他汀 每日 1 次，每次 20 mg",
    ]
    assert told["weight"] == 61


def test_a_medicine_of_the_plan_that_was_taken_already_stands_once_as_it_is_prescribed_now():
    last = {"drug1_name": "氨氯地平 2.5 mg", "drug1_times": 1, "drug1_dose": "1 片"}

    told = with_prescribed([AMLODIPINE], last)

    assert str(drug_words(1, told)) == "氨氯地平 5 mg 每日 1 次，每次 1 片"
    assert drug_words(2, told) is None


def test_what_finds_no_row_is_told_on_the_line_for_further_medicines_once():
    five = [Taking(name, 1, "1 片") for name in ("甲", "乙", "丙", "丁", "戊")]

    once = with_prescribed(five, {"drugs": "降压茶"})
    again = with_prescribed(five, once)

    assert once["drugs"].splitlines() == ["丁 每日 1 次，每次 1 片", "戊 每日 1 次，每次 1 片", "降压茶"]
    assert again["drugs"] == once["drugs"]


def test_a_medicine_of_a_plan_goes_on_unless_the_doctor_says_otherwise():
    assert as_planned([AMLODIPINE]) == {"drug1_as": "same"}
    assert not as_planned([])
