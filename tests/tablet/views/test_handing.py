"""Handing in the file of a dying tablet: by its author as if it had been sent, by the supervisor never filed unseen."""

from __future__ import annotations

import io
import json

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core.db import db
from app.tablet.models import InboxItem
from app.tablet.rules.vocabulary import ItemState
from app.visits.models import Visit
from tests import cast
from tests.tablet.sending import a_visit_form, an_attempt_form


def a_file(tablet, *items):
    """Return the file a tablet gives out."""
    told = {"xunhu": 1, "device": str(tablet.device), "author": tablet.author.id, "items": list(items)}
    return json.dumps(told).encode()


def handed(client, raw):
    """Hand a file in and return the page that answers."""
    data = {"file": (io.BytesIO(raw), "xunhu.json")}
    return client.post("/tablet/hand-in", data=data, content_type="multipart/form-data")


def items():
    return db.session.scalars(sa.select(InboxItem).order_by(InboxItem.id)).all()


@pytest.fixture
def two(tablet, granny_chen):
    """A visit and a contact recorded by Dr Li, neither of them sent."""
    return [
        tablet.item("visit", granny_chen.id, a_visit_form(note="从文件里来")),
        tablet.item("attempt", granny_chen.id, an_attempt_form(outcome="away")),
    ]


def test_what_its_author_hands_in_is_judged_as_if_it_had_been_sent(tablet, two):
    page = handed(tablet.client, a_file(tablet, *two)).text
    tablet.send()  # a request judges for a moment only; the next contact goes on

    assert "文件里读出 2 条" in page and "新收到 2 条" in page
    stand = {item.kind.value: item.state for item in items()}
    assert stand == {"visit": ItemState.FILED, "attempt": ItemState.TO_MEND}
    assert db.session.scalars(sa.select(Visit)).one().note == "从文件里来"
    assert [item.brought_by for item in items()] == ["", ""]


def test_a_file_handed_in_twice_and_sent_as_well_is_kept_once(tablet, two):
    tablet.send(two[0])
    handed(tablet.client, a_file(tablet, *two))
    page = handed(tablet.client, a_file(tablet, *two)).text

    assert "没有新的记录" in page and "早已收到" in page
    assert len(items()) == 2
    assert len(db.session.scalars(sa.select(Visit)).all()) == 1


def test_what_the_supervisor_brings_waits_for_the_doctor_and_is_not_filed_unseen(
    tablet, two, app, sign_in, granny_chen
):
    page = handed(sign_in(app.test_client(), cast.ZHAO), a_file(tablet, *two)).text

    assert "已交给录入的医生" in page
    assert {item.state for item in items()} == {ItemState.TO_MEND}
    assert {item.brought_by for item in items()} == {"赵敏"}
    assert db.session.scalars(sa.select(Visit)).all() == []
    assert "陈桂英" not in page
    tablet.client.get(f"/people/{granny_chen.id}")
    listed = tablet.client.get("/tablet/mends").text
    assert "赵敏代交" in listed and "陈桂英" in listed


def test_the_doctor_files_what_was_brought_for_her_after_she_has_read_it(tablet, two, app, sign_in):
    handed(sign_in(app.test_client(), cast.ZHAO), a_file(tablet, two[0]))
    item = items()[0]
    page = tablet.client.get(f"/tablet/mends/{item.id}").text

    assert "由赵敏从平板的导出文件交来" in page
    assert "从文件里来" in page
    person_id = item.person_id or granny_id()
    form = a_visit_form(client_key=str(item.uuid), note="从文件里来")
    tablet.client.post(f"/people/{person_id}/visits/new", data=form)

    assert items()[0].state is ItemState.MENDED


def granny_id():
    from app.people.models import Person

    return db.session.scalars(sa.select(Person.id).where(Person.name == "陈桂英")).one()


@pytest.mark.parametrize("member", [cast.DR_WANG, cast.DR_ZHOU])
def test_a_colleagues_file_is_not_taken_from_another_doctor(tablet, two, app, sign_in, member):
    answer = handed(sign_in(app.test_client(), member), a_file(tablet, *two))

    assert answer.status_code == 422
    assert "这个文件是别人录的" in answer.text
    assert items() == []


def test_a_file_of_a_doctor_out_of_reach_or_of_nobody_is_refused_alike(tablet, two, app, sign_in):
    zhao = sign_in(app.test_client(), cast.ZHAO)
    unknown = json.loads(a_file(tablet)) | {"author": 99_999}

    answer = handed(zhao, json.dumps(unknown).encode())

    assert answer.status_code == 422
    assert "这个文件是别人录的" in answer.text


def test_a_blocked_tablets_file_is_filed_by_nobody_unseen(tablet, two, app, sign_in):
    zhao = sign_in(app.test_client(), cast.ZHAO)
    zhao.post(f"/tablet/devices/{tablet.device}/block", data={"reason": "丢了"})

    handed(tablet.client, a_file(tablet, *two))

    assert {item.state for item in items()} == {ItemState.TO_MEND}


def test_a_damaged_file_says_what_could_be_read_and_takes_that_in(tablet, two):
    page = handed(tablet.client, a_file(tablet, *two)[:-60]).text

    assert "文件里读出 1 条" in page
    assert "有 1 条读不出来" in page
    assert len(items()) == 1


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"{}"])
def test_another_file_is_refused_and_nothing_is_written(tablet, raw):
    answer = handed(tablet.client, raw)

    assert answer.status_code == 422
    assert items() == []


def test_who_handed_a_file_in_stands_in_the_trail(tablet, two, app, sign_in, zhao):
    handed(sign_in(app.test_client(), cast.ZHAO), a_file(tablet, *two))

    entry = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "inbox.hand-in")).one()
    assert (entry.actor_id, entry.subject, entry.subject_id) == (zhao.id, "user", tablet.author.id)
    assert entry.details == {"count": 2}
