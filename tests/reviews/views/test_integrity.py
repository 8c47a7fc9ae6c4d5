"""疑点 as pages: the panel, one signal with its logs, what a supervisor notes, and what is taken away."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from app.core.db import db
from app.policy.terms import Kind
from app.reviews.jobs import find_signals
from app.reviews.models import FindingNote
from app.reviews.rules.vocabulary import Judgement, Signal
from tests import cast
from tests.reviews.logs import a_log


@pytest.fixture
def browser(app, sign_in):
    """Open a browser in which somebody of the cast is signed in."""
    return lambda member: sign_in(app.test_client(), member)


@pytest.fixture
def logs(app, dr_li):
    """Ten logs of ten people with one and the same pressure, looked through by the clock."""
    people = [cast.a_person(name=f"张桂{sign}") for sign in "甲乙丙丁戊己庚辛壬癸"]
    answers = {"systolic": 132, "diastolic": 84}
    made = [
        a_log(one, dr_li, at=cast.MORNING + timedelta(minutes=n), answers=answers)
        for n, one in enumerate(people)
    ]
    find_signals(cast.TODAY, False)
    return made


def address(doctor, signal="repeated", rest=""):
    return f"/reviews/integrity/{signal}/{doctor.id}{rest}?month=2026-05"


def test_the_panel_tells_in_words_what_was_found_and_leads_to_it(browser, logs, dr_li):
    page = browser(cast.ZHAO).get("/reviews/integrity").text

    assert "李秀兰" in page and "10 / 10 条" in page and "未核对" in page
    assert f"/reviews/integrity/repeated/{dr_li.id}?month=2026-05" in page
    assert "疑点只是提示，不是结论" in page


def test_the_county_sees_the_towns_beside_the_doctors(browser, logs, app):
    page = browser(cast.COUNTY_OFFICE).get("/reviews/integrity").text

    assert "三十铺镇" in page or "李秀兰" in page


def test_a_finding_shows_its_explanation_its_definition_and_its_logs(browser, logs, dr_li):
    page = browser(cast.ZHAO).get(address(dr_li)).text

    assert "5 月：10 条有血压的记录中 10 条数值重复" in page
    assert "同一个血压值当月出现在很多条记录里" in page and "至少几条" in page
    assert all(f"/reviews/{log.id}" in page for log in logs)
    assert "张桂甲" in page and "血压 132/84" in page


def test_a_log_of_a_hidden_kind_is_listed_without_what_it_was_about(browser, logs, dr_li):
    person = cast.a_person(name="王某某", conditions=("mental-disorder",))
    a_log(
        person,
        dr_li,
        kinds=(Kind.MENTAL_DISORDER,),
        results={},
        answers={"systolic": 132, "diastolic": 84},
        note="情绪平稳",
    )
    find_signals(cast.TODAY, True)

    page = browser(cast.ZHAO).get(address(dr_li)).text

    assert "王某某" in page
    assert "精神" not in page and "情绪平稳" not in page


def test_a_supervisor_notes_what_she_found_and_it_stays(browser, logs, dr_li):
    supervisor = browser(cast.ZHAO)

    answer = supervisor.post(address(dr_li), data={"judgement": "talked", "words": "已当面问过"})

    note = db.session.scalars(sa.select(FindingNote)).one()
    assert answer.status_code == 303
    assert (note.signal, note.judgement, note.words) == (
        Signal.REPEATED,
        Judgement.TALKED,
        "已当面问过",
    )
    assert (note.by_name, note.area_code) == ("赵敏", cast.TOWN)
    assert "已当面问过" in supervisor.get(address(dr_li)).text
    assert "已约谈医生" in supervisor.get("/reviews/integrity").text


def test_a_note_without_a_judgement_is_asked_for_again_with_what_was_typed(browser, logs, dr_li):
    answer = browser(cast.ZHAO).post(address(dr_li), data={"words": "已当面问过"})

    assert answer.status_code == 422 and "已当面问过" in answer.text
    assert not db.session.scalars(sa.select(FindingNote)).all()


def test_what_is_not_found_any_more_cannot_be_judged(browser, logs, dr_li):
    answer = browser(cast.ZHAO).post(address(dr_li, "heaped"), data={"judgement": "watched"})

    assert answer.status_code == 422 and "现在已经没有了" in answer.text


def test_the_county_reads_and_does_not_judge_and_doctors_do_neither(browser, logs, dr_li):
    county, doctor = browser(cast.COUNTY_OFFICE), browser(cast.DR_LI)

    assert county.get(address(dr_li)).status_code == 200
    assert "保存核对意见" not in county.get(address(dr_li)).text
    assert county.post(address(dr_li), data={"judgement": "watched"}).status_code == 403
    assert doctor.get("/reviews/integrity").status_code == 403


def test_a_doctor_of_another_place_and_a_signal_there_is_none_of_are_absent(browser, logs, admin):
    supervisor = browser(cast.ZHAO)

    assert supervisor.get(address(admin)).status_code == 404
    assert supervisor.get("/reviews/integrity/nothing/1").status_code == 404
    assert supervisor.get(f"/reviews/integrity?village={cast.OTHER_TOWN}").status_code == 404


def test_each_signal_says_what_it_means_and_does_not_mean(browser):
    page = browser(cast.ZHAO).get("/reviews/integrity/meanings").text

    assert all(signal.zh in page for signal in Signal)
    assert page.count("不说明什么") == len(Signal)


def test_panel_and_logs_are_taken_away(browser, logs, dr_li):
    supervisor = browser(cast.ZHAO)

    panel = load_workbook(BytesIO(supervisor.get("/reviews/integrity.xlsx").data)).active
    behind = load_workbook(BytesIO(supervisor.get(address(dr_li, rest="/list.xlsx")).data)).active

    assert [cell.value for cell in panel[2]][:5] == ["李秀兰", 10, "数值重复", 10, 10]
    assert behind.max_row == 11 and behind["F2"].value == "血压 132/84"


def test_an_earlier_month_is_empty_where_nothing_was_filed(browser, logs):
    page = browser(cast.ZHAO).get("/reviews/integrity?month=2026-03").text

    assert "这个月还没有录入随访" in page
