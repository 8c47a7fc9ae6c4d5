from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.queries import find_open_duty, list_duties
from app.people.models import Person
from app.people.queries import MOST_FOUND
from app.people.service import register_many
from app.policy.terms import ExcuseReason
from app.visits.service import file_visit
from tests import cast

NUMBER, PHONE = cast.an_identity(serial=7), "13855550036"
PRESSURE, ROUND, MEETING = "hypertension-followup", "scattered-weekly-round", "first-quarter-meeting"


@pytest.fixture
def person(app):
    """单小兰 of 柳塘村, under no rule yet."""
    return cast.a_person(
        name="单小兰", identity=NUMBER, phone=PHONE, address="东头", born_on=date(1990, 1, 1)
    )


def _typed(**changes):
    return {
        "identity": NUMBER,
        "name": "单小兰",
        "area_code": cast.LIUTANG,
        "phone": "138 5555 0036",
    } | changes


def _deeds(action):
    return db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == action)).all()


def _people():
    return db.session.scalar(sa.select(sa.func.count(Person.id)))


def _owed(person):
    return {duty.rule_id for duty in list_duties(person.id)}


def test_an_empty_search_leafs_through_everybody(doctor):
    for _ in range(65):
        cast.a_person()

    pages = [doctor.get(f"/people?page={number}").text for number in (1, 2, 3, 4)]

    assert [page.count('class="whole"') for page in pages] == [30, 30, 5, 0]
    assert 'rel="next"' in pages[0]
    assert 'rel="prev"' in pages[2]
    assert 'rel="next"' not in pages[2]


@pytest.mark.parametrize("typed", ["单小兰", "sxl", NUMBER, PHONE, "0036", "柳塘村"])
def test_what_is_typed_finds_and_does_not_stand_in_the_address(doctor, person, typed):
    sent = doctor.post("/people", data={"q": typed})

    page = doctor.get(sent.location).text
    assert sent.status_code in (302, 303)
    assert typed not in sent.location
    assert f"/people/{person.id}" in page
    assert f'value="{typed}"' in page


def test_an_empty_box_and_a_broken_address_list_everybody(doctor, person):
    assert doctor.post("/people", data={"q": " "}).location == "/people"

    for address in ("/people?find=nonsense", "/people?page=0", "/people?page=-5", "/people?page=x"):
        assert f"/people/{person.id}" in doctor.get(address).text


@pytest.mark.parametrize(
    "address", ["/people?page=99999999999999999999", "/people?q=%00", "/people?q=" + "长" * 500]
)
def test_a_wild_search_is_answered_calmly(doctor, person, address):
    assert doctor.get(address).status_code == 200


def test_of_very_many_some_are_listed_and_the_page_says_how_to_find_the_others(doctor):
    with transaction("rosters.import", by=COMMAND_LINE):
        register_many([cast.an_entry(name="陈桂英") for _ in range(MOST_FOUND + 1)])

    pages = [doctor.get(f"/people?q=陈&page={number}").text for number in (1, 4, 5)]

    assert "就能少翻几页" in pages[0] and 'rel="next"' in pages[0]
    assert f"只列出这 {MOST_FOUND} 人" in pages[1] and 'rel="next"' not in pages[1]
    assert f"第 91–{MOST_FOUND} 人" in pages[1]
    assert f"第 91–{MOST_FOUND} 人" in pages[2]


def test_a_search_without_result_says_what_else_to_try(doctor):
    assert "没有找到" in doctor.get("/people?q=欧阳").text


def test_a_foreign_area_sees_nothing(stranger, person):
    for typed in ("单小兰", NUMBER, "0036", ""):
        page = stranger.get(stranger.post("/people", data={"q": typed}).location).text
        assert f"/people/{person.id}" not in page


def test_a_record_is_opened_by_hand_and_leads_to_its_enrolment(doctor):
    sent = doctor.post("/people/new", data=_typed())

    person = db.session.scalars(sa.select(Person)).one()
    assert sent.location == f"/people/{person.id}/enrolments"
    assert (person.name, person.area_code, person.born_on.year) == ("单小兰", cast.LIUTANG, 1950)


def test_a_second_record_is_refused_in_a_sentence_and_what_was_typed_stays(doctor, person):
    sent = doctor.post("/people/new", data=_typed(name="单晓兰", address="西头"))

    assert sent.status_code == 422
    assert "这个身份证号已有档案（单小兰）" in sent.text
    assert 'value="单晓兰"' in sent.text
    assert 'value="西头"' in sent.text
    assert f'href="/people/{person.id}"' in sent.text
    assert _people() == 1


def test_a_record_in_a_foreign_village_is_refused_without_name_or_way(doctor):
    elsewhere = cast.a_person(name="单小兰", identity=NUMBER, area_code=cast.SHIQIAO)

    sent = doctor.post("/people/new", data=_typed(name="单晓兰"))

    assert sent.status_code == 422
    assert "这个身份证号已有档案（外村居民）" in sent.text
    assert "单小兰" not in sent.text
    assert f"/people/{elsewhere.id}" not in sent.text


def test_a_doctor_opens_no_record_in_another_village(doctor):
    sent = doctor.post("/people/new", data=_typed(area_code=cast.SHIQIAO))

    assert sent.status_code == 422
    assert _people() == 0


def test_the_page_shows_what_is_owed_first_and_why(doctor, granny_chen):
    page = doctor.get(f"/people/{granny_chen.id}").text

    assert page.index("应做的随访") < page.index("随访记录") < page.index("身份和联系")
    assert "应于" in page
    assert "依据" in page
    assert "特困人员（分散供养）" in page or "分散" in page
    assert "76 岁" in page


def test_numbers_are_masked_and_the_reading_is_in_the_trail(doctor, person, dr_li):
    page = doctor.get(f"/people/{person.id}").text

    assert NUMBER not in page
    assert PHONE not in page
    assert "138****0036" in page
    assert [(entry.actor_id, entry.subject_id) for entry in _deeds("person.read")] == [(dr_li.id, person.id)]


def test_a_reveal_tells_the_whole_numbers_and_is_in_the_trail_with_its_reason(doctor, person, dr_li):
    page = doctor.post(f"/people/{person.id}/reveal", data={"reason": "call"}).text

    assert NUMBER in page
    assert f'href="tel:{PHONE}"' in page
    (entry,) = _deeds("person.reveal")
    assert (entry.actor_id, entry.subject_id, entry.details) == (dr_li.id, person.id, {"reason": "call"})


def test_a_reveal_may_say_more_in_words_but_no_number(doctor, person):
    address = f"/people/{person.id}/reveal"

    for number in (PHONE, f"号码 {NUMBER}", "138 5555 0036"):
        refused = doctor.post(address, data={"reason": "call", "note": number})
        assert refused.status_code == 422 and f"tel:{PHONE}" not in refused.text
    told = doctor.post(address, data={"reason": "call", "note": " 约 5 月 21 日复查 "})

    assert f"tel:{PHONE}" in told.text
    (entry,) = _deeds("person.reveal")
    assert entry.details == {"reason": "call", "note": "约 5 月 21 日复查"}


@pytest.mark.parametrize("reason", ["", "curiosity"])
def test_without_a_reason_nothing_is_revealed(doctor, person, reason):
    sent = doctor.post(f"/people/{person.id}/reveal", data={"reason": reason})

    assert sent.status_code == 422
    assert NUMBER not in sent.text
    assert PHONE not in sent.text
    assert not _deeds("person.reveal")


def test_a_change_is_saved_and_an_empty_number_keeps_the_old(doctor, person):
    form = doctor.get(f"/people/{person.id}/edit").text
    assert NUMBER not in form
    assert PHONE not in form

    doctor.post(f"/people/{person.id}/edit", data=_typed(identity="", phone="", address="西头", version="1"))

    page = doctor.post(f"/people/{person.id}/reveal", data={"reason": "check"}).text
    assert "西头" in page
    assert NUMBER in page
    assert PHONE in page


def test_who_saves_second_sees_both_and_may_save_after_all(doctor, person):
    address = f"/people/{person.id}/edit"
    doctor.post(address, data=_typed(address="南头", version="1"))

    second = doctor.post(address, data=_typed(address="西头", version="1"))

    assert second.status_code == 409
    assert "有人改过这份档案" in second.text
    assert 'value="西头"' in second.text
    assert re.search(r"<td>西头</td>\s*<td>南头</td>", second.text)
    version = re.search(r'name="version" value="(\d+)"', second.text)[1]
    assert doctor.post(address, data=_typed(address="西头", version=version)).status_code in (302, 303)
    assert db.session.get(Person, person.id, populate_existing=True).address == "西头"


@pytest.mark.parametrize("version", ["", "x", "0", "99"])
def test_a_change_without_the_right_version_is_not_saved(doctor, person, version):
    sent = doctor.post(f"/people/{person.id}/edit", data=_typed(address="西头", version=version))

    assert sent.status_code in (409, 422)
    assert db.session.get(Person, person.id, populate_existing=True).address == "东头"


def test_what_is_owed_moves_along_to_another_village(client, sign_in, granny_chen):
    town_doctor = sign_in(client, cast.DR_ZHOU)

    town_doctor.post(
        f"/people/{granny_chen.id}/edit",
        data={"name": "陈桂英", "area_code": cast.SHIQIAO, "version": granny_chen.version},
    )

    assert {duty.area_code for duty in list_duties(granny_chen.id)} == {cast.SHIQIAO}


def test_an_enrolment_is_owed_at_once(doctor, person):
    doctor.post(
        f"/people/{person.id}/enrolments",
        data={
            "category": "destitute-scattered", "condition": "hypertension", "starts_on": "2026-05-01",
            "basis": "认定书 3 号",
        },
    )  # fmt: skip

    assert {PRESSURE, ROUND, MEETING} <= _owed(person)
    assert "认定书 3 号" in doctor.get(f"/people/{person.id}").text


def test_what_is_held_already_is_refused_in_a_sentence(doctor, granny_chen):
    address, stated = f"/people/{granny_chen.id}/enrolments", {"starts_on": "2026-05-01", "basis": "诊断"}

    again = doctor.post(address, data=stated | {"condition": "hypertension"})
    with_benefit = doctor.post(
        address, data=stated | {"condition": "hypertension", "benefit_from": "2026-05-01"}
    )

    assert again.status_code == 422
    assert "自 2026 年 1 月 1 日 起已登记" in again.text
    assert 'value="诊断"' in again.text
    assert with_benefit.status_code in (302, 303)
    assert "chronic-home-visit" in _owed(granny_chen)


def test_ending_a_category_takes_what_it_alone_owed(doctor, granny_chen):
    address = f"/people/{granny_chen.id}/enrolments/end?what=category:destitute-scattered"
    assert "特困" in doctor.get(address).text

    doctor.post(
        address, data={"what": "category:destitute-scattered", "ends_on": "2026-05-20", "reason": "退出"}
    )

    assert ROUND not in _owed(granny_chen)
    assert PRESSURE in _owed(granny_chen)


def test_ending_a_condition_takes_its_follow_up(doctor, granny_chen):
    what = "condition:hypertension"

    doctor.post(
        f"/people/{granny_chen.id}/enrolments/end",
        data={"what": what, "ends_on": "2026-05-20", "reason": "误诊"},
    )

    assert PRESSURE not in _owed(granny_chen)
    assert ROUND in _owed(granny_chen)


@pytest.mark.parametrize("departure", ["died", "moved"])
def test_who_died_or_moved_is_owed_nothing_and_stays_findable(doctor, granny_chen, departure):
    doctor.post(f"/people/{granny_chen.id}/leave", data={"departure": departure, "left_on": "2026-05-19"})

    assert _owed(granny_chen) == set()
    page = doctor.get(f"/people/{granny_chen.id}").text
    assert "5 月 19 日" in page
    assert "开始随访" not in page
    assert ("已去世" if departure == "died" else "已迁出") in doctor.get("/people?q=陈桂英").text


def test_an_excuse_suspends_and_is_told_on_the_page(doctor, granny_chen):
    doctor.post(
        f"/people/{granny_chen.id}/excuse",
        data={"reason": "in-hospital", "return_on": "2026-06-01", "note": "市医院"},
    )

    duty = find_open_duty(granny_chen.id, PRESSURE)
    assert (duty.excused_until.isoformat(), duty.excuse_reason) == ("2026-06-01", ExcuseReason.IN_HOSPITAL)
    page = doctor.get(f"/people/{granny_chen.id}").text
    assert "暂缓至 6 月 1 日" in page
    assert "5 月 20 日 – 6 月 1 日 · 市医院" in page


BAD = [
    ("edit", {"name": "", "note": "听力差"}, "请填写", "听力差"),
    ("edit", {"phone": "不详", "note": "听力差"}, "7 到 12 位", "听力差"),
    ("edit", {"born_on": "1950-13-01", "note": "听力差"}, "请填写日期", "听力差"),
    ("edit", {"note": "长" * 401, "address": "西头"}, "太长了", "西头"),
    ("enrolments", {"starts_on": "2026-05-01", "basis": "认定书"}, "请选择类别或病种", "认定书"),
    ("enrolments", {"condition": "copd", "starts_on": "2027-01-01", "basis": "认定书"}, "还没到", "认定书"),
    ("enrolments", {"condition": "copd", "starts_on": "1.5.", "basis": "认定书"}, "请填写日期", "认定书"),
    ("enrolments/end", {"what": "condition:hypertension", "ends_on": "", "reason": "误诊"}, "请填写", "误诊"),
    (
        "enrolments/end",
        {"what": "condition:hypertension", "ends_on": "2027-01-01", "reason": "误诊"},
        "还没到",
        "误诊",
    ),
    (
        "enrolments/end",
        {"what": "condition:copd", "ends_on": "2026-05-01", "reason": "误诊"},
        "不存在",
        "误诊",
    ),
    ("enrolments/end", {"what": "condition:flu", "ends_on": "2026-05-01", "reason": "误诊"}, "没有说明", ""),
    ("enrolments/end", {}, "没有说明", ""),
    ("leave", {"departure": "died", "left_on": "2027-01-01"}, "还没到", "2027-01-01"),
    ("leave", {"departure": "died", "left_on": "1949-01-01"}, "不可能", "1949-01-01"),
    ("leave", {"left_on": "2026-05-01"}, "请填写", "2026-05-01"),
    ("excuse", {"reason": "other", "return_on": "2026-05-01", "note": "外出"}, "不能早于", "外出"),
    ("excuse", {"reason": "other", "return_on": "9999-12-31", "note": "外出"}, "最长一年", "外出"),
    ("excuse", {"return_on": "2026-06-01", "note": "外出"}, "请填写", "外出"),
    ("excuse", {"reason": "other", "return_on": "明天", "note": "外出"}, "请填写日期", "外出"),
]


@pytest.mark.parametrize(("form", "typed", "words", "kept"), BAD)
def test_bad_input_is_refused_in_a_sentence_and_what_was_typed_stays(
    doctor, granny_chen, form, typed, words, kept
):
    usual = {"name": "陈桂英", "area_code": cast.LIUTANG, "version": "1"} if form == "edit" else {}
    before = list_duties(granny_chen.id)

    sent = doctor.post(f"/people/{granny_chen.id}/{form}", data=usual | typed)

    assert sent.status_code == 422
    assert words in sent.text
    assert kept in sent.text
    assert list_duties(granny_chen.id) == before


@pytest.mark.parametrize("member", [cast.ZHAO, cast.COUNTY_OFFICE])
@pytest.mark.parametrize(
    "form", ["new", "{id}/edit", "{id}/enrolments", "{id}/enrolments/end", "{id}/leave", "{id}/excuse"]
)
def test_who_supervises_reads_and_does_not_write(client, sign_in, granny_chen, member, form):
    browser, address = sign_in(client, member), "/people/" + form.format(id=granny_chen.id)

    assert browser.get(address).status_code == 403
    assert browser.post(address, data=_typed()).status_code == 403
    page = browser.get(f"/people/{granny_chen.id}").text
    assert "陈桂英" in page
    assert "/edit" not in page
    assert "/visits/new" not in page


@pytest.mark.parametrize("form", ["", "/edit", "/enrolments", "/enrolments/end", "/leave", "/excuse"])
def test_what_is_foreign_is_absent(stranger, granny_chen, form):
    assert stranger.get(f"/people/{granny_chen.id}{form}").status_code == 404
    if form:
        assert stranger.post(f"/people/{granny_chen.id}{form}", data=_typed()).status_code == 404
    assert stranger.post(f"/people/{granny_chen.id}/reveal", data={"reason": "call"}).status_code == 404
    assert stranger.get(f"/people/99999999999999999999{form}").status_code == 404


def test_the_history_is_leafed_through_twenty_a_page(doctor, granny_chen, dr_li):
    with transaction("visit.file", by=dr_li):
        for back in range(45):
            day = cast.TODAY - timedelta(days=back)
            file_visit(cast.a_visit(visited_on=day), person=granny_chen, doctor=dr_li)

    address, counts = f"/people/{granny_chen.id}", []
    while address:
        page = doctor.get(address).text
        counts.append(len(re.findall(r'class="whole" href="/visits/\d+"', page)))
        further = re.search(r'href="([^"]*before=[^"]*)"', page)
        address = further and further[1].replace("&amp;", "&")

    assert counts == [20, 20, 5]


@pytest.mark.parametrize(
    "query", ["before=x&visit=1", "before=2026-05-20", "before=2026-05-20&visit=99999999999999999999"]
)
def test_a_wild_page_of_the_history_is_answered_calmly(doctor, granny_chen, query):
    assert doctor.get(f"/people/{granny_chen.id}?{query}").status_code == 200
