"""Every section keeps the pattern, so that adding one is adding its folder."""

from __future__ import annotations

from pathlib import Path

import pytest

import app.visits.sections as package
from app.policy.terms import Condition, Kind, Mode
from app.visits.rules import VisitEntry
from app.visits.sections import (
    SECTIONS,
    answered_kinds,
    choose_work,
    kinds_of,
    not_yet_on,
    section_for,
    sections_named,
    summarise,
)
from app.visits.sections.screening.path import raised_events
from tests import cast

FOLDER = Path(package.__file__).parent


def _names(work):
    return [section.name for section in work]


def test_every_folder_is_a_section_and_every_section_a_folder():
    assert {path.parent.name for path in FOLDER.glob("*/rules.py")} == set(SECTIONS)


@pytest.mark.parametrize("name", SECTIONS)
def test_a_section_asks_what_it_needs(name):
    section = SECTIONS[name]
    asked = {question.name for question in section.questions}

    assert set(section.core) | set(section.needed) <= asked
    assert (FOLDER / name / "_form.html").exists()
    assert (FOLDER / name / "_print.html").exists()


def test_one_name_means_one_question():
    meanings = {}
    for section in SECTIONS.values():
        for question in section.questions:
            meanings.setdefault(question.name, set()).add((question.label, question.shape, question.unit))

    assert not {name: meant for name, meant in meanings.items() if len(meant) > 1}


def test_no_two_sections_answer_the_same_kind():
    kinds = [kind for section in SECTIONS.values() for kind in section.kinds]

    assert len(kinds) == len(set(kinds))
    assert set(kinds) == answered_kinds()


def test_the_form_shows_what_is_owed_now():
    work = choose_work(owed=frozenset({Kind.WEEKLY_ROUND}), held=frozenset({Condition.HYPERTENSION}))

    assert _names(work) == ["weekly_round"]


def test_a_kind_asked_for_is_added():
    work = choose_work(
        owed=frozenset({Kind.WEEKLY_ROUND}), held=frozenset(), wanted=frozenset({Kind.DIABETES})
    )

    assert _names(work) == ["diabetes", "weekly_round"]


def test_where_nothing_is_owed_the_diseases_are_shown_and_else_the_general_part():
    assert _names(choose_work(owed=frozenset(), held=frozenset({Condition.COPD}))) == ["copd"]
    assert _names(choose_work(owed=frozenset(), held=frozenset())) == ["general"]


def test_a_kind_without_a_section_leaves_the_form_usable():
    assert _names(choose_work(owed=frozenset({Kind.CONTRACT}), held=frozenset())) == ["general"]


def test_each_disease_has_a_section_of_its_own_beside_the_general_part():
    work = choose_work(owed=frozenset({Kind.GENERAL, Kind.STROKE}), held=frozenset({Condition.STROKE}))

    assert set(work.values()) == {(Kind.GENERAL,), (Kind.STROKE,)}


def test_a_form_that_comes_back_keeps_its_own_sections():
    work = choose_work(owed=frozenset({Kind.COPD}), held=frozenset(), named=["hypertension", "nonsense"])

    assert _names(work) == ["hypertension"]


def test_what_is_not_on_the_form_can_be_added():
    others = not_yet_on(sections_named(["hypertension", "general"]))

    assert "diabetes" in _names(others)
    assert "hypertension" not in _names(others)


def test_complicated_disease_is_followed_up_like_the_disease():
    assert kinds_of([Condition.HYPERTENSION_COMPLICATED, Condition.DIABETES_INSULIN]) == {
        Kind.HYPERTENSION,
        Kind.DIABETES,
    }
    assert section_for(Kind.CONTRACT) is None


def test_a_visit_is_summed_up_by_its_figures():
    entry: VisitEntry = cast.a_visit(
        mode=Mode.HOME,
        kinds=(Kind.HYPERTENSION, Kind.DIABETES, Kind.WEEKLY_ROUND),
        answers={
            "systolic": 140,
            "diastolic": 90,
            "systolic_2": 137,
            "diastolic_2": 85,
            "fasting_glucose": 6.4,
        }
        | {"round_parts": ["round", "education"]},
    )

    assert summarise(entry) == "139/88 · 6.4 mmol/L · 四项中做了 2 项"


@pytest.mark.parametrize("section", SECTIONS.values(), ids=lambda section: section.name)
def test_whoever_measures_a_pressure_starts_the_three_readings_but_for_the_disease_itself(section):
    measures = "systolic" in {question.name for question in section.questions}

    assert (section.events is raised_events) == (measures and section.name != "hypertension")
