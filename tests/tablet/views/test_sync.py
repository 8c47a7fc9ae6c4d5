"""The receiving end: who may bring what, what is answered, and what is kept of the tablet itself."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.accounts.models import SignIn
from app.audit.models import AuditEntry
from app.backups.models import Epoch
from app.core import clock
from app.core.db import db
from app.core.transaction import SYSTEM, transaction
from app.tablet.jobs import judge_inbox
from app.tablet.models import Device, DeviceContact, InboxItem
from tests import cast
from tests.tablet.sending import OWN, Tablet, a_visit_form


@pytest.fixture
def item(tablet, granny_chen):
    """A finished visit of Granny Chen's, sealed on Dr Li's tablet."""
    return tablet.item("visit", granny_chen.id, a_visit_form())


def _kept():
    return db.session.scalar(sa.select(sa.func.count(InboxItem.id)))


def test_an_item_is_answered_with_its_very_number_and_hash(tablet, item):
    (told,) = tablet.send(item)

    assert told == {
        "uuid": item["uuid"],
        "hash": item["hash"],
        "answer": "stored",
        "state": "filed",
        "told": [],
    }
    assert {name: tablet.said[name] for name in ("xunhu", "author", "blocked", "mends", "asked")} == {
        "xunhu": 1,
        "author": tablet.author.id,
        "blocked": False,
        "mends": 0,
        "asked": [],
    }


def test_sent_five_times_it_is_once_on_record_and_known_four_times(tablet, item):
    answers = [tablet.send(item)[0]["answer"] for _ in range(5)]

    assert answers == ["stored", *["duplicate"] * 4]
    assert _kept() == 1


def test_a_contact_without_items_tells_the_key_and_how_earlier_ones_stand(tablet, item):
    tablet.send(item)

    tablet.send(asked=[item["uuid"], str(uuid4())])

    assert tablet.said["items"] == []
    assert tablet.said["asked"] == [
        {"uuid": item["uuid"], "hash": item["hash"], "state": "filed", "told": []}
    ]
    assert tablet.said["key"]["id"] and tablet.said["now"] == "2026-05-20T01:00:00+00:00"


def test_what_was_damaged_on_the_way_holds_nothing_up(tablet, item):
    broken = [{"uuid": "?", "hash": "?"}, None, item | {"hash": "0" * 64}]

    told = tablet.send(*broken, item)

    assert [one["answer"] for one in told] == ["damaged", "damaged", "damaged", "stored"]
    assert [one["uuid"] for one in told[:3]] == ["?", "", item["uuid"]]


def test_items_of_somebody_else_are_left_to_them(tablet, item, dr_wang):
    (told,) = tablet.send(item | {"author": dr_wang.id})

    assert (told["answer"], told["state"]) == ("not_yours", None) and _kept() == 0


def test_a_tablet_on_which_somebody_else_signed_in_sends_nothing(tablet, item, app, sign_in, dr_wang):
    other = sign_in(app.test_client(), cast.DR_WANG)

    answer = Tablet(other, tablet.author, tablet.device).post(item)

    assert (answer.status_code, answer.json) == (409, {"xunhu": 1, "fault": "other-user"})
    assert _kept() == 0


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"device": 7}', b"<html>"])
def test_what_cannot_be_read_is_refused_as_a_whole(tablet, body):
    answer = tablet.client.post("/sync", data=body, headers=OWN, content_type="application/json")

    assert (answer.status_code, answer.json) == (400, {"xunhu": 1, "fault": "unreadable"})


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        OWN | {"Sec-Fetch-Site": "cross-site"},
        OWN | {"Sec-Fetch-Site": "same-site"},
        {"X-Xunhu-Tablet": "1", "Origin": "https://elsewhere.example"},
        {"X-Xunhu-Tablet": "1"},
    ],
)
def test_no_other_site_can_send_in_the_name_of_whoever_is_signed_in(tablet, item, headers):
    answer = tablet.post(item, headers=headers)

    assert answer.status_code == 400 and _kept() == 0


def test_no_form_token_is_asked_for_and_the_page_behind_gets_a_right_one(app, tablet, item):
    app.config["WTF_CSRF_ENABLED"] = True

    (told,) = tablet.send(item)

    assert (told["answer"], told["state"]) == ("stored", "filed")


def test_nobody_signed_in_is_led_to_the_door(tablet, item, client):
    answer = Tablet(client, tablet.author, tablet.device).post(item)

    assert answer.status_code == 302 and answer.location.startswith("/sign-in") and _kept() == 0


@pytest.mark.parametrize("member", [cast.ZHAO, cast.COUNTY_OFFICE, cast.INSURER, cast.ADMIN])
def test_whoever_files_no_visits_sends_none(app, tablet, item, sign_in, member):
    answer = Tablet(sign_in(app.test_client(), member), tablet.author, tablet.device).post(item)

    assert answer.status_code == 403 and _kept() == 0


def test_a_blocked_tablet_is_told_so_and_brings_nothing(tablet, item):
    with transaction("device.block", by=SYSTEM):
        db.session.get_one(Device, tablet.device).blocked_at = clock.now()

    answer = tablet.post(item)

    assert (answer.status_code, answer.json) == (403, {"xunhu": 1, "fault": "blocked"})
    assert _kept() == 0


def test_the_first_contact_puts_the_tablet_on_record_and_each_one_what_it_says(tablet, dr_li):
    tablet.send(label="柳塘一号")
    with clock.standing_at(cast.MORNING + timedelta(minutes=20)):
        tablet.send(
            label="柳塘二号",
            waiting=7,
            persisted=False,
            now="2026-05-20T09:35:00+08:00",
            packed_at="2026-05-20T08:00:00+08:00",
        )

    device = db.session.get_one(Device, tablet.device)
    contact = db.session.scalars(sa.select(DeviceContact)).one()
    assert (device.label, device.user_id, device.user_name) == ("柳塘一号", dr_li.id, dr_li.name)
    assert (contact.waiting, contact.persisted, contact.clock_ahead, contact.release) == (7, False, 900, 1)
    assert contact.last_at == cast.MORNING + timedelta(minutes=20)
    deeds = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "device.set-up")).all()
    assert [(deed.actor_name, deed.details["record"]) for deed in deeds] == [("李秀兰", "device")]


def test_two_doctors_on_one_tablet_are_told_apart(tablet, app, sign_in, dr_zhou):
    tablet.send(waiting=3)
    Tablet(sign_in(app.test_client(), cast.DR_ZHOU), dr_zhou, tablet.device).send(waiting=5)

    contacts = db.session.scalars(sa.select(DeviceContact).order_by(DeviceContact.user_id)).all()

    assert [contact.waiting for contact in contacts] == [3, 5]
    assert db.session.scalar(sa.select(sa.func.count(Device.id))) == 1


def test_the_timer_of_a_page_does_not_keep_a_session_awake_and_a_visit_does(tablet, item):
    seen = sa.select(sa.func.max(SignIn.seen_at))
    with clock.standing_at(cast.MORNING + timedelta(minutes=10)):
        tablet.send()
        rested = db.session.scalar(seen)
        tablet.send(item)

    assert rested == cast.MORNING
    assert db.session.scalar(seen) == cast.MORNING + timedelta(minutes=10)


def test_a_session_that_rested_too_long_sends_nothing_and_nothing_is_lost(tablet, item):
    with clock.standing_at(cast.MORNING + timedelta(minutes=31)):
        answer = tablet.post(item)

    assert answer.status_code == 302 and _kept() == 0


def test_a_restored_database_is_in_another_life_and_takes_what_it_lacks(tablet, granny_chen, item):
    tablet.send(item)
    before = tablet.epoch
    with transaction("backup.restore", by=SYSTEM):
        db.session.execute(sa.delete(InboxItem))
        db.session.add(Epoch(value=str(uuid4()), since=clock.now(), restored_from="xunhu.backup"))

    tablet.send()
    (told,) = tablet.send(item)

    assert tablet.epoch != before and told["answer"] == "stored"
    assert tablet.send(item)[0]["answer"] == "duplicate"


def test_a_database_copied_back_by_hand_is_noticed_by_what_the_tablet_remembers(tablet, granny_chen, item):
    tablet.send(item)
    before = tablet.epoch
    with transaction("copy.back", by=SYSTEM):
        db.session.execute(sa.delete(InboxItem))

    tablet.send()

    assert tablet.epoch and tablet.epoch != before


def test_it_is_noticed_too_where_other_items_stand_in_their_place_by_now(tablet, granny_chen, item):
    tablet.send(item)
    remembered, before = tablet.last, tablet.epoch
    with transaction("copy.back", by=SYSTEM):
        db.session.execute(sa.delete(InboxItem))
    tablet.last = 0
    for _ in range(3):
        tablet.send(tablet.item("visit", granny_chen.id, a_visit_form()))

    tablet.send(last=remembered, epoch=before)

    assert tablet.epoch != before


def test_as_long_as_nothing_was_set_back_the_life_goes_on(tablet, granny_chen, item):
    tablet.send(item)
    before = tablet.epoch

    tablet.send()
    tablet.send(last=2**53 - 1, epoch="another life")

    assert tablet.epoch == before
    assert db.session.scalar(sa.select(sa.func.count(Epoch.value))) == 0


def test_the_answer_counts_the_tasks_and_says_what_is_wrong(tablet, granny_chen):
    wrong = tablet.item("visit", granny_chen.id, a_visit_form(systolic=""))

    (told,) = tablet.send(wrong)
    judge_inbox()
    (again,) = tablet.send(wrong)

    assert told["answer"] == again["answer"] == "needs_mending"
    assert again["state"] == "to-mend" and any("收缩压" in said for said in again["told"])
    assert tablet.said["mends"] == 1
