"""The forms of a month as a sheet: the boxes of the printed form, a row for each visit."""

from __future__ import annotations

import io
import re

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from app.audit.models import AuditEntry
from app.core.db import db
from app.policy.terms import Kind, Result
from app.visits.sections import SECTIONS
from app.visits.views import sheets
from tests import cast

READING = {"systolic": 152, "diastolic": 96, "weight": 61.5, "smoking_daily": 5}


def _sheet(browser, kind="hypertension", query=""):
    """Return the sheet of a kind: its headings, and each row by heading."""
    response = browser.get(f"/visits/forms/{kind}.xlsx{query}")
    assert response.status_code == 200
    headings, *rows = load_workbook(io.BytesIO(response.data)).active.iter_rows(values_only=True)
    return list(headings), [dict(zip(headings, row, strict=True)) for row in rows]


def test_a_row_says_what_the_printed_form_says(doctor, granny_chen, filed):
    visit = filed(
        granny_chen, answers=READING, results={Kind.HYPERTENSION: Result.UNCONTROLLED}, note="下次带药盒"
    )

    _headings, (row,) = _sheet(doctor)

    assert row["姓名"] == "陈桂英" and row["档案编号"] == f"201-{granny_chen.id:05d}"
    assert (row["随访日期"], row["随访方式"], row["随访医生"]) == ("2026-05-20", "2 家庭", "李秀兰")
    assert row["备注"] == "下次带药盒" and row["录入上级系统"] == "还没录入"
    printed = doctor.get(f"/visits/{visit.id}/print").text
    boxes = re.findall(r'<th scope="row">(.*?)</th><td>(.*?)</td>', printed)
    told = {said for label, said in boxes if said and label != "下次随访日期"}
    assert told == {"152/96", "61.5 kg", "5 支", "2 控制不满意"}
    assert told <= set(row.values())


@pytest.mark.parametrize("name", SECTIONS)
def test_every_form_has_its_boxes_as_columns_in_the_order_of_the_paper(doctor, name):
    section = SECTIONS[name]

    headings, rows = _sheet(doctor, section.kinds[0].value)

    labels = [heading.rpartition("：")[2] for heading in headings[7:-3]]
    paper = [cell.label.zh for cell in section.paper if "next_visit" not in cell.names]
    assert rows == []
    if paper:
        assert [heading.endswith(label) for heading, label in zip(headings[7:-3], paper, strict=True)] == [
            True
        ] * len(paper)
    else:
        assert labels


def test_the_sheet_holds_the_kind_the_month_and_the_village_asked_for(
    doctor, family_doctor, granny_chen, filed, dr_wang
):
    over_there = cast.a_person(name="吴远", area_code=cast.SHIQIAO)
    filed(granny_chen)
    filed(granny_chen, kinds=(Kind.DIABETES,), results={}, answers={"fasting_glucose": 6.1})
    filed(granny_chen, visited_on=cast.TODAY.replace(month=4))
    filed(over_there, doctor=dr_wang)

    def names(browser, query=""):
        return [row["姓名"] for row in _sheet(browser, query=query)[1]]

    assert names(doctor) == ["陈桂英"]
    assert names(family_doctor) == ["陈桂英", "吴远"]
    assert names(family_doctor, f"?village={cast.SHIQIAO}") == ["吴远"]
    assert names(doctor, "?month=2026-04") == ["陈桂英"]
    assert names(doctor, "?month=2026-03") == []


def test_a_reader_in_english_gets_english_headings(doctor, granny_chen, filed):
    filed(granny_chen, answers=READING)
    doctor.post("/comfort", data={"language": "en", "next": "/"})

    headings, (row,) = _sheet(doctor)

    assert headings[:2] == ["Name", "File number"]
    assert row["Way"] == "2 Home visit" and row["Entered in the official system"] == "Not entered yet"


def test_the_trail_knows_who_took_how_many_forms_away(doctor, granny_chen, filed, dr_li):
    filed(granny_chen)

    _sheet(doctor)

    taken = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "forms.take-away")).all()
    assert [(entry.actor_id, entry.details) for entry in taken] == [(dr_li.id, {"rows": 1})]


def test_a_list_too_long_ends_with_a_line_that_says_so(doctor, granny_chen, filed, monkeypatch):
    for day in (1, 2, 3):
        filed(granny_chen, visited_on=cast.TODAY.replace(day=day))
    monkeypatch.setattr(sheets, "MOST_FORMS", 2)

    _headings, rows = _sheet(doctor)

    assert [row["随访日期"] for row in rows] == ["2026-05-01", "2026-05-02", None]
    assert "最多导出 2 行" in rows[2]["姓名"]


def test_a_supervisor_gets_no_form_of_what_only_doctors_read(supervisor, filed):
    person = cast.a_person(conditions=("mental-disorder", "hypertension"))
    filed(person, kinds=(Kind.HYPERTENSION, Kind.MENTAL_DISORDER), results={}, note="夜里不睡")

    assert supervisor.get("/visits/forms/mental-disorder.xlsx").status_code == 404
    assert supervisor.get("/visits/forms/nothing.xlsx").status_code == 404
    (row,) = _sheet(supervisor)[1]
    assert row["备注"] is None and "夜里不睡" not in row.values()


def test_the_page_counts_the_forms_of_a_month_by_kind(doctor, granny_chen, filed):
    filed(granny_chen, kinds=(Kind.HYPERTENSION, Kind.DIABETES), results={})
    visit = filed(granny_chen)
    doctor.post("/visits/entering?kind=hypertension", data={"visit": visit.id, "do": "mark"})

    page = doctor.get("/visits/forms").text

    assert "随访表 3 张，已录入 1 张，还有 2 张" in page
    rows = re.findall(
        r'<tr><th scope="row">(.*?)</th>\s*<td>(\d+).*?<a [^>]*>(\d+)<.*?<a [^>]*>(\d+)<', page, re.DOTALL
    )
    assert rows == [("高血压", "2", "1", "1"), ("糖尿病", "1", "0", "1")]
