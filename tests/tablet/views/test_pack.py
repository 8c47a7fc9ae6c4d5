"""The day's pack: who may take whom along, that each reading is on record, and that no token travels in it."""

from __future__ import annotations

import gzip
import json

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.people.models import Person
from app.tablet.queries.pack import read_people
from tests import cast
from tests.tablet.sending import OWN


@pytest.fixture
def doctor(app, sign_in, dr_li):
    """Dr Li, signed in."""
    return sign_in(app.test_client(), cast.DR_LI)


def take(client, *villages, headers=OWN):
    """Ask for the pack of some villages."""
    return client.post("/tablet/pack", json={"device": "", "villages": list(villages)}, headers=headers)


def unpacked(answer):
    """Return what the tablet reads."""
    assert answer.status_code == 200, answer.text
    whole = gzip.decompress(answer.data)
    assert answer.headers["X-Xunhu-Size"] == str(len(whole))
    return json.loads(whole)


def page_of(pack, person_id):
    """Return everything a pack says of somebody, as one text."""
    lines, facts = pack["parts"]["lines"], pack["parts"][f"person {person_id}"]
    told = [lines[number] for numbers in facts["page"]["places"].values() for number in numbers]
    return "\n".join(told)


def test_the_people_of_the_village_are_in_the_pack_with_what_is_owed_and_why(doctor, granny_chen):
    pack = unpacked(take(doctor, cast.LIUTANG))

    listed = {one["id"]: one for one in pack["parts"]["index"]["people"]}
    assert granny_chen.id in listed
    assert pack["people"] == len(listed)
    assert (pack["day"], pack["villages"]) == ("2026-05-20", [cast.LIUTANG])
    assert granny_chen.name in page_of(pack, granny_chen.id)


def test_nobody_of_another_doctors_village_is_in_it(doctor, granny_chen):
    stranger = cast.a_person(name="石桥的人", area_code=cast.SHIQIAO)

    pack = unpacked(take(doctor, cast.LIUTANG, cast.SHIQIAO))

    assert f"person {stranger.id}" not in pack["parts"]
    assert "石桥的人" not in json.dumps(pack, ensure_ascii=False)


def test_villages_that_are_not_the_doctors_make_no_pack(doctor):
    for villages in ((), (cast.SHIQIAO,), (cast.TOWN,), ("",)):
        answer = take(doctor, *villages)

        assert (answer.status_code, answer.json["fault"]) == (422, "no-village")


@pytest.mark.parametrize("sent", ["[]", "null", '{"villages": "x"}', '{"villages": [1, null]}', "{", ""])
def test_what_cannot_be_read_asks_for_nothing(doctor, sent):
    answer = doctor.post("/tablet/pack", data=sent, headers=OWN, content_type="application/json")

    assert answer.status_code == 422


def test_no_form_token_and_no_whole_number_travels_in_a_pack(doctor, granny_chen):
    whole = gzip.decompress(take(doctor, cast.LIUTANG).data).decode()

    assert "csrf_token" not in whole
    assert "sign-out" not in whole


def test_who_died_or_moved_away_stays_out(doctor):
    gone = cast.a_person(name="已迁出的人")
    with transaction("person.state", by=COMMAND_LINE):
        db.session.get_one(Person, gone.id).moved_on = cast.TODAY

    assert f"person {gone.id}" not in unpacked(take(doctor, cast.LIUTANG))["parts"]


def test_that_each_record_was_read_goes_into_the_trail(doctor, granny_chen):
    pack = unpacked(take(doctor, cast.LIUTANG))

    read = sa.select(AuditEntry.subject_id).where(AuditEntry.action == "person.read")
    taken = sa.select(AuditEntry.details).where(AuditEntry.action == "tablet.pack")
    assert set(db.session.scalars(read)) >= {one["id"] for one in pack["parts"]["index"]["people"]}
    assert db.session.scalars(taken).all() == [{"villages": [cast.LIUTANG], "people": pack["people"]}]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"X-Xunhu-Tablet": "1"},
        {"X-Xunhu-Tablet": "1", "Sec-Fetch-Site": "cross-site"},
        {"X-Xunhu-Tablet": "1", "Sec-Fetch-Site": "same-site"},
        {"X-Xunhu-Tablet": "1", "Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "same-origin"},
    ],
)
def test_another_site_gets_no_pack(doctor, headers):
    answer = take(doctor, cast.LIUTANG, headers=headers)

    assert (answer.status_code, answer.json["fault"]) == (400, "foreign")


def test_a_browser_that_names_its_origin_only_is_believed(doctor, granny_chen):
    own = {"X-Xunhu-Tablet": "1", "Origin": "http://localhost"}

    assert take(doctor, cast.LIUTANG, headers=own).status_code == 200


def test_who_has_died_takes_nobody_s_place_and_nobody_is_left_out_unseen(granny_chen, dr_li):
    gone = cast.a_person(name="甲")
    with transaction("person.leave", by=COMMAND_LINE):
        gone.died_on = cast.TODAY
    cast.a_person(name="乙")
    asked = {"reader": dr_li, "day": cast.TODAY}

    assert {one.person.name for one in read_people([cast.LIUTANG], **asked, most=2)} == {"陈桂英", "乙"}
    assert read_people([cast.LIUTANG], **asked, most=1) is None


def test_it_is_kept_by_nobody_on_the_way(doctor, granny_chen):
    assert take(doctor, cast.LIUTANG).headers["Cache-Control"] == "no-store"


def test_more_people_take_no_more_statements(doctor, granny_chen):
    few = _statements(lambda: take(doctor, cast.LIUTANG))
    for _ in range(7):
        cast.a_person(conditions=("hypertension",))

    assert _statements(lambda: take(doctor, cast.LIUTANG)) == few


def _statements(work):
    asked = []

    def listen(_connection, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith("SELECT"):
            asked.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    try:
        work()
    finally:
        sa.event.remove(db.engine, "before_cursor_execute", listen)
    return len(asked)
