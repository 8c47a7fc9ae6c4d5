"""The round on paper, and as a table."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from tests import cast


@pytest.fixture
def doctor(client, sign_in):
    """A browser in which Dr Li is signed in."""
    return sign_in(client, cast.DR_LI)


def test_the_sheet_has_four_boxes_a_name_and_a_place_to_sign(doctor, granny_chen):
    page = doctor.get("/rounds/sheet").text

    assert "柳塘村 特困分散供养人员每周巡查表" in page
    assert page.count("☐") == 4
    assert "陈桂英" in page and "巡查医生签名" in page and "本人或见证人签名" in page


def test_what_is_on_record_already_is_ticked_on_the_sheet(doctor, granny_chen, seen):
    seen(granny_chen, date(2026, 5, 18))

    page = doctor.get("/rounds/sheet").text

    assert (page.count("☑"), page.count("☐")) == (4, 0)
    assert "已录入" in page


def test_the_table_holds_the_week_and_the_eleven_before(doctor, twelve_weeks):
    answer = doctor.get("/rounds/table")

    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    headings, row = ([cell.value for cell in line] for line in sheet.iter_rows())
    assert headings[:5] == ["村", "组", "姓名", "本周", "上次"] and headings[-1] == "2026-05-18"
    assert row[:5] == ["柳塘村", "二组", "仇金宝", "本周未巡", "2026-05-09"]
    assert row[5:] == [
        None,
        "已巡",
        "漏巡",
        "已巡",
        "暂缓",
        "暂缓",
        "已巡",
        "漏巡",
        "漏巡",
        "已巡",
        "漏巡",
        "本周未巡",
    ]
