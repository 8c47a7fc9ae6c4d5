"""The private feed by its page, and as a calendar client reads it."""

from __future__ import annotations

import re
from datetime import timedelta

from icalendar import Calendar

from app.core.transaction import transaction
from app.schedule.service import appoint, cancel_appointments
from tests import cast

ADDRESS = re.compile(r"/feed/[\w-]{43}\.ics")
FRIDAY = cast.TODAY + timedelta(days=2)


def opened(client):
    return ADDRESS.search(client.post("/plan/feed", data={"do": "renew"}).text).group()


def test_the_address_is_shown_once_and_read_without_signing_in(app, client, sign_in, dr_li, neighbours):
    with transaction("plan.appoint", by=dr_li):
        for person in neighbours[:3]:
            appoint(person, doctor=dr_li, on=FRIDAY)
    sign_in(client, dr_li)

    address = opened(client)
    answer = app.test_client().get(address)

    assert not ADDRESS.search(client.get("/plan/feed").text)
    assert answer.mimetype == "text/calendar"
    read = Calendar.from_ical(answer.data)
    assert [str(event["SUMMARY"]) for event in read.walk("VEVENT")] == [
        "柳塘村 一组：上门 2 人",
        "柳塘村 二组：上门 1 人",
    ]


def test_the_feed_holds_no_name_and_no_disease(app, client, sign_in, dr_li, neighbours):
    with transaction("plan.appoint", by=dr_li):
        appoint(neighbours[0], doctor=dr_li, on=FRIDAY, note="高血压复查")
    sign_in(client, dr_li)

    feed = app.test_client().get(opened(client)).text

    assert "张桂" not in feed and "高血压" not in feed and str(dr_li.id) + "@" not in feed


def test_a_revoked_renewed_or_invented_address_is_not_found(app, client, sign_in, dr_li):
    sign_in(client, dr_li)
    stranger = app.test_client()

    first = opened(client)
    second = opened(client)
    assert (stranger.get(first).status_code, stranger.get(second).status_code) == (404, 200)
    client.post("/plan/feed", data={"do": "revoke"})

    assert stranger.get(second).status_code == 404
    assert stranger.get(f"/feed/{'x' * 43}.ics").status_code == 404
    assert stranger.get("/feed/short.ics").status_code == 404


def test_an_unchanged_feed_is_not_sent_twice_and_a_changed_one_is(app, client, sign_in, dr_li, neighbours):
    with transaction("plan.appoint", by=dr_li):
        first = appoint(neighbours[0], doctor=dr_li, on=FRIDAY)
        appoint(neighbours[1], doctor=dr_li, on=FRIDAY)
    sign_in(client, dr_li)
    address, stranger = opened(client), app.test_client()
    answer = stranger.get(address)
    held = {"If-None-Match": answer.headers["ETag"]}

    assert stranger.get(address, headers=held).status_code == 304
    with transaction("plan.cancel", by=dr_li):
        cancel_appointments([first.id], doctor=dr_li)

    again = stranger.get(address, headers=held)
    assert again.status_code == 200
    assert "上门 1 人" in again.text
    assert answer.headers["Cache-Control"] == "private, no-cache"


def test_the_trail_never_holds_the_address(app, client, sign_in, dr_li):
    import sqlalchemy as sa

    from app.audit.models import AuditEntry
    from app.core.db import db

    sign_in(client, dr_li)
    token = opened(client)[6:-4]

    rows = db.session.execute(sa.select(AuditEntry.__table__)).all()

    assert rows and token not in repr(rows)
