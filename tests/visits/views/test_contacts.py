"""The page of contacts that are no visits."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from app.core.transaction import COMMAND_LINE, transaction
from app.duties.queries import find_open_duty, list_duties
from app.people.rules import ContactEntry, ContactKind
from app.people.service import add_contact
from app.visits.queries import list_attempts

FOLLOW_UP = "hypertension-followup"


@pytest.fixture
def guardian(granny_chen):
    """Her nephew, who can be called."""
    with transaction("person.contact", by=COMMAND_LINE):
        return add_contact(granny_chen, ContactEntry(ContactKind.GUARDIAN, "陈大", "13955550012"))


def _send(browser, person, **changes):
    usual = {
        "client_key": str(uuid4()),
        "outcome": "nobody-there",
        "way": "at-home",
        "tried_on": "2026-05-20",
    }
    return browser.post(f"/people/{person.id}/attempts/new", data=usual | {"contact": ""} | changes)


def test_guardian_and_neighbours_can_be_chosen_and_no_number_is_shown(doctor, granny_chen, guardian):
    page = doctor.get(f"/people/{granny_chen.id}/attempts/new").text

    assert "陈大（监护人）" in page and "13955550012" not in page
    assert f"/people/{granny_chen.id}#phone" in page


def test_a_contact_is_noted_and_stands_in_the_history(doctor, granny_chen, guardian):
    response = _send(
        doctor, granny_chen, way="guardian", contact=str(guardian.id), outcome="refused", note="说过几天再来"
    )

    assert response.location.endswith(f"/people/{granny_chen.id}")
    assert "6 月 19 日" in doctor.get(response.location).text
    history = doctor.get(f"/people/{granny_chen.id}/history?part=contacts").text
    for words in ("经监护人：拒绝随访", "陈大", "说过几天再来", "李秀兰"):
        assert words in history
    assert find_open_duty(granny_chen.id, FOLLOW_UP).excused_until.isoformat() == "2026-06-19"


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"outcome": "away"}, "return_on", "预计哪天回来"),
        ({"outcome": "away", "return_on": "2026-05-19"}, "return_on", "早于联系日期"),
        ({"outcome": "died"}, "gone_on", "哪一天"),
        ({"tried_on": "2026-05-21"}, "tried_on", "还没到"),
        ({"tried_on": ""}, "tried_on", ""),
        ({"outcome": "flown"}, "outcome", ""),
        ({"way": ""}, "way", ""),
        ({"contact": "999"}, "contact", ""),
        ({"note": "长" * 401}, "note", ""),
    ],
)
def test_what_cannot_be_is_said_beside_the_field_and_what_was_typed_stays(
    doctor, granny_chen, guardian, changes, field, words
):
    response = _send(doctor, granny_chen, **{"note": "去赶集了"} | changes)

    assert response.status_code == 422
    fault = re.search(rf'id="{field}-fault">([^<]*)', response.text)
    assert fault and words in fault.group(1)
    assert (changes.get("note") or "去赶集了") in response.text
    assert not list_attempts(granny_chen.id)


def test_a_bad_key_is_refused(doctor, granny_chen):
    response = _send(doctor, granny_chen, client_key="x")

    assert response.status_code == 422 and "重新打开表单" in response.text


def test_who_died_is_owed_nothing_any_more(doctor, granny_chen):
    _send(doctor, granny_chen, outcome="died", gone_on="2026-05-02")

    assert list_duties(granny_chen.id) == []
    assert "5 月 2 日 去世" in doctor.get(f"/people/{granny_chen.id}").text


def test_who_died_before_cannot_move_away_and_the_page_says_why(doctor, granny_chen):
    _send(doctor, granny_chen, outcome="died", gone_on="2026-05-02")

    response = _send(doctor, granny_chen, outcome="moved", gone_on="2026-05-01", tried_on="2026-05-01")

    assert response.status_code == 422 and "已登记为“去世”" in response.text


def test_the_same_contact_sent_twice_is_noted_once(doctor, granny_chen):
    key = str(uuid4())

    first, second = (_send(doctor, granny_chen, client_key=key, outcome="unreachable") for _ in range(2))

    assert first.status_code == second.status_code == 303
    assert len(list_attempts(granny_chen.id)) == 1


def test_a_strangers_patient_and_a_supervisor_find_no_form(stranger, supervisor, granny_chen):
    address = f"/people/{granny_chen.id}/attempts/new"

    assert stranger.get(address).status_code == 404
    assert supervisor.get(address).status_code == 403
