"""The pages of supply: the need, one touch to report, an answer, a delivery, its arrival."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from openpyxl import load_workbook

from app.accounts.reader import Reader
from app.audit.models import AuditEntry
from app.careplans.rules.vocabulary import DoseUnit
from app.core.db import db
from app.supplies.models import Delivery, Shortage
from app.supplies.rules.vocabulary import Answered, CloseWay
from tests import cast
from tests.supplies.conftest import a_medicine, reported, sent, treated

SignIn = Callable[..., FlaskClient]
TOMORROW = cast.TODAY + timedelta(days=1)


@pytest.fixture
def village(granny_chen, neighbour) -> Any:
    """Two people of 柳塘村 on amlodipine, one of them with a medicine the catalogue does not know."""
    treated(granny_chen, a_medicine(), a_medicine("自配膏方", "", code="", unit=DoseUnit.SACHET))
    treated(neighbour, runs_out_on=cast.TODAY + timedelta(days=10))
    return granny_chen


def sent_to(browser: FlaskClient, address: str, typed: dict[str, str]) -> str:
    """Send a form and return the page it leads to."""
    return browser.get(browser.post(address, data=typed).location).text


def the_report() -> Shortage:
    return db.session.scalars(sa.select(Shortage)).one()


def the_delivery() -> Delivery:
    return db.session.scalars(sa.select(Delivery)).one()


def test_the_doctor_sees_what_her_village_needs(client, sign_in: SignIn, dr_li: Reader, village) -> None:
    page = sign_in(client, dr_li).get("/supplies").text

    assert "用药需求 · 柳塘村" in page
    assert "<td>2</td><td>60</td><td>10</td>" in page
    assert "<b>50</b> 片" in page
    assert "未核实" in page
    assert "陈桂英" not in page


def test_a_medicine_is_reported_out_of_stock_with_one_touch(
    client, sign_in: SignIn, dr_li: Reader, village
) -> None:
    browser = sign_in(client, dr_li)
    tap = {"village": cast.LIUTANG, "medicine": "氨氯地平|5mg"}

    page = sent_to(browser, "/supplies/shortages", tap)
    again = sent_to(browser, "/supplies/shortages", tap)

    assert "已报缺药：氨氯地平" in page
    assert "陈桂英" in page and "刘二" in page
    assert "已经报过缺药" in again
    assert the_report().code == "amlodipine"
    assert f"/supplies/shortages/{the_report().id}" in browser.get("/supplies").text


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"village": cast.SHIQIAO, "medicine": "氨氯地平|5mg"},
        {"village": cast.LIUTANG, "medicine": ""},
        {"village": cast.LIUTANG, "medicine": "药" * 81},
        {"village": cast.LIUTANG, "medicine": f"药|{'规' * 41}"},
    ],
)
def test_a_touch_that_names_no_village_of_hers_or_no_medicine_is_told_so(
    client, sign_in: SignIn, dr_li: Reader, typed
) -> None:
    answer = sign_in(client, dr_li).post("/supplies/shortages", data=typed)

    assert answer.status_code == 422
    assert "请先选一个村" in answer.text or "请写明是哪种药" in answer.text
    assert db.session.scalars(sa.select(Shortage)).all() == []


def test_a_medicine_is_reported_by_its_name(client, sign_in: SignIn, dr_zhou: Reader) -> None:
    browser = sign_in(client, dr_zhou)
    typed = {"village": cast.SHIQIAO, "name": " 络活喜 ", "strength": "5 mg", "note": "断货一周"}

    browser.post("/supplies/shortages/new", data=typed)

    found = the_report()
    assert (found.area_code, found.name, found.strength) == (cast.SHIQIAO, "氨氯地平", "5mg")
    assert (found.note, found.by_name) == ("断货一周", "周明")


def test_a_report_without_a_name_keeps_what_was_typed(client, sign_in: SignIn, dr_li: Reader) -> None:
    answer = sign_in(client, dr_li).post(
        "/supplies/shortages/new", data={"village": cast.LIUTANG, "note": "断货一周"}
    )

    assert answer.status_code == 422
    assert "请填写这一项" in answer.text
    assert "断货一周" in answer.text


def test_the_township_answers_and_sends_in_one_go(
    client, sign_in: SignIn, dr_li: Reader, zhao: Reader
) -> None:
    shortage = reported(dr_li)
    typed = {
        "answer": "will-deliver",
        "expected_on": TOMORROW.isoformat(),
        "quantity": "280",
        "unit": "tablet",
        "sent_by": "卫生院药房",
    }

    page = sent_to(sign_in(client, zhao), f"/supplies/shortages/{shortage.id}/answer", typed)

    assert "已答复：安排配送" in page
    assert "280 片" in page and "卫生院药房" in page
    assert the_delivery().shortage_id == shortage.id
    assert the_report().answer is Answered.WILL_DELIVER


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ({}, "请从所列的项目中选"),
        ({"answer": "will-deliver", "expected_on": "2026-05-19"}, "这一天已经过去"),
        ({"answer": "will-deliver", "quantity": "28"}, "请选择数量的单位"),
        ({"answer": "fetch", "quantity": "28", "unit": "tablet"}, "只有安排配送时才填数量"),
        ({"answer": "will-deliver", "quantity": "很多", "unit": "tablet"}, "请填写数字"),
        ({"answer": "will-deliver", "quantity": "nan", "unit": "tablet"}, "数字"),
        ({"answer": "will-deliver", "quantity": "-1", "unit": "tablet"}, "之间的数字"),
    ],
)
def test_an_answer_that_cannot_be_is_told_beside_its_field(
    client, sign_in: SignIn, dr_li: Reader, zhao: Reader, typed, fault
) -> None:
    shortage = reported(dr_li)

    answer = sign_in(client, zhao).post(
        f"/supplies/shortages/{shortage.id}/answer", data=typed | {"note": "留着"}
    )

    assert answer.status_code == 422
    assert fault in answer.text or "请填写这一项" in answer.text
    assert "留着" in answer.text
    assert the_report().answer is None


def test_somebody_closed_it_meanwhile_and_what_was_typed_stays(
    client, sign_in: SignIn, dr_li: Reader, zhao: Reader
) -> None:
    shortage = reported(dr_li)
    browser = sign_in(client, zhao)
    sign_in(other := client.application.test_client(), dr_li)
    other.post(f"/supplies/shortages/{shortage.id}/close", data={"way": "mistake"})

    answer = browser.post(
        f"/supplies/shortages/{shortage.id}/answer", data={"answer": "fetch", "note": "来取"}
    )

    assert answer.status_code == 409
    assert "已由李秀兰于 2026 年 5 月 20 日 结束（误报）" in answer.text
    assert "来取" in answer.text


def test_the_village_notes_the_arrival_and_the_shortage_is_over(
    client, sign_in: SignIn, dr_li: Reader, zhao: Reader, village
) -> None:
    shortage = reported(dr_li)
    delivery = sent(zhao, shortage=shortage)
    browser = sign_in(client, dr_li)

    page = sent_to(browser, f"/supplies/deliveries/{delivery.id}/receive", {"received_on": "2026-05-20"})

    assert "缺药提示已撤下" in page
    assert the_report().closed_as is CloseWay.DELIVERED
    assert "现在没有报缺的药" in browser.get("/supplies/shortages").text
    assert "氨氯地平" in browser.get("/supplies/shortages?state=closed").text
    assert "已收到" in browser.get("/supplies/deliveries?state=past").text


@pytest.mark.parametrize("day", ["2026-05-21", "2026-05-01", "", "昨天"])
def test_a_day_on_which_it_cannot_have_arrived_is_refused(
    client, sign_in: SignIn, dr_li: Reader, zhao: Reader, day
) -> None:
    delivery = sent(zhao)

    answer = sign_in(client, dr_li).post(
        f"/supplies/deliveries/{delivery.id}/receive", data={"received_on": day}
    )

    assert answer.status_code == 422
    assert the_delivery().received_on is None


def test_medicine_for_a_special_disease_is_sent_to_one_person(
    client, sign_in: SignIn, dr_zhou: Reader, granny_chen
) -> None:
    typed = {
        "village": cast.LIUTANG,
        "name": "利鲁唑",
        "quantity": "56",
        "unit": "tablet",
        "sent_on": "2026-05-20",
        "expected_on": "2026-05-22",
    }

    page = sent_to(sign_in(client, dr_zhou), f"/people/{granny_chen.id}/supplies/new", typed)

    assert "利鲁唑" in page and "陈桂英" in page
    assert the_delivery().person_id == granny_chen.id


def test_a_delivery_is_called_off(client, sign_in: SignIn, zhao: Reader) -> None:
    delivery = sent(zhao)
    browser = sign_in(client, zhao)

    browser.post(f"/supplies/deliveries/{delivery.id}/cancel")

    assert the_delivery().cancelled_at is not None
    assert "已取消" in browser.get("/supplies/deliveries?state=past").text


def test_the_need_is_taken_away_by_village_without_a_name(
    client, sign_in: SignIn, dr_zhou: Reader, village
) -> None:
    browser = sign_in(client, dr_zhou)

    book = load_workbook(io.BytesIO(browser.get("/supplies/need.xlsx").data))

    rows = [row[:4] + row[6:7] for row in book.active.iter_rows(values_only=True)]
    assert rows[1] == ("柳塘村", "氨氯地平", "5mg", 2, 50)
    assert rows[2][:2] == ("柳塘村", "自配膏方")
    assert "陈桂英" not in str(rows)
    deeds = db.session.scalars(sa.select(AuditEntry.action)).all()
    assert "supply.take-away" in deeds


@pytest.mark.parametrize("name", ["shortages", "deliveries"])
def test_the_other_lists_are_taken_away_too(client, sign_in: SignIn, dr_li, zhao: Reader, name) -> None:
    reported(dr_li)
    sent(zhao)

    book = load_workbook(io.BytesIO(sign_in(client, zhao).get(f"/supplies/{name}.xlsx").data))

    assert "氨氯地平" in [cell for row in book.active.iter_rows(values_only=True) for cell in row]


def test_the_sheet_has_a_table_for_each_village(client, sign_in: SignIn, dr_zhou: Reader, village) -> None:
    treated(cast.a_person(name="石桥人", area_code=cast.SHIQIAO))

    page = sign_in(client, dr_zhou).get("/supplies/sheet").text

    assert "柳塘村 30 天用药需求" in page and "石桥村 30 天用药需求" in page
    assert "石桥人" not in page


def test_a_county_chooses_a_town_first(client, sign_in: SignIn, county: Reader, village) -> None:
    browser = sign_in(client, county)

    assert "请先选一个乡镇或村" in browser.get("/supplies").text
    assert "氨氯地平" in browser.get(f"/supplies?village={cast.TOWN}").text
    assert "报缺药" not in browser.get(f"/supplies?village={cast.TOWN}").text


@pytest.mark.parametrize("page", ["", "/sheet", "/shortages", "/deliveries", "/need.xlsx"])
def test_another_village_is_absent(client, sign_in: SignIn, dr_wang: Reader, page) -> None:
    assert sign_in(client, dr_wang).get(f"/supplies{page}?village={cast.LIUTANG}").status_code == 404


@pytest.mark.parametrize(
    "asked", ["?village=x", "?page=-1", "?page=99999999", "?state=nonsense", "?village=34"]
)
def test_a_word_that_means_nothing_asks_for_nothing(client, sign_in: SignIn, dr_zhou: Reader, asked) -> None:
    browser = sign_in(client, dr_zhou)

    seen = [browser.get(f"/supplies{page}{asked}").status_code for page in ("", "/shortages", "/deliveries")]

    assert set(seen) <= {200, 404}


@pytest.mark.parametrize("page", ["/supplies", "/supplies/shortages", "/supplies/deliveries", "/"])
@pytest.mark.parametrize("who", ["dr_li", "zhao"])
def test_a_page_asks_six_questions_at_most_however_long_the_list(
    client, sign_in: SignIn, request, counted, dr_li, page, who
) -> None:
    reader = request.getfixturevalue(who)
    treated(cast.a_person(conditions=("hypertension",)))
    reported(dr_li)
    sent(dr_li)
    browser = sign_in(client, reader)
    browser.get(page)
    with counted() as for_one:
        browser.get(page)

    for number in range(12):
        treated(cast.a_person(conditions=("hypertension",)), a_medicine(f"药{number}", code=""))
        sent(dr_li)
    with counted() as for_many:
        browser.get(page)

    assert len(for_many) <= 6, "\n".join(for_many)
    assert len(for_many) == len(for_one)


def test_whose_medicine_it_is_is_told_to_those_who_give_it_out(
    client, sign_in: SignIn, county: Reader, zhao: Reader, granny_chen
) -> None:
    sent(zhao, person_id=granny_chen.id)
    to_county = sign_in(client, county)
    to_supervisor = sign_in(client.application.test_client(), zhao)

    page, taken = to_county.get("/supplies/deliveries").text, to_county.get("/supplies/deliveries.xlsx").data

    assert "陈桂英" not in page and "给一位居民" in page
    rows = [row[:3] for row in load_workbook(io.BytesIO(taken)).active.iter_rows(values_only=True)]
    assert rows[1] == ("柳塘村", "一位居民", "氨氯地平")
    assert "陈桂英" in to_supervisor.get("/supplies/deliveries").text
