"""The part of the form each disease and each round has: every question has its place on the page, once."""

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

MINE = {
    "coronary": "coronary",
    "stroke": "stroke",
    "heart_failure": "heart-failure",
    "general": "general",
    "weekly_round": "weekly-round",
    "meeting": "meeting",
}


@pytest.fixture
def doctor(client, sign_in):
    """A browser in which Dr Li is signed in."""
    return sign_in(client, cast.DR_LI)


@pytest.mark.parametrize("name", MINE)
def test_every_question_of_a_section_stands_on_its_page_once(doctor, granny_chen, name):
    page = doctor.get(f"/people/{granny_chen.id}/visits/new?kind={MINE[name]}").text

    drawn = re.findall(r'<(?:fieldset|input|textarea)\b[^>]*\bid="(\w+)"', page)

    assert {q.name: drawn.count(q.name) for q in SECTIONS[name].questions if drawn.count(q.name) != 1} == {}


def test_heart_and_vessel_diseases_together_ask_nothing_twice(doctor, granny_chen):
    asked = "&".join(f"kind={kind}" for kind in (*MINE.values(), "hypertension", "diabetes", "copd"))

    page = doctor.get(f"/people/{granny_chen.id}/visits/new?{asked}").text

    drawn = re.findall(r'<(?:fieldset|input|textarea)\b[^>]*\bid="(\w+)"', page)
    assert sorted({name for name in drawn if drawn.count(name) > 1}) == []


@pytest.fixture
def grandpa_wu(app):
    """吴大山 of 柳塘村, with coronary disease and heart failure, on the minimum living allowance."""
    return cast.a_person(
        name="吴大山",
        identity=cast.an_identity(serial=3),
        conditions=("coronary", "heart-failure"),
        categories=("minimum-living",),
    )


def _typed(**changes):
    usual = {
        "client_key": str(uuid4()),
        "visited_on": "2026-05-20",
        "mode": "home",
        "sections": ["coronary", "heart_failure", "general"],
        "symptoms": "none",
        "angina": "as-before",
        "nyha": "2",
        "orthopnoea": "flat",
        "oedema_extent": "none",
        "condition_state": "stable",
        "treatment": "regular",
        "treatment_effect": "good",
    }
    return usual | changes


def test_one_visit_settles_both_diseases_and_the_home_visit_each_with_its_own_next_day(doctor, grandpa_wu):
    response = doctor.post(
        f"/people/{grandpa_wu.id}/visits/new", data=_typed(weight_gain="2.5", referral_answer="agreed")
    )

    visit = db.session.scalars(sa.select(Visit)).one()
    assert response.status_code == 303
    assert visit.all_results == {
        Kind.CORONARY: Result.CONTROLLED,
        Kind.HEART_FAILURE: Result.UNCONTROLLED,
        Kind.GENERAL: Result.CONTROLLED,
    }
    rules = ("coronary-followup", "heart-failure-followup", "low-income-home-visit")
    due = [find_open_duty(grandpa_wu.id, rule).due_on.isoformat() for rule in rules]
    assert due == ["2026-08-20", "2026-06-03", "2026-08-20"]
    assert find_open_duty(grandpa_wu.id, "referral-check").due_on.isoformat() == "2026-06-03"


def test_the_record_of_the_visit_prints_each_form_with_its_answers(doctor, grandpa_wu):
    doctor.post(f"/people/{grandpa_wu.id}/visits/new", data=_typed(weight="61.5"))
    visit = db.session.scalars(sa.select(Visit)).one()

    paper = doctor.get(f"/visits/{visit.id}/print").text

    assert all(title in paper for title in ("冠心病随访", "心功能不全随访", "病情随访"))
    assert all(said in paper for said in ("2 偶有，与以前一样", "2 Ⅱ 级：日常活动后气短乏力", "2 稳定"))
    assert paper.count("61.5 kg") == 2


def test_angina_at_rest_is_not_filed_before_something_was_done(doctor, grandpa_wu):
    refused = doctor.post(f"/people/{grandpa_wu.id}/visits/new", data=_typed(angina="at-rest"))

    assert refused.status_code == 422
    assert "不稳定心绞痛" in refused.text
    assert db.session.scalars(sa.select(Visit)).all() == []
