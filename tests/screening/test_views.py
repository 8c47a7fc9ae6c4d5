from __future__ import annotations

import re
from datetime import date

import pytest

from app.duties.queries import find_open_duty, list_duties
from app.people.queries import find_open_condition
from app.policy.terms import Condition
from tests import cast


@pytest.fixture
def doctor(client, sign_in):
    """A browser in which Dr Li is signed in."""
    return sign_in(client, cast.DR_LI)


@pytest.fixture
def uncle(resident):
    """A man of 46 with no disease on record."""
    return resident(name="周大勇", born_on=date(1980, 1, 1))


def _listed(browser, part):
    page = browser.get(f"/screening?village={cast.LIUTANG}&part={part}").text
    return re.findall(r'class="name" href="/people/\d+">([^<]+)<', page)


def test_a_person_walks_from_unmeasured_over_the_three_readings_to_the_proposal(doctor, uncle, measure):
    assert _listed(doctor, "unmeasured") == ["周大勇"]

    measure(uncle, date(2026, 4, 1), systolic=146, diastolic=84)
    assert _listed(doctor, "unmeasured") == []
    assert _listed(doctor, "under-way") == ["周大勇"]

    measure(uncle, date(2026, 4, 1), systolic=150, diastolic=84)
    measure(uncle, date(2026, 4, 20), systolic=143, diastolic=84)
    assert _listed(doctor, "under-way") == ["周大勇"]

    measure(uncle, date(2026, 5, 6), systolic=141, diastolic=92)
    assert _listed(doctor, "proposed") == ["周大勇"]
    assert (
        f"/people/{uncle.id}/enrolments"
        in doctor.get(f"/screening?village={cast.LIUTANG}&part=proposed").text
    )


def test_one_tap_lists_somebody_as_at_risk_and_owes_a_pressure_every_six_months(doctor, uncle, measure):
    measure(uncle, date(2026, 4, 1), systolic=134, diastolic=84)
    assert _listed(doctor, "at-risk") == ["周大勇"]

    answer = doctor.post(
        f"/screening/people/{uncle.id}/risk", data={"risk": ["high-normal"], "village": cast.LIUTANG}
    )

    held = find_open_condition(uncle.id, Condition.HYPERTENSION_RISK)
    assert answer.status_code == 303
    assert held.started_on == cast.TODAY
    assert "血压正常高值" in held.basis
    assert find_open_duty(uncle.id, "risk-pressure").due_on == date(2026, 10, 1)
    assert "pressure-screening" not in {duty.rule_id for duty in list_duties(uncle.id)}
    assert _listed(doctor, "at-risk") == []


def test_who_has_hypertension_is_not_listed_as_at_risk(doctor, resident):
    patient = resident(conditions=("hypertension",))

    answer = doctor.post(f"/screening/people/{patient.id}/risk", data={"risk": ["age"]})

    assert answer.status_code == 422
    assert find_open_condition(patient.id, Condition.HYPERTENSION_RISK) is None


def test_a_reader_of_many_villages_chooses_one_first(client, sign_in, uncle, measure, resident):
    measure(uncle, date(2026, 4, 1), systolic=146, diastolic=84)
    resident(area_code=cast.SHIQIAO, born_on=date(1980, 1, 1))
    sign_in(client, cast.ZHAO)

    page = client.get("/screening").text
    assert "周大勇" not in page
    assert "柳塘村" in page
    assert "石桥村" in page
    assert _listed(client, "under-way") == ["周大勇"]
    assert "/visits/new" not in client.get(f"/screening?village={cast.LIUTANG}").text


def test_a_village_outside_the_readers_areas_shows_nobody(client, sign_in, uncle, measure):
    measure(uncle, date(2026, 4, 1), systolic=146, diastolic=84)
    sign_in(client, cast.DR_WANG)

    assert _listed(client, "under-way") == []


def test_the_list_is_leafed_through(doctor, resident):
    for _ in range(51):
        resident(born_on=date(1980, 1, 1))

    assert len(_listed(doctor, "unmeasured")) == 50
    assert len(_listed(doctor, "unmeasured&page=2")) == 1
