"""The pages: what goes along is shown before it is done, and what was typed is kept where it is refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app.accounts.queries import find_area, find_reader, get_user
from app.accounts.service import close_account
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.people.models import Person
from tests import cast
from tests.territory.conftest import BEILOU, DR_SUN, ZHANGDIAN, seat

NEW = "341502109299"


@pytest.fixture
def manager(client, sign_in):
    """A browser in which the county manager is signed in."""
    return sign_in(client, cast.COUNTY_OFFICE)


@pytest.fixture
def browser(app, sign_in):
    """A browser in which somebody of the cast is signed in."""
    return lambda member: sign_in(app.test_client(), member)


def account(username):
    return f"account_{find_reader(username).id}"


def shown(page):
    """Return the mark of what a page showed, as its form sends it back."""
    return re.search(r'name="seen" type="hidden" value="(\w*)"', page.text).group(1)


def told(page):
    return " ".join(re.sub(r"<[^>]+>", " ", page.text).split())


def merging(**changes):
    return {"village": cast.LIUTANG, "into": cast.SHIQIAO, "basis": "县政〔2026〕9号"} | changes


def test_the_county_sees_its_villages_with_their_people(manager, granny_chen):
    page = told(manager.get("/territory"))

    assert "柳塘村 341502109201 · 1 人" in page
    assert "石桥村 341502109202 · 0 人" in page
    assert "南楼村" not in page


def test_a_merger_is_shown_before_it_is_done(manager, granny_chen):
    page = manager.post("/territory/merge", data=merging())

    assert page.status_code == 200
    assert "居民 1 人" in told(page) and "李秀兰" in told(page) and "王建国" in told(page)
    assert find_area(cast.LIUTANG).ended_on is None


def test_a_merger_that_was_confirmed_is_done(manager, browser, granny_chen):
    seen = shown(manager.post("/territory/merge", data=merging()))

    done = manager.post(
        "/territory/merge", data=merging(seen=seen, confirm="yes") | {account("dr_li"): "leaves"}
    )

    assert done.status_code == 302
    assert find_area(cast.LIUTANG).successor_code == cast.SHIQIAO
    assert "柳塘村 → 石桥村" in told(manager.get("/territory"))
    assert browser(cast.DR_WANG).get(f"/people/{granny_chen.id}").status_code == 200
    assert browser(cast.DR_LI).get(f"/people/{granny_chen.id}").status_code == 404


def test_a_merger_without_a_word_on_every_account_is_refused_and_what_was_typed_is_kept(manager, granny_chen):
    seen = shown(manager.post("/territory/merge", data=merging()))

    page = manager.post("/territory/merge", data=merging(seen=seen, confirm="yes"))

    assert page.status_code == 422
    assert "还差：李秀兰" in told(page) and "县政〔2026〕9号" in page.text
    assert find_area(cast.LIUTANG).ended_on is None


def test_what_changed_since_it_was_shown_is_shown_anew(manager, granny_chen):
    seen = shown(manager.post("/territory/merge", data=merging()))
    cast.a_person(name="新来的")

    data = merging(confirm="yes") | {account("dr_li"): "follows"}
    page = manager.post("/territory/merge", data=data | {"seen": seen})
    again = manager.post("/territory/merge", data=data | {"seen": shown(page)})

    assert page.status_code == 409 and "居民 2 人" in told(page)
    assert again.status_code == 302


@pytest.mark.parametrize(
    "changes",
    [
        {"into": cast.LIUTANG},
        {"into": ""},
        {"into": cast.ELSEWHERE},
        {"village": cast.TOWN},
        {"village": "x\x00"},
        {"basis": ""},
    ],
)
def test_a_merger_that_cannot_be_is_refused_on_the_page(manager, changes):
    page = manager.post("/territory/merge", data=merging(confirm="yes", **changes))

    assert page.status_code == 422
    assert find_area(cast.LIUTANG).ended_on is None


def test_a_village_is_renamed_in_two_steps(manager, granny_chen):
    address, typed = f"/territory/rename?village={cast.LIUTANG}", {"name": "柳塘社区", "basis": "批复"}

    first = manager.post(address, data=typed)
    assert find_area(cast.LIUTANG).name == "柳塘村"
    done = manager.post(address, data=typed | {"seen": shown(first), "confirm": "yes"})

    assert done.status_code == 302
    assert find_area(cast.LIUTANG).name == "柳塘社区"


def test_a_name_that_is_taken_is_refused_and_kept_in_its_field(manager):
    page = manager.post(f"/territory/rename?village={cast.LIUTANG}", data={"name": "石桥村", "basis": "批复"})

    assert page.status_code == 422
    assert "本乡镇已有“石桥村”" in told(page) and 'value="石桥村"' in page.text


@pytest.mark.parametrize("verb", ["rename", "split"])
@pytest.mark.parametrize("code", [cast.ELSEWHERE, cast.TOWN, "341502109298", "x", "3415021092\x00"])
def test_a_village_of_another_county_is_not_there(manager, verb, code):
    assert manager.get(f"/territory/{verb}", query_string={"village": code}).status_code == 404


def test_a_village_is_split_by_group_and_by_person(manager, app):
    east, west, one = (cast.a_person(group_name=group) for group in ("东组", "西组", "西组"))
    address = f"/territory/split?village={cast.LIUTANG}&group=西组"
    typed = {"code": NEW, "name": "新塘村", "basis": "批复", "groups": ["=东组"], "people": [str(one.id)]}

    first = manager.post(address, data=typed)
    assert "居民 2 人" in told(first)
    confirmed = {"seen": shown(first), "confirm": "yes", account("dr_li"): "follows"}
    done = manager.post(address, data=typed | confirmed)

    assert done.status_code == 302
    codes = [db.session.get_one(Person, each.id).area_code for each in (east, west, one)]
    assert codes == [NEW, cast.LIUTANG, NEW]
    assert find_reader("dr_li").areas == (cast.LIUTANG, NEW)


@pytest.mark.parametrize(
    "changes",
    [
        {"code": "12"},
        {"code": cast.SHIQIAO},
        {"name": "石桥村"},
        {"groups": ["=南组"]},
        {"people": ["99999999999"]},
    ],
)
def test_a_split_that_cannot_be_is_refused_and_what_was_typed_is_kept(manager, granny_chen, changes):
    typed = {"code": NEW, "name": "新塘村", "basis": "县政〔2026〕9号"} | changes

    page = manager.post(f"/territory/split?village={cast.LIUTANG}", data=typed)

    assert page.status_code == 422
    assert "县政〔2026〕9号" in page.text
    assert find_area(NEW) is None


def test_a_person_is_handed_over_from_page_to_page(browser, granny_chen, dr_sun):
    li, sun = browser(cast.DR_LI), browser(DR_SUN)
    address = f"/people/{granny_chen.id}"
    asked = li.post(f"{address}/transfer", data={"to_code": ZHANGDIAN, "reason": "随女儿居住"})
    assert (asked.status_code, li.get(address).status_code, sun.get(address).status_code) == (302, 200, 404)

    incoming = sun.get("/transfers")
    form = re.search(r'href="(/transfers/\d+/answer)"', incoming.text).group(1)
    assert "陈桂英" in incoming.text and "随女儿居住" in incoming.text
    assert cast.an_identity(serial=1)[-4:] not in told(incoming)
    done = sun.post(form, data={"answer": "accept", "village": BEILOU})

    assert done.status_code == 302
    assert (li.get(address).status_code, sun.get(address).status_code) == (404, 200)
    assert "陈桂英" not in li.get("/transfers").text
    assert sun.post(form, data={"answer": "accept", "village": BEILOU}).status_code == 404


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"answer": "accept"},
        {"answer": "accept", "village": cast.SHIQIAO},
        {"answer": "decline", "reason": " "},
    ],
)
def test_an_answer_without_what_it_needs_is_refused(browser, granny_chen, dr_sun, typed):
    browser(cast.DR_LI).post(
        f"/people/{granny_chen.id}/transfer", data={"to_code": ZHANGDIAN, "reason": "随女儿居住"}
    )
    sun = browser(DR_SUN)
    form = re.search(r'href="(/transfers/\d+/answer)"', sun.get("/transfers").text).group(1)

    assert sun.post(form, data=typed).status_code == 422
    assert granny_chen.area_code == cast.LIUTANG


def test_a_request_is_asked_once_and_may_be_withdrawn(browser, granny_chen, zhangdian):
    li, typed = browser(cast.DR_LI), {"to_code": ZHANGDIAN, "reason": "随女儿居住"}
    address = f"/people/{granny_chen.id}/transfer"
    li.post(address, data=typed)

    twice = li.post(address, data=typed)
    waiting = li.get(address)
    withdrawn = li.post(re.search(r'action="(/transfers/\d+/withdraw)"', waiting.text).group(1))

    assert twice.status_code == 409
    assert "等对方接收" in told(waiting)
    assert withdrawn.status_code == 302
    assert li.get(address).text.count("撤回申请") == 0


def covering(**changes):
    by, held = find_reader("dr_wang").id, f"{find_reader('dr_li').id}:{cast.LIUTANG}"
    return {"held": held, "by": by, "until": "2026-06-01", "reason": "leave"} | changes


def test_a_cover_opens_the_village_at_once_and_closes_it_when_it_ends(browser, granny_chen):
    zhao, wang = browser(cast.ZHAO), browser(cast.DR_WANG)
    address = f"/people/{granny_chen.id}"
    assert wang.get(address).status_code == 404

    assert zhao.post("/covers", data=covering()).status_code == 302
    assert wang.get(address).status_code == 200
    assert "王建国 替李秀兰代管柳塘村" in told(zhao.get("/covers"))

    typed = {"user_id": find_reader("dr_wang").id, "code": cast.LIUTANG}
    assert zhao.post("/covers/end", data=typed).status_code == 302
    assert wang.get(address).status_code == 404


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"until": (cast.TODAY + timedelta(days=181)).isoformat()}, "最长 180 天"),
        ({"until": (cast.TODAY - timedelta(days=1)).isoformat()}, "最长 180 天"),
        ({"until": "x"}, "请填写日期"),
        ({"by": "999"}, "请从所列的项目中选一个"),
        ({"held": f"1:{cast.ELSEWHERE}"}, "请从所列的项目中选一个"),
    ],
)
def test_a_cover_that_cannot_be_is_refused_with_a_sentence(browser, changes, why):
    page = browser(cast.ZHAO).post("/covers", data=covering(**changes))

    assert page.status_code == 422
    assert why in told(page)
    assert find_reader("dr_wang").areas == (cast.SHIQIAO,)


def test_a_supervisor_neither_sees_nor_ends_a_cover_elsewhere(browser, dr_he):
    other = seat(cast.Member("dr_lu", "陆平", "village-doctor", (BEILOU,)))
    county = browser(cast.COUNTY_OFFICE)
    arranged = {"held": f"{dr_he.id}:{BEILOU}", "by": find_reader("dr_wang").id}
    assert other and county.post("/covers", data=covering(**arranged)).status_code == 302

    zhao = browser(cast.ZHAO)
    ended = zhao.post("/covers/end", data={"user_id": find_reader("dr_wang").id, "code": BEILOU})

    assert "何芳" not in zhao.get("/covers").text
    assert ended.status_code == 404
    assert BEILOU in find_reader("dr_wang").areas


@pytest.mark.parametrize(
    "typed", [{}, {"user_id": "9" * 40, "code": cast.LIUTANG}, {"user_id": "x", "code": "y"}]
)
def test_an_end_of_no_cover_is_refused(browser, typed):
    assert browser(cast.ZHAO).post("/covers/end", data=typed).status_code in (404, 422)


def test_a_closed_account_is_neither_asked_about_nor_given_the_new_village(manager, granny_chen):
    with transaction("account.close", by=COMMAND_LINE):
        close_account(get_user("dr_li"))
    first = manager.post("/territory/merge", data=merging())

    done = manager.post("/territory/merge", data=merging(seen=shown(first), confirm="yes"))

    assert "李秀兰" not in told(first)
    assert done.status_code == 302
