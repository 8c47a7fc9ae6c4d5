"""Tablets as those see them who look after them, and as their doctor sees her own."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import db
from app.tablet.models import Device
from tests import cast
from tests.tablet.sending import OWN, Tablet, a_visit_form


@pytest.fixture
def page(app, sign_in):
    """Read the page of tablets as a member of the cast sees it."""

    def _page(member, path="/tablet/devices"):
        return sign_in(app.test_client(), member).get(path)

    return _page


def the_device():
    return db.session.scalars(sa.select(Device)).one()


def test_the_supervisor_sees_who_last_reached_the_server_and_how_much_waits(tablet, page):
    tablet.send(waiting=7, persisted=False, now="2026-05-20T09:30:00+08:00")

    seen = page(cast.ZHAO).text

    assert "村医平板" in seen and "李秀兰" in seen
    assert "待传 7 条" in seen
    assert "时钟快 30 分钟" in seen
    assert "浏览器没有答应长期保存" in seen


def test_a_doctor_sees_her_own_tablets_and_nobody_elses(tablet, page, dr_wang):
    tablet.send()

    assert "村医平板" in page(cast.DR_LI).text
    assert "村医平板" not in page(cast.DR_WANG).text
    assert "停用…" not in page(cast.DR_LI).text


def test_a_tablet_of_another_township_is_not_listed(app, sign_in, page):
    from app.accounts.queries import find_reader
    from app.accounts.reader import Role
    from app.accounts.service import NewAccount, add_user
    from app.core.transaction import COMMAND_LINE, transaction

    far = NewAccount("dr_yuan", Role.VILLAGE_DOCTOR, (cast.ELSEWHERE,), cast.PASSWORD, "远医生")
    with transaction("account.add", by=COMMAND_LINE):
        add_user(far)
    doctor = find_reader("dr_yuan")
    Tablet(sign_in(app.test_client(), doctor), doctor).send()

    assert "村医平板" not in page(cast.ZHAO).text
    assert "村医平板" not in page(cast.COUNTY_OFFICE).text


def test_another_user_of_a_tablet_is_not_named_to_its_doctor(app, tablet, sign_in, page, dr_wang):
    tablet.send()
    Tablet(sign_in(app.test_client(), dr_wang), dr_wang, device=tablet.device).send(waiting=3)

    assert "王建国" not in page(cast.DR_LI).text
    assert "王建国" in page(cast.ZHAO).text
    assert "李秀兰" in page(cast.ZHAO).text


def test_a_tablet_silent_for_more_than_a_week_stands_out(tablet, page):
    tablet.send(waiting=2)

    with clock.standing_at(cast.MORNING.replace(day=29)):
        seen = page(cast.ZHAO).text

    assert "9 天没有联系" in seen


def test_a_blocked_tablet_can_send_nothing_until_it_is_let_in_again(tablet, app, sign_in, granny_chen):
    tablet.send()
    zhao = sign_in(app.test_client(), cast.ZHAO)
    block = f"/tablet/devices/{tablet.device}/block"

    assert "停用" in zhao.get(block).text
    assert zhao.post(block, data={"reason": " 丢在集市上 "}).status_code == 303
    refused = tablet.post(tablet.item("visit", granny_chen.id, a_visit_form()))
    listed = zhao.get("/tablet/devices").text
    assert zhao.post(f"/tablet/devices/{tablet.device}/unblock").status_code == 303
    (taken,) = tablet.send(tablet.item("visit", granny_chen.id, a_visit_form()))

    assert (refused.status_code, refused.json["fault"]) == (403, "blocked")
    assert "赵敏" in listed and "丢在集市上" in listed
    assert taken["answer"] == "stored"
    assert the_device().blocked_at is None


@pytest.mark.parametrize("asked", ["me", "pack"])
def test_a_blocked_tablet_is_told_nothing_and_given_no_pack(tablet, app, sign_in, asked):
    tablet.send()
    zhao = sign_in(app.test_client(), cast.ZHAO)
    zhao.post(f"/tablet/devices/{tablet.device}/block", data={"reason": "丢在集市上"})
    own = OWN | {"X-Xunhu-Device": str(tablet.device)}

    if asked == "me":
        answer = tablet.client.get("/tablet/me", headers=own)
    else:
        answer = tablet.client.post("/tablet/pack", json={"villages": [cast.LIUTANG]}, headers=own)

    assert (answer.status_code, answer.json) == (403, {"xunhu": 1, "fault": "blocked"})


def test_blocking_needs_a_reason_and_leaves_a_trace_of_who_did_it(tablet, app, sign_in):
    tablet.send()
    zhao = sign_in(app.test_client(), cast.ZHAO)
    block = f"/tablet/devices/{tablet.device}/block"

    assert zhao.post(block, data={"reason": "  "}).status_code == 422
    assert the_device().blocked_at is None
    zhao.post(block, data={"reason": "丢了"})

    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "device.block")).one()
    assert entry.actor_name == "赵敏"
    assert (entry.subject, entry.subject_id) == ("user", the_device().user_id)


def test_a_tablet_is_neither_blocked_nor_let_in_twice(tablet, app, sign_in):
    tablet.send()
    zhao = sign_in(app.test_client(), cast.ZHAO)
    here = f"/tablet/devices/{tablet.device}"

    assert zhao.post(f"{here}/unblock").status_code == 422
    zhao.post(f"{here}/block", data={"reason": "丢了"})
    again = zhao.post(f"{here}/block", data={"reason": "又丢了"})

    assert again.status_code == 422
    assert "已经停用" in again.text
    assert the_device().block_reason == "丢了"


def test_a_doctor_who_holds_nothing_any_more_leaves_her_tablet_with_her_last_supervisor(tablet, page, dr_li):
    from app.accounts.models import UserArea
    from app.core.transaction import COMMAND_LINE, transaction

    tablet.send(waiting=4)
    with transaction("account.areas", by=COMMAND_LINE):
        held = db.session.scalars(sa.select(UserArea).where(UserArea.user_id == dr_li.id)).one()
        held.until = cast.TODAY.replace(day=1)

    assert "待传 4 条" in page(cast.ZHAO).text
