"""Tasks to mend: everything that was typed, why it was not filed, and the ways a task ends."""

from __future__ import annotations

import html
import re
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core.db import db
from app.people.models import Person
from app.tablet.models import InboxClosing, InboxItem
from app.tablet.rules.vocabulary import ItemState
from app.visits.models import ContactAttempt, Visit
from tests import cast
from tests.tablet.sending import Tablet, a_round_form, a_visit_form, an_attempt_form, an_edit_form

HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)">')
MENDING = re.compile(r'<form class="group" method="post" action="([^"]*)"[^>]*>(.*?)</form>', re.DOTALL)


def the_item():
    return db.session.scalars(sa.select(InboxItem).order_by(InboxItem.id)).first()


def the_task(client):
    """Return the page of the only task."""
    return client.get(f"/tablet/mends/{the_item().id}").text


def opened(client, page):
    """Press the button that opens the form, and return the answer."""
    action, body = MENDING.search(page).groups()
    fields = [(name, html.unescape(value)) for name, value in HIDDEN.findall(body)]
    sent = {}
    for name, value in fields:
        sent.setdefault(name, []).append(value)
    return client.post(html.unescape(action), data=sent), sent, html.unescape(action)


@pytest.fixture
def impossible(tablet, granny_chen):
    """A visit with a pressure nobody has, brought by Dr Li's tablet."""
    form = a_visit_form(systolic="900", note="药吃完了 <b>&\n第二行")
    (answer,) = tablet.send(tablet.item("visit", granny_chen.id, form))
    assert answer["answer"] == "needs_mending"
    return form


def test_the_doctor_reads_all_she_typed_and_why_it_was_not_filed(tablet, impossible):
    listed = tablet.client.get("/tablet/mends").text
    page = the_task(tablet.client)

    assert "陈桂英" in listed and "随访" in listed
    assert "收缩压 900 不合理" in listed
    assert "收缩压 900 不合理" in page
    assert "<dt>收缩压</dt><dd>900</dd>" in page
    assert "<dt>随访方式</dt><dd>家庭</dd>" in page
    assert "药吃完了 &lt;b&gt;&amp;\n第二行" in page


def test_the_work_list_says_how_much_is_to_be_mended(tablet, impossible):
    assert "需要处理 1 条" in tablet.client.get("/").text

    tablet.client.post(f"/tablet/mends/{the_item().id}/close", data={"reason": "另有登记"})

    assert "需要处理" not in tablet.client.get("/").text


def test_the_form_opens_as_it_was_filled_in_and_files_once_it_is_right(tablet, impossible):
    answer, sent, action = opened(tablet.client, the_task(tablet.client))

    assert answer.status_code == 422
    assert "收缩压 900 不合理" in answer.text
    assert "药吃完了 &lt;b&gt;&amp;" in answer.text
    mended = tablet.client.post(action, data=sent | {"systolic": "146"})

    assert mended.status_code == 303
    assert the_item().state is ItemState.MENDED
    assert db.session.scalars(sa.select(Visit)).one().answers["systolic"] == 146
    assert "需要处理" not in tablet.client.get("/").text
    assert "已改好入档" in the_task(tablet.client)


def test_what_was_filed_elsewhere_under_the_same_number_is_over_when_the_list_is_opened(
    tablet, impossible, granny_chen, dr_li
):
    from app.core.transaction import transaction
    from app.visits.service import file_visit

    with transaction("visit.file", by=dr_li):
        file_visit(cast.a_visit(client_key=UUID(impossible["client_key"])), person=granny_chen, doctor=dr_li)

    assert "没有需要处理的记录" in tablet.client.get("/tablet/mends").text
    assert the_item().state is ItemState.MENDED


def test_two_different_forms_under_one_number_both_stay_until_the_doctor_says_which(tablet, granny_chen):
    key = str(uuid4())
    first, second = (a_visit_form(client_key=key, systolic="900", note=note) for note in ("甲", "乙"))
    tablet.send(tablet.item("visit", granny_chen.id, first))
    tablet.send(tablet.item("visit", granny_chen.id, second))

    tablet.client.post(f"/people/{granny_chen.id}/visits/new", data=first | {"systolic": "146"})
    listed = tablet.client.get("/tablet/mends").text

    assert listed.count("/tablet/mends/") >= 2
    assert set(db.session.scalars(sa.select(InboxItem.state))) == {ItemState.TO_MEND}


def test_a_task_is_closed_with_a_reason_that_stays(tablet, impossible):
    path = f"/tablet/mends/{the_item().id}/close"

    assert tablet.client.post(path, data={"reason": " "}).status_code == 422
    assert the_item().state is ItemState.TO_MEND
    assert tablet.client.post(path, data={"reason": "同事已登记"}).status_code == 303
    again = tablet.client.post(path, data={"reason": "再关一次"})

    closing = db.session.scalars(sa.select(InboxClosing)).one()
    assert (closing.reason, closing.by_name) == ("同事已登记", "李秀兰")
    assert again.status_code == 422 and "已经处理过" in again.text
    assert the_item().state is ItemState.CLOSED and the_item().sealed
    assert "同事已登记" in the_task(tablet.client)
    assert db.session.scalars(sa.select(AuditEntry.action).where(AuditEntry.action == "mend.close")).all()


def test_a_contact_that_was_no_visit_is_mended_the_same_way(tablet, granny_chen):
    tablet.send(tablet.item("attempt", granny_chen.id, an_attempt_form(outcome="away")))
    page = the_task(tablet.client)

    answer, sent, action = opened(tablet.client, page)
    tablet.client.post(action, data=sent | {"return_on": "2026-06-01"})

    assert "<dt>结果</dt><dd>外出，有返回日期</dd>" in page
    assert answer.status_code == 422
    assert db.session.scalars(sa.select(ContactAttempt)).one().return_on.day == 1
    assert the_item().state is ItemState.MENDED


def test_a_round_is_mended_on_its_board(tablet, granny_chen):
    form = a_round_form(granny_chen.id) | {f"w{granny_chen.id}": "1"}
    tablet.send(tablet.item("round", granny_chen.id, form, uuid=form[f"k{granny_chen.id}"]))
    page = the_task(tablet.client)

    answer, sent, action = opened(tablet.client, page)
    tablet.client.post(action, data=sent | {f"n{granny_chen.id}": "屋顶漏雨"})

    assert "<dt>做了</dt><dd>四项都做了</dd>" in page
    assert answer.status_code == 422
    assert "陈桂英" in answer.text
    assert the_item().state is ItemState.MENDED


def test_a_clash_over_a_record_shows_both_versions_and_is_over_when_one_is_saved(tablet, granny_chen):
    tablet.client.post(f"/people/{granny_chen.id}/edit", data=an_edit_form(address="北头"))
    tablet.send(tablet.item("edit", granny_chen.id, an_edit_form(address="南头")))

    answer, sent, action = opened(tablet.client, the_task(tablet.client))
    assert answer.status_code == 409
    assert "南头" in answer.text and "北头" in answer.text
    assert the_item().state is ItemState.TO_MEND
    tablet.client.post(action, data=sent | {"version": "2", "address": "南头三号"})

    assert the_item().state is ItemState.MENDED
    assert db.session.get_one(Person, granny_chen.id).address == "南头三号"


def test_another_change_of_the_same_record_does_not_end_a_task(tablet, granny_chen):
    tablet.client.post(f"/people/{granny_chen.id}/edit", data=an_edit_form(address="北头"))
    tablet.send(tablet.item("edit", granny_chen.id, an_edit_form(address="南头")))
    path = f"/people/{granny_chen.id}/edit"

    tablet.client.post(path, data=an_edit_form(address="西头", version="2"))
    tablet.client.post(f"{path}?task=999", data=an_edit_form(address="东头", version="3"))

    assert the_item().state is ItemState.TO_MEND


def test_whom_the_doctor_saw_is_named_to_her_after_they_moved_out_of_her_area(tablet, granny_chen):
    from app.core.transaction import COMMAND_LINE, transaction

    tablet.client.get(f"/people/{granny_chen.id}")
    with transaction("person.revise", by=COMMAND_LINE):
        db.session.get_one(Person, granny_chen.id).area_code = cast.SHIQIAO
    tablet.send(tablet.item("visit", granny_chen.id, a_visit_form()))
    page = the_task(tablet.client)

    assert "陈桂英" in page and "现在不在您的管理范围内" in page
    assert "<dt>收缩压</dt><dd>136</dd>" in page
    assert f'/people/{granny_chen.id}"' not in page


def test_a_made_up_number_tells_nobody_a_name(tablet):
    stranger = cast.a_person(name="吴远", area_code=cast.ELSEWHERE)
    tablet.send(tablet.item("visit", stranger.id, a_visit_form()))

    assert "吴远" not in the_task(tablet.client)
    assert "吴远" not in tablet.client.get("/tablet/mends").text
    assert "没有列出姓名的居民" in the_task(tablet.client)


def test_the_supervisor_counts_the_tasks_and_reads_them_and_no_more(tablet, impossible, app, sign_in, dr_li):
    zhao = sign_in(app.test_client(), cast.ZHAO)

    assert 'href="/tablet/mends"' in zhao.get("/").text
    listed = zhao.get("/tablet/mends").text
    assert "李秀兰" in listed and "1 条" in listed
    assert "收缩压 900 不合理" in zhao.get(f"/tablet/mends?doctor={dr_li.id}").text
    page = the_task(zhao)

    assert "<dt>收缩压</dt><dd>900</dd>" in page
    assert "打开修改" not in page and "不再入档…" not in page


def test_the_family_doctor_may_read_a_task_of_the_team_and_not_close_it(tablet, impossible, app, sign_in):
    zhou = sign_in(app.test_client(), cast.DR_ZHOU)

    answer = zhou.post(f"/tablet/mends/{the_item().id}/close", data={"reason": "代办"})

    assert "<dt>收缩压</dt><dd>900</dd>" in the_task(zhou)
    assert answer.status_code == 422 and "本人" in answer.text
    assert the_item().state is ItemState.TO_MEND


def test_another_villages_doctor_finds_neither_the_task_nor_the_doctor(
    tablet, impossible, app, sign_in, dr_li
):
    wang = sign_in(app.test_client(), cast.DR_WANG)

    assert wang.get(f"/tablet/mends/{the_item().id}").status_code == 404
    assert wang.get(f"/tablet/mends?doctor={dr_li.id}").status_code == 404
    assert "陈桂英" not in wang.get("/tablet/mends").text


def test_whoever_reads_a_task_is_noted_in_the_trail(tablet, impossible, app, sign_in, granny_chen, zhao):
    the_task(sign_in(app.test_client(), cast.ZHAO))

    read = sa.select(AuditEntry).where(AuditEntry.actor_id == zhao.id, AuditEntry.subject == "person")
    assert [entry.subject_id for entry in db.session.scalars(read)] == [granny_chen.id]


def test_an_item_nobody_can_open_stays_and_says_so(tablet, granny_chen):
    tablet.send()
    stray = Tablet(tablet.client, tablet.author, key=dict(tablet.key))
    item = stray.item("visit", granny_chen.id, a_visit_form())
    tablet.send(item)
    page = the_task(tablet.client)

    assert "这一项打不开" in page
    assert "打开修改" not in page
    assert "不再入档…" in page


def test_the_page_of_a_task_speaks_english_too(tablet, impossible):
    tablet.client.post("/comfort", data={"language": "en", "next": "/"})

    page = the_task(tablet.client)

    assert "<dt>Systolic pressure</dt><dd>900</dd>" in page
