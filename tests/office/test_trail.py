"""The county asks the trail: who saw this resident, what did this account see."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import User, UserArea
from app.accounts.queries import get_user
from app.audit import lookups
from app.audit.models import AuditEntry
from app.audit.service import note, note_read
from app.audit.vocabulary import Kind, said
from app.core import clock
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.office.forms.trail import read_asked
from tests import cast


@pytest.fixture
def office(client, sign_in, county):
    return sign_in(client, county)


def read(reader, person, *, days=0):
    with clock.standing_at(cast.MORNING + timedelta(days=days)):
        note_read("person", person.id, by=reader)
        db.session.info.pop("audit_reads", None)


def answer(client, **asked):
    response = client.get("/audit", query_string=asked)
    assert response.status_code == 200
    return response.text


def searches():
    db.session.rollback()
    wanted = sa.select(AuditEntry).where(AuditEntry.action == "audit.search").order_by(AuditEntry.id)
    return [(entry.actor_name, entry.subject, entry.subject_id) for entry in db.session.scalars(wanted)]


def test_the_county_sees_who_saw_a_resident(office, granny_chen, dr_li, dr_zhou):
    for reader in (dr_li, dr_li, dr_zhou):
        read(reader, granny_chen)

    page = answer(office, person=granny_chen.id)

    assert "2 个账户看过这份档案" in page
    assert page.count("查看了档案") == 3 and "建立档案" in page
    assert page.index("周明") < page.index("李秀兰")
    assert f'href="/people/{granny_chen.id}"' in page


def test_the_county_sees_what_an_account_saw(office, granny_chen, dr_li, dr_zhou):
    other = cast.a_person(name="孙大有")
    for person in (granny_chen, granny_chen, other):
        read(dr_li, person)
    read(dr_zhou, other)

    page = answer(office, account=dr_li.id)

    assert "看过 2 位居民的档案" in page
    assert page.count("查看了档案") == 3 and page.count("陈桂英") == 2


def test_a_resident_is_found_by_a_search_that_no_address_tells(office, granny_chen):
    response = office.post("/audit", data={"among": "people", "q": "陈桂英"})

    assert response.status_code == 302 and "陈" not in response.location and "%E9" not in response.location
    assert f"/audit?person={granny_chen.id}" in office.get(response.location).text


@pytest.mark.parametrize("typed", ["李秀兰", "dr_li", "秀兰"])
def test_an_account_is_found_by_name_and_by_user_name(office, dr_li, typed):
    response = office.post("/audit", data={"among": "accounts", "q": typed})

    assert f"/audit?account={dr_li.id}" in office.get(response.location).text


def test_a_search_that_finds_nobody_says_so(office, app):
    for among in ("people", "accounts"):
        response = office.post("/audit", data={"among": among, "q": "查无此人"})
        assert "没有找到" in office.get(response.location).text


def test_a_closed_account_is_found_too(office, dr_li):
    with transaction("account.close", by=COMMAND_LINE):
        get_user("dr_li").active = False

    response = office.post("/audit", data={"among": "accounts", "q": "dr_li"})

    assert "已停用" in office.get(response.location).text
    assert answer(office, account=dr_li.id)


def test_another_countys_residents_and_accounts_are_not_there(office, app, admin):
    stranger = cast.a_person(name="吴远", area_code=cast.ELSEWHERE)
    with transaction("account.areas", by=COMMAND_LINE):
        db.session.execute(sa.select(UserArea))
        foreign = User(username="far", full_name="远方", role=get_user("dr_li").role, password_hash="-")
        db.session.add(foreign)
        db.session.flush()
        db.session.add(UserArea(user_id=foreign.id, area_code=cast.ELSEWHERE))
        foreign_id = foreign.id

    for asked in (f"person={stranger.id}", f"account={foreign_id}", f"account={admin.id}", "person=999999"):
        assert office.get(f"/audit?{asked}").status_code == 404
    response = office.post("/audit", data={"among": "accounts", "q": "远方"})
    assert "没有找到" in office.get(response.location).text
    assert searches() == []


def test_a_resident_of_elsewhere_has_no_name_in_what_an_account_saw(office, dr_li):
    stranger = cast.a_person(name="吴远", area_code=cast.ELSEWHERE)
    read(dr_li, stranger)

    page = answer(office, account=dr_li.id)

    assert "吴远" not in page and "不在本辖区" in page and f"/people/{stranger.id}" not in page


def test_to_look_is_in_the_trail_too(office, granny_chen, dr_li):
    answer(office, person=granny_chen.id)
    answer(office, account=dr_li.id)
    answer(office, account=dr_li.id, before=5)

    assert searches() == [("郑国强", "person", granny_chen.id), ("郑国强", "user", dr_li.id)]
    assert "查阅操作日志" in answer(office, person=granny_chen.id)


def test_days_narrow_the_answer(client, sign_in, county, granny_chen, dr_li):
    for days in (1, 2, 3):
        read(dr_li, granny_chen, days=days)
    day = (cast.TODAY + timedelta(days=2)).isoformat()

    with clock.standing_at(cast.MORNING + timedelta(days=4)):
        page = answer(sign_in(client, county), person=granny_chen.id, to=day, **{"from": day})

    assert page.count("查看了档案") == 1 and "建立档案" not in page
    assert f'value="{day}"' in page


@pytest.mark.parametrize(
    ("kind", "shown", "hidden"),
    [
        (Kind.READS, "查看了档案", "建立档案"),
        (Kind.CHANGES, "建立档案", "查看了档案"),
        (Kind.REVEALS, "查看了完整号码", "查看了档案"),
    ],
)
def test_a_kind_narrows_the_answer(office, granny_chen, dr_li, kind, shown, hidden):
    read(dr_li, granny_chen)
    with transaction("person.reveal", by=dr_li):
        note("person", granny_chen.id, details={"reason": "call"})

    page = answer(office, person=granny_chen.id, kind=kind.value)

    assert shown in page and hidden not in page


def test_signing_in_is_a_kind_of_its_own(office, county):
    page = answer(office, account=county.id, kind="sign-ins")

    assert "登录" in page and "查阅操作日志" not in page


def test_every_entry_stands_on_exactly_one_page(office, granny_chen, dr_li):
    with transaction("visit.file", by=dr_li):
        for _ in range(120):
            note("person", granny_chen.id)
    path, seen = f"/audit?account={dr_li.id}", []

    while path:
        page = office.get(path).text
        seen += [int(number) for number in re.findall(r"第 (\d+) 条", page)]
        older = re.search(r'rel="next" href="([^"]+)"', page)
        path = older and older[1].replace("&amp;", "&")

    assert len(seen) == 120 and seen == sorted(set(seen), reverse=True)


def test_a_rare_kind_is_looked_for_a_stretch_at_a_time(office, granny_chen, dr_li, monkeypatch):
    monkeypatch.setattr(lookups, "A_WALK", 10)
    with transaction("person.reveal", by=dr_li):
        note("person", granny_chen.id)
    with transaction("visit.file", by=dr_li):
        for _ in range(25):
            note("person", granny_chen.id)
    path, pages = f"/audit?account={dr_li.id}&kind=reveals", []

    while path:
        pages.append(office.get(path).text)
        older = re.search(r'rel="next" href="([^"]+)"', pages[-1])
        path = older and older[1].replace("&amp;", "&")

    assert len(pages) == 3 and "继续往前找" in pages[0]
    assert ["查看了完整号码" in page for page in pages] == [False, False, True]


def test_what_was_read_under_a_record_merged_since_counts(office, granny_chen, dr_li):
    from app.people.rules import NumberReason
    from app.record.rules import MergeChoice
    from app.record.service import merge

    doubled = cast.a_person()
    read(dr_li, doubled)
    choice = MergeChoice(reason=NumberReason.MISTYPED, versions=(granny_chen.version, doubled.version))
    with transaction("person.merge", by=COMMAND_LINE):
        merge(granny_chen, doubled, choice, by=COMMAND_LINE)

    assert "1 个账户看过这份档案" in answer(office, person=granny_chen.id)


@pytest.mark.parametrize(
    "asked",
    [
        "person=x",
        "person=-1",
        "person=",
        "from=soon",
        "to=9999-12-31&from=0001-01-01",
        "kind=all",
        "before=x",
        "find=%00",
    ],
)
def test_an_address_nobody_wrote_breaks_nothing(office, granny_chen, asked):
    assert office.get(f"/audit?{asked}").status_code == 200
    assert office.get(f"/audit?person={granny_chen.id}&{asked}").status_code == 200


@pytest.mark.parametrize("number", ["99999999999", "9" * 18, "9" * 40])
def test_a_number_too_large_is_nobodys(office, app, number):
    assert office.get(f"/audit?account={number}").status_code in (200, 404)
    assert office.get(f"/audit?person={number}").status_code in (200, 404)


def test_days_in_the_wrong_order_are_turned_round():
    asked = read_asked({"person": "1", "from": "2026-05-20", "to": "2026-05-01"})

    assert (asked.first.day, asked.last.day) == (1, 20)


def test_a_deed_without_words_is_shown_as_it_is_called():
    assert said("person.read").en == "looked at the record"
    assert said("person.unheard").zh == "居民档案（person.unheard）"
    assert said("unheard").zh == "unheard"
