"""The first pages, by role."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.accounts.reader import Reader
from app.careplans.service.refills import keep_refills
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.service import excuse
from app.indicators.models import Tally
from app.policy.terms import ExcuseReason
from app.supplies.service import receive
from tests.cast import LIUTANG, SHIQIAO, TODAY, TOWN, a_person
from tests.supplies.conftest import a_medicine, reported, sent, treated

SignIn = Callable[..., FlaskClient]


@pytest.fixture
def counted(app: Flask) -> Callable[[], object]:
    """Count the statements that are sent within a block: `with counted() as sent: ...`, then `len(sent)`."""

    @contextmanager
    def _counted() -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
            if statement.lstrip().upper().startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")):
                sent.append(statement)

        sa.event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            sa.event.remove(db.engine, "before_cursor_execute", note)

    return _counted


def test_the_doctor_sees_whom_she_owes_a_visit_and_why(
    client: FlaskClient, sign_in: SignIn, dr_li: Reader, granny_chen: Any
) -> None:
    page = sign_in(client, dr_li).get("/").text

    assert "今日 · 柳塘村" in page
    assert "陈桂英" in page
    assert "逾期" in page
    assert "应于 2026 年 1 月 4 日完成" in page or "应于 1 月 4 日完成" in page
    assert "高血压随访（逾期 108 天）" in page
    assert "开始随访（一次完成 5 项）" in page
    assert f"/people/{granny_chen.id}/visits/new" in page
    assert "/policy/luan-2024-24#article-" in page


def test_no_phone_and_no_identity_number_stands_in_the_list(
    client: FlaskClient, sign_in: SignIn, dr_li: Reader
) -> None:
    a_person(phone="13812345678", categories=("destitute-scattered",))

    page = sign_in(client, dr_li).get("/").text

    assert "13812345678" not in page
    assert "tel:" not in page
    assert "341502195" not in page


def test_another_villages_doctor_sees_nothing_of_hers(
    client: FlaskClient, sign_in: SignIn, dr_wang: Reader, granny_chen: Any
) -> None:
    browser = sign_in(client, dr_wang)

    for address in (
        "/",
        "/duties",
        "/duties?village=341502109201",
        "/rounds",
        "/rounds?village=341502109201",
    ):
        assert "陈桂英" not in browser.get(address).text


def test_a_village_with_nothing_owed_says_so(client: FlaskClient, sign_in: SignIn, dr_wang: Reader) -> None:
    assert "今天没有逾期" in sign_in(client, dr_wang).get("/").text


def test_the_counts_lead_to_the_people_behind_them(
    client: FlaskClient, sign_in: SignIn, dr_li: Reader, granny_chen: Any
) -> None:
    browser = sign_in(client, dr_li)

    assert "/duties?state=overdue" in browser.get("/").text
    assert "陈桂英" in browser.get("/duties?state=overdue").text
    assert "陈桂英" not in browser.get("/duties?state=excused").text


def test_who_is_excused_leaves_the_day_and_stays_in_sight(
    client: FlaskClient, sign_in: SignIn, dr_li: Reader, granny_chen: Any
) -> None:
    with transaction("duties.excuse", by=dr_li):
        excuse(
            granny_chen, reason=ExcuseReason.IN_HOSPITAL, from_on=TODAY, return_on=date(2026, 6, 1), note=""
        )
    browser = sign_in(client, dr_li)

    assert "陈桂英" not in browser.get("/").text
    excused = browser.get("/duties?state=excused").text
    assert "陈桂英" in excused
    assert "暂缓至 6 月 1 日" in excused
    assert "住院" in excused


@pytest.mark.parametrize("asked", ["q=陈桂", "q=cgy", "q=CG", "rule=hypertension-followup"])
def test_the_list_is_narrowed_by_name_initials_and_duty(
    client: FlaskClient, sign_in: SignIn, dr_li: Reader, granny_chen: Any, asked: str
) -> None:
    a_person(name="王建设", conditions=("copd",))

    page = sign_in(client, dr_li).get(f"/duties?{asked}").text

    assert "陈桂英" in page
    assert "王建设" not in page


def test_a_name_typed_into_the_filter_stays_out_of_the_address(
    client: FlaskClient, sign_in: SignIn, dr_li: Reader, granny_chen: Any
) -> None:
    a_person(name="王建设", conditions=("copd",))
    browser = sign_in(client, dr_li)

    answer = browser.post("/duties", data={"q": "陈桂", "state": "overdue"})
    page = browser.get(answer.location).text

    assert "%E9%99%88" not in answer.location and "陈" not in answer.location
    assert "state=overdue" in answer.location
    assert "陈桂英" in page and "王建设" not in page


def test_the_supervisor_sees_the_villages_and_who_waits_longest(
    client: FlaskClient, sign_in: SignIn, zhao: Reader, granny_chen: Any
) -> None:
    a_person(name="王建设", area_code=SHIQIAO, conditions=("copd",))

    page = sign_in(client, zhao).get("/").text

    assert "督导台 · 三十铺镇" in page
    assert "柳塘村" in page
    assert "石桥村" in page
    assert "最要紧的人" in page
    assert "陈桂英" in page
    assert "/visits/new" not in page


def test_the_county_sees_its_towns(
    client: FlaskClient, sign_in: SignIn, county: Reader, granny_chen: Any
) -> None:
    page = sign_in(client, county).get("/").text

    assert "督导台 · 金安区" in page
    assert "三十铺镇" in page


@pytest.mark.parametrize(("who", "code"), [("zhao", LIUTANG), ("county", TOWN)])
def test_the_desk_shows_the_share_on_time_and_the_pressure_under_control_of_each_place(
    client: FlaskClient,
    sign_in: SignIn,
    request: pytest.FixtureRequest,
    granny_chen: Any,
    who: str,
    code: str,
) -> None:
    with transaction("test.count", by=COMMAND_LINE):
        for name, met, of in (("on-time", 12, 20), ("pressure-control", 41, 66)):
            stated = {"month": TODAY.replace(day=1), "part": "", "area_code": LIUTANG, "indicator": name}
            db.session.add(Tally(**stated, numerator=met, denominator=of))

    page = sign_in(client, request.getfixturevalue(who)).get("/").text

    assert f'href="/indicators/on-time?area={code}">60.0%</a>' in page
    assert f'href="/indicators/pressure-control?area={code}">41/66</a>' in page
    assert '<progress class="meter" max="100" value="60.0"' in page


@pytest.mark.parametrize("who", ["insurer", "admin"])
def test_those_who_see_no_residents_are_told_what_their_account_is_for(
    client: FlaskClient, sign_in: SignIn, request: pytest.FixtureRequest, granny_chen: Any, who: str
) -> None:
    browser = sign_in(client, request.getfixturevalue(who))

    assert "不看居民" in browser.get("/").text
    assert browser.get("/duties").status_code == 403
    assert browser.get("/rounds").status_code == 403


def test_a_stranger_is_led_to_the_sign_in(client: FlaskClient) -> None:
    for address in ("/", "/duties", "/rounds"):
        assert "/sign-in" in client.get(address).headers["Location"]


def test_a_long_list_comes_in_pages(client: FlaskClient, sign_in: SignIn, dr_li: Reader) -> None:
    for number in range(32):
        a_person(name=f"第{number}号", conditions=("copd",), since=date(2026, 1, 1) + timedelta(days=number))
    browser = sign_in(client, dr_li)

    first, second = (
        browser.get("/duties?rule=copd-followup").text,
        browser.get("/duties?rule=copd-followup&page=2").text,
    )

    assert "第 1–30 人" in first
    assert "第0号" in first
    assert "rule=copd-followup&amp;page=2" in first
    assert "第31号" in second
    assert "第0号" not in second


@pytest.mark.parametrize(
    ("who", "address"),
    [(who, address) for who in ("dr_li", "zhao", "county") for address in ("/", "/duties", "/rounds")],
)
def test_a_page_asks_a_handful_of_questions_however_long_the_list(
    client: FlaskClient, sign_in: SignIn, request: pytest.FixtureRequest, counted: Any, who: str, address: str
) -> None:
    browser = sign_in(client, request.getfixturevalue(who))
    a_person(categories=("destitute-scattered",), conditions=("hypertension",))
    browser.get(address)
    with counted() as for_one:
        browser.get(address)

    for _ in range(12):
        a_person(categories=("destitute-scattered",), conditions=("hypertension", "diabetes"))
    with counted() as for_many:
        browser.get(address)

    # A desk also reads the numbers of its villages.
    most = 7 if address == "/" and who != "dr_li" else 6
    assert len(for_many) <= most, "\n".join(for_many)
    assert len(for_many) == len(for_one)


def test_a_card_says_which_medicine_is_out_of_stock_until_it_arrives(
    client: FlaskClient, sign_in: SignIn, dr_li: Reader, zhao: Reader, granny_chen: Any
) -> None:
    other = a_person(name="王建设", conditions=("copd",))
    treated(granny_chen)
    treated(other, a_medicine("沙丁胺醇", code="salbutamol"))
    reported(dr_li)
    delivery = sent(zhao)
    browser = sign_in(client, dr_li)

    before, lacking = browser.get("/").text, browser.get("/duties?lacking=yes").text
    with transaction("supply.receive", by=dr_li):
        receive(delivery, on=TODAY, by=dr_li)
    after, nobody = browser.get("/").text, browser.get("/duties?lacking=yes").text

    assert before.count("缺药：氨氯地平") == 1 and "有 1 种药报了缺" in before
    assert "陈桂英" in lacking and "王建设" not in lacking
    assert "缺药：氨氯地平" not in after and "陈桂英" in after and "种药报了缺" not in after
    assert "陈桂英" not in nobody and "没有这样的任务" in nobody


def test_the_desk_says_how_many_medicines_are_out_of_stock(
    client: FlaskClient, sign_in: SignIn, dr_li: Reader, zhao: Reader
) -> None:
    browser = sign_in(client, zhao)
    before = browser.get("/").text

    reported(dr_li)

    assert "药品供应" in before
    assert "缺药 1 条" in browser.get("/").text


def test_whose_medicine_runs_out_is_led_to_the_plan_and_to_no_visit(
    client: FlaskClient, sign_in: SignIn, dr_li: Reader, granny_chen: Any
) -> None:
    young = a_person(name="王少年", born_on=date(2000, 1, 1))
    for one in (young, granny_chen):
        treated(one, runs_out_on=TODAY + timedelta(days=1), issued_on=TODAY - timedelta(days=27))
        with transaction("careplan.issue", by=dr_li):
            keep_refills(one.id)

    page = sign_in(client, dr_li).get("/").text

    assert f'class="btn main" href="/people/{young.id}/careplans"' in page
    assert f"/people/{young.id}/visits/new" not in page
    assert f'class="btn" href="/people/{granny_chen.id}/careplans"' in page
    assert f"/people/{granny_chen.id}/visits/new" in page
    assert "开始随访（一次完成 5 项）" in page
