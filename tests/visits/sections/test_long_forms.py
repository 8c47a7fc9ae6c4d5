"""The long forms and the light one: every question has its place on the page, once, and what is typed is filed."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.duties.queries import find_open_duty
from app.policy.terms import Kind, Result
from app.visits.models import Visit
from app.visits.sections import SECTIONS
from tests import cast

KINDS = {
    "elderly": "elderly-check",
    "mental_disorder": "mental-disorder",
    "tuberculosis": "tuberculosis",
    "screening": "screening",
}


@pytest.fixture
def doctor(client, sign_in):
    """A browser in which Dr Li is signed in."""
    return sign_in(client, cast.DR_LI)


def _drawn(page):
    return re.findall(r'<(?:fieldset|input|textarea)\b[^>]*\bid="(\w+)"', page)


def _post(browser, person, sections, **answers):
    usual = {"client_key": str(uuid4()), "visited_on": "2026-05-20", "mode": "home", "sections": sections}
    return browser.post(f"/people/{person.id}/visits/new", data=usual | answers)


def _filed():
    return db.session.scalars(sa.select(Visit).order_by(Visit.id)).all()[-1]


@pytest.mark.parametrize("name", KINDS)
def test_every_question_of_a_section_stands_on_its_page_once(doctor, granny_chen, name):
    drawn = _drawn(doctor.get(f"/people/{granny_chen.id}/visits/new?kind={KINDS[name]}").text)

    assert {q.name: drawn.count(q.name) for q in SECTIONS[name].questions if drawn.count(q.name) != 1} == {}


def test_all_national_forms_together_ask_nothing_twice(doctor, granny_chen):
    asked = "&".join(f"kind={section.kinds[0].value}" for section in SECTIONS.values())

    drawn = _drawn(doctor.get(f"/people/{granny_chen.id}/visits/new?{asked}").text)

    assert sorted({name for name in drawn if drawn.count(name) > 1}) == []


def test_a_first_fairly_stable_visit_is_filed_and_the_next_is_due_in_two_weeks(doctor):
    person = cast.a_person(conditions=("mental-disorder",))

    answer = _post(
        doctor,
        person,
        ["mental_disorder"],
        danger_grade="1",
        mental_symptoms=["suspicion"],
        mental_extent="some",
        insight="partial",
    )

    assert answer.status_code == 303, answer.text
    assert _filed().all_results == {Kind.MENTAL_DISORDER: Result.UNCONTROLLED}
    assert find_open_duty(person.id, "mental-disorder-followup").due_on.isoformat() == "2026-06-03"


def test_danger_of_the_third_grade_is_filed_once_it_was_dealt_with(doctor):
    person = cast.a_person(conditions=("mental-disorder",))
    found = {
        "danger_grade": "3",
        "mental_symptoms": ["destructive"],
        "mental_extent": "marked",
        "insight": "lacking",
    }

    assert _post(doctor, person, ["mental_disorder"], **found).status_code == 422
    answer = _post(
        doctor,
        person,
        ["mental_disorder"],
        emergency_action="referred",
        referral_answer="agreed",
        referral_reason="other",
        **found,
    )

    assert answer.status_code == 303, answer.text
    assert _filed().emergency
    assert find_open_duty(person.id, "referral-check").due_on.isoformat() == "2026-06-03"


def test_under_the_familys_eyes_the_next_visit_comes_in_ten_days(doctor):
    person = cast.a_person(conditions=("tuberculosis",))

    answer = _post(
        doctor,
        person,
        ["tuberculosis"],
        tb_symptoms=["cough"],
        tb_supervisor="family",
        tb_phase="intensive",
        missed_doses="0",
    )

    assert answer.status_code == 303, answer.text
    assert find_open_duty(person.id, "tuberculosis-followup").due_on.isoformat() == "2026-05-30"


def test_a_raised_pressure_of_one_without_hypertension_owes_another(doctor):
    person = cast.a_person()

    answer = _post(doctor, person, ["screening"], systolic="146", diastolic="84")

    assert answer.status_code == 303, answer.text
    assert find_open_duty(person.id, "pressure-again").due_on.isoformat() == "2026-06-03"


def test_one_pressure_answers_screening_and_the_disease_that_measures_it_too(doctor):
    person = cast.a_person(conditions=("diabetes",))

    answer = _post(
        doctor,
        person,
        ["diabetes", "screening"],
        fasting_glucose="6.1",
        symptoms="none",
        systolic="126",
        diastolic="78",
    )

    assert answer.status_code == 303, answer.text
    assert set(_filed().all_kinds) == {Kind.DIABETES, Kind.SCREENING}
    assert find_open_duty(person.id, "pressure-screening").due_on.isoformat() == "2027-12-31"


def test_the_check_of_an_elder_serves_follow_up_screening_and_the_yearly_duty_at_once(doctor):
    person = cast.a_person(conditions=("diabetes",), born_on=cast.TODAY.replace(year=1950))
    scale = dict.fromkeys(("adl_eating", "adl_washing", "adl_dressing", "adl_toilet", "adl_moving"), "alone")

    answer = _post(
        doctor,
        person,
        ["diabetes", "screening", "elderly"],
        fasting_glucose="6.1",
        symptoms="none",
        systolic="126",
        diastolic="78",
        cognition="negative",
        elder_mood="negative",
        assessment="fine",
        **scale,
    )

    assert answer.status_code == 303, answer.text
    assert set(_filed().all_kinds) == {Kind.DIABETES, Kind.SCREENING, Kind.ELDERLY_CHECK}
    assert find_open_duty(person.id, "elderly-check").due_on.isoformat() == "2027-12-31"
    assert find_open_duty(person.id, "diabetes-followup").due_on.isoformat() == "2026-08-20"
