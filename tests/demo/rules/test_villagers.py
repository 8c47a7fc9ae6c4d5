"""Invented people."""

from __future__ import annotations

from datetime import date
from random import Random

from app.core.identity import read_identity
from app.demo.rules import VILLAGES, invent_village
from app.demo.rules.villagers import NOWHERE
from app.policy.terms import Category, Condition

TODAY = date(2026, 5, 20)
THREE = {Condition.COPD, Condition.HYPERTENSION, Condition.DIABETES}
WANTED = THREE | {
    Condition.TUBERCULOSIS,
    Condition.MENTAL_DISORDER,
    Condition.CORONARY,
    Condition.STROKE,
    Condition.HEART_FAILURE,
    Condition.HYPERTENSION_RISK,
}


def test_their_numbers_pass_every_check_and_belong_to_no_county():
    people = [
        one for village, _ in VILLAGES for one in invent_village(Random(1), village, people=40, today=TODAY)
    ]

    assert len({one.number for one in people}) == len(people)
    for one in people:
        identity = read_identity(one.number, today=TODAY)
        assert (identity.born_on, identity.sex) == (one.born_on, one.sex.value)
        assert one.number.startswith(NOWHERE)


def test_the_same_seed_makes_the_same_village():
    one, other = (invent_village(Random(5), VILLAGES[0][0], people=20, today=TODAY) for _ in range(2))

    assert one == other


def test_every_village_has_somebody_for_every_page():
    for village, _ in VILLAGES:
        people = invent_village(Random(5), village, people=25, today=TODAY)

        assert {one.raised for one in people} == {0, 1, 2, 3}
        assert {condition for one in people for condition in one.conditions} >= WANTED
        assert any(
            one.category is Category.DESTITUTE_SCATTERED and set(one.conditions) >= THREE for one in people
        )


def test_tuberculosis_has_just_been_found_in_one_village_and_is_long_treated_in_another():
    since = {
        (TODAY - one.since).days
        for village, _ in VILLAGES
        for one in invent_village(Random(5), village, people=11, today=TODAY)
        if Condition.TUBERCULOSIS in one.conditions
    }

    assert min(since) < 3 and max(since) > 60
