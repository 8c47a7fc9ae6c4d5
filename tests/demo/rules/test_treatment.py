"""The invented care plans: the catalogue has what they are written from, and every village meets every fate."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from app.careplans.rules.shelf import Shelf, shipped
from app.demo.rules import VILLAGES, invent_village
from app.demo.rules.treatment import (
    FATES,
    HEAVIER,
    LONG,
    NEXT,
    SEVERAL,
    TEMPLATES,
    diseases_of,
    invent_treatments,
    is_treated,
)

TODAY = date(2026, 5, 20)


@pytest.fixture(scope="module")
def villages():
    """Return the residents of every village, with their treatments."""
    dice = Random(5)
    people = [dict(enumerate(invent_village(dice, code, people=40, today=TODAY))) for code, _ in VILLAGES]
    return [(here, invent_treatments(here, today=TODAY)) for here in people]


def test_every_template_is_in_the_catalogue_and_for_the_disease_it_is_taken_for():
    shelf = Shelf(shipped())
    named = [(disease, code) for disease, codes in TEMPLATES.items() for code in codes]

    for disease, code in (*named, *NEXT.items(), *SEVERAL.items()):
        assert shelf.template(code).disease is disease, code
    assert all(shelf.template(code) for code in HEAVIER.values())


def test_most_people_of_the_eight_groups_are_treated_for_all_they_have(villages):
    ill = [one for here, _ in villages for one in here.values() if diseases_of(one)]
    treated = [(here[key], each) for here, found in villages for key, each in found.items()]

    assert len(ill) / 2 < len(treated) < len(ill)
    for who, treatment in treated:
        assert is_treated(who)
        assert tuple(course.disease for course in treatment.courses) == diseases_of(who)


def test_every_village_meets_every_fate_and_every_way_in_which_medicine_runs_out(villages):
    for _, treatments in villages:
        assert {treatment.fate for treatment in treatments.values()} == set(FATES)

    every = [each for _, treatments in villages for each in treatments.values()]
    left = [(each.issued_on + timedelta(days=each.days) - TODAY).days for each in every]
    assert any(days < 0 for days in left) and any(0 < days <= 7 for days in left)
    assert any(each.days == LONG for each in every) and any(each.guided for each in every)


def test_nothing_is_given_out_before_the_plan_nor_the_plan_written_before_the_disease(villages):
    for here, treatments in villages:
        for key, treatment in treatments.items():
            assert here[key].since <= treatment.since <= treatment.issued_on <= TODAY
            assert treatment.since <= treatment.revised_on <= TODAY


def test_somebody_is_treated_alike_whoever_lives_beside_them(villages):
    here, treatments = villages[0]
    key = list(treatments)[-1]
    alone = invent_treatments({key: here[key]}, today=TODAY)[key]

    assert alone.courses == treatments[key].courses
