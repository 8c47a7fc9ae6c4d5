"""The campaign's page: progress, who is not met yet, and what is to be told."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests import cast


@pytest.fixture
def supervisor(client, sign_in):
    """A browser in which supervisor Zhao is signed in."""
    return sign_in(client, cast.ZHAO)


@pytest.fixture
def doctor(app, sign_in):
    """A browser in which Dr Li is signed in."""
    return sign_in(app.test_client(), cast.DR_LI)


def test_the_page_agrees_with_a_count_by_hand(supervisor, campaign):
    page = supervisor.get("/campaign").text

    assert "应见 7 人，按期见面 2 人，截止后补见 1 人，还差 3 人" in page
    assert "另有暂缓 1 人" in page
    for name in ("丙未见", "庚去世", "壬电话"):
        assert name in page
    for name in ("甲早见", "乙补见", "丁住院", "戊新增", "己退出", "辛按期"):
        assert name not in page


def test_a_village_stands_alone_with_its_own_counts(supervisor, campaign):
    page = supervisor.get(f"/campaign?village={cast.SHIQIAO}").text

    assert "应见 2 人，按期见面 1 人，截止后补见 0 人，还差 1 人" in page
    assert "壬电话" in page and "丙未见" not in page


@pytest.mark.parametrize(("state", "name"), [("met", "甲早见"), ("late", "乙补见"), ("excused", "丁住院")])
def test_every_number_leads_to_its_people(supervisor, campaign, state, name):
    page = supervisor.get(f"/campaign?state={state}").text

    assert name in page and "丙未见" not in page


def test_the_doctor_goes_on_to_the_meeting_itself(doctor, supervisor, campaign):
    address = f"/people/{campaign['丙未见'].id}/visits/new?kind=meeting"

    assert address in doctor.get("/campaign").text
    assert address not in supervisor.get("/campaign").text


def test_the_next_campaign_can_be_looked_at_before_it_begins(doctor, campaign):
    page = doctor.get("/campaign?year=2027").text

    assert "2027 年 1 月 1 日开始，应见 5 人" in page
    assert "记录见面" not in page


def test_a_year_before_anything_was_owed_is_empty_and_says_so(doctor, campaign):
    assert "应见 0 人" in doctor.get("/campaign?year=2025").text


def test_the_table_holds_everybody_of_the_campaign_and_how_they_stand(supervisor, campaign):
    answer = supervisor.get("/campaign/table")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    rows = {row[2]: row[3] for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows == {
        "甲早见": "已见",
        "乙补见": "补见",
        "丙未见": "未见",
        "丁住院": "暂缓",
        "庚去世": "未见",
        "辛按期": "已见",
        "壬电话": "未见",
    }


def test_what_is_to_be_told_stands_on_one_page_with_its_articles(doctor):
    page = doctor.get("/campaign/points").text

    assert "六安市加强参保人员就医服务管理的若干举措" in page
    assert "/policy/luan-2024-24#article-9" in page
    assert "2023 年没有可讲的政策条款" in doctor.get("/campaign/points?year=2023").text


def test_another_villages_doctor_sees_none_of_them(client, sign_in, campaign):
    stranger = sign_in(client, cast.DR_WANG)

    for address in ("/campaign", f"/campaign?village={cast.LIUTANG}"):
        assert "丙未见" not in stranger.get(address).text
