"""Medicines and what is not borne."""

from __future__ import annotations

import pytest

from app.people.rules import clashing, same_substance


@pytest.mark.parametrize(
    ("drug", "allergens", "found"),
    [
        ("阿莫西林胶囊", ["花粉", "阿莫西林"], "阿莫西林"),
        ("Amoxicillin 0.5 g", ["amoxicillin"], "amoxicillin"),
        ("氨氯地平", ["阿莫西林"], None),
        ("氨氯地平", ["", " "], None),
        ("氨氯地平", [], None),
    ],
)
def test_a_medicine_that_holds_what_is_not_borne_is_noticed(drug, allergens, found):
    assert clashing(drug, allergens) == found


def test_one_substance_is_one_however_it_is_written():
    assert same_substance("Amlodipine", " amlo dipine")
    assert not same_substance("氨氯地平", "左氨氯地平")
