"""The week board and the day by their pages."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import unquote

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.core.transaction import transaction
from app.schedule.models import Appointment
from app.schedule.queries import list_meetings
from app.schedule.service import appoint
from app.visits.service import file_visit
from tests import cast
from tests.schedule.views import followed

DAY = timedelta(days=1)
FRIDAY = cast.TODAY + 2 * DAY


def standing(doctor, *, first=cast.TODAY, last=FRIDAY + 2 * DAY):
    return list_meetings(doctor.id, first=first, last=last, reader=doctor)


def test_a_doctor_has_a_week_proposed_and_sees_it(client, sign_in, dr_li, neighbours):
    sign_in(client, dr_li)

    page = followed(client, "/plan/propose")

    assert page.status_code == 200
    assert "已排 4 人" in page.text
    assert all(name in page.text for name in ("张桂甲", "张桂乙", "张桂丙", "张桂丁", "一组", "二组"))


def test_ticked_people_are_moved_to_another_day_by_the_form(client, sign_in, dr_li, neighbours):
    sign_in(client, dr_li)
    client.post("/plan/propose")
    ids = [one.id for one in standing(dr_li)][:2]

    page = followed(client, "/plan/move", data={"a": ids, "to": FRIDAY.isoformat()})

    assert "已把 2 人移到" in page.text
    moved = [one for one in standing(dr_li) if one.by_hand]
    assert [one.on_day for one in moved] == [FRIDAY, FRIDAY]


def test_ticked_people_are_cancelled_from_the_day_page_and_the_page_comes_back(
    client, sign_in, dr_li, neighbours
):
    sign_in(client, dr_li)
    client.post("/plan/propose")
    ids = [one.id for one in standing(dr_li)]

    answer = client.post("/plan/move", data={"a": ids, "to": "cancel", "day": cast.TODAY.isoformat()})

    assert answer.location.endswith(f"/plan/day/{cast.TODAY}")
    assert standing(dr_li) == []


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"to": "2026-05-22"}, "请先选人"),
        ({"a": "1", "to": ""}, "请选移到哪一天"),
        ({"a": "1", "to": "2026-13-40"}, "请选移到哪一天"),
        ({"a": "999999", "to": "2026-05-22"}, "刚刚改过"),
        ({"a": "x", "to": "2026-05-22"}, "请先选人"),
    ],
)
def test_a_move_that_cannot_be_made_is_refused_with_a_sentence(client, sign_in, dr_li, sent, told):
    sign_in(client, dr_li)

    answer = client.post("/plan/move", data=sent)

    assert answer.status_code in (409, 422)
    assert told in answer.text


def test_a_supervisor_reads_the_plans_of_her_town_and_moves_nothing(
    client, sign_in, zhao, dr_li, granny_chen
):
    with transaction("plan.appoint", by=dr_li):
        made = appoint(granny_chen, doctor=dr_li, on=FRIDAY)
    sign_in(client, zhao)

    doctors, week = client.get("/plan").text, client.get(f"/plan?doctor={dr_li.id}").text

    assert "李秀兰" in doctors and "已排 1 人" in doctors
    assert "陈桂英" in week and "checkbox" not in week and "帮我排" not in week
    assert client.post("/plan/move", data={"a": made.id, "to": "cancel"}).status_code == 403


def test_a_colleagues_plan_outside_ones_areas_is_absent(client, sign_in, dr_wang, dr_li):
    sign_in(client, dr_wang)

    assert client.get(f"/plan?doctor={dr_li.id}").status_code == 404
    assert client.get(f"/plan/day/2026-05-22?doctor={dr_li.id}").status_code == 404


def test_the_day_says_what_each_is_owed_and_who_was_seen(client, sign_in, dr_li, neighbours):
    with transaction("plan.appoint", by=dr_li):
        for person in neighbours[:2]:
            appoint(person, doctor=dr_li, on=cast.TODAY, note="带降压药")
    with transaction("visit.file", by=dr_li):
        file_visit(cast.a_visit(), person=neighbours[0], doctor=dr_li)
    sign_in(client, dr_li)

    page = client.get("/plan/day/2026-05-20").text

    assert "安排 2 人，已访 1 人" in page
    assert page.count("高血压随访") == 1
    assert page.count(f"/people/{neighbours[1].id}/visits/new") == 1
    assert f"/people/{neighbours[0].id}/visits/new" not in page


def test_a_supervisor_is_not_told_of_a_disease_that_is_not_for_her(client, sign_in, zhao, dr_li):
    patient = cast.a_person(name="吴安", conditions=("mental-disorder",))
    with transaction("plan.appoint", by=dr_li):
        appoint(patient, doctor=dr_li, on=cast.TODAY)

    sign_in(client, zhao)
    theirs = client.get(f"/plan/day/2026-05-20?doctor={dr_li.id}").text

    assert "吴安" in theirs and "精神" not in theirs


def test_the_day_is_taken_away_as_a_table_and_the_trail_knows(client, sign_in, dr_li, granny_chen):
    from app.audit.models import AuditEntry

    with transaction("plan.appoint", by=dr_li):
        appoint(granny_chen, doctor=dr_li, on=FRIDAY)
    sign_in(client, dr_li)

    answer = client.get("/plan/day/2026-05-22/list.xlsx")

    assert answer.data[:2] == b"PK"
    taken = sa.select(sa.func.count()).select_from(AuditEntry).where(AuditEntry.action == "plan.take-away")
    assert db.session.scalar(taken) == 1


def test_people_are_added_to_a_day_by_name_and_from_those_who_wait(client, sign_in, dr_li, neighbours):
    sign_in(client, dr_li)
    waiting = client.get("/plan/day/2026-05-22/add").text
    asked = client.post("/plan/day/2026-05-22/add", data={"q": "张桂丙"})
    found = client.get(asked.location).text

    client.post("/plan/day/2026-05-22/add", data={"p": [neighbours[2].id, neighbours[3].id]})

    assert waiting.count('name="p"') == 4
    assert "张桂丙" in found and "张桂甲" not in found
    assert "张桂" not in unquote(asked.location)
    assert {one.person_id for one in standing(dr_li)} == {neighbours[2].id, neighbours[3].id}
    assert client.get("/plan/day/2026-05-22/add").text.count('name="p"') == 2


def test_nobody_of_another_village_can_be_added(client, sign_in, dr_li):
    stranger = cast.a_person(area_code=cast.SHIQIAO)
    sign_in(client, dr_li)

    assert client.post("/plan/day/2026-05-22/add", data={"p": stranger.id}).status_code == 404
    assert client.get(f"/people/{stranger.id}/appointments/new").status_code == 404
    assert not db.session.scalar(sa.select(sa.func.count(Appointment.id)))


def test_an_appointment_is_made_from_the_persons_own_page(client, sign_in, dr_li, granny_chen):
    sign_in(client, dr_li)
    address = f"/people/{granny_chen.id}/appointments/new"

    faulty = client.post(address, data={"on_day": "2026-05-01", "note": "带药"})
    client.post(address, data={"on_day": "2026-05-22", "note": "带药"})

    assert faulty.status_code == 422
    assert "不能约到过去" in faulty.text and 'value="带药"' in faulty.text
    assert [(one.on_day, one.note) for one in standing(dr_li)] == [(FRIDAY, "带药")]


def test_the_pages_of_the_plan_ask_as_little_of_many_people_as_of_one(
    app, client, sign_in, dr_li, neighbours
):
    sign_in(client, dr_li)
    counts = []
    for some in (neighbours[:1], neighbours[1:]):
        with transaction("plan.appoint", by=dr_li):
            for person in some:
                appoint(person, doctor=dr_li, on=cast.TODAY)
        for address in ("/plan", "/plan/day/2026-05-20"):
            client.get(address)
            counts.append(_asked(lambda address=address: client.get(address)))

    assert counts[:2] == counts[2:]
    assert max(counts) <= 8  # the session and its reader among them


def _asked(do):
    """Count the statements of a request."""
    asked = []

    def listen(*told):
        asked.append(told[2])

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    do()
    sa.event.remove(db.engine, "before_cursor_execute", listen)
    return len([one for one in asked if one.lstrip().upper().startswith(("SELECT", "WITH"))])


@pytest.mark.parametrize("day", ["2026-02-30", "20260520", "1999-01-01", "tomorrow"])
def test_a_day_that_is_none_is_absent(client, sign_in, dr_li, day):
    sign_in(client, dr_li)

    assert client.get(f"/plan/day/{day}").status_code == 404


@pytest.mark.parametrize("week", ["", "2026-13-01", "0001-01-01", "9999-12-31", "x"])
def test_a_week_that_is_none_is_this_one(client, sign_in, dr_li, week):
    sign_in(client, dr_li)

    assert "5 月 18 日" in client.get(f"/plan?week={week}").text
