"""Lists taken away: each workbook names whom its page names, to nobody else, and the trail knows who took it."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from app.audit.models import AuditEntry
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.service import excuse, reckon
from app.policy.terms import ExcuseReason, Kind
from app.schedule.service import appoint
from app.visits.service import file_visit
from tests import cast
from tests.house.routes import TABLE

PHONE = "13855550123"
# A page, the workbook of it, the column of the names, and whom both name to Dr Li.
LISTS = [
    ("/duties", "/duties/list.xlsx", "姓名", {"陈桂英", "刘二"}),
    ("/duties?state=excused", "/duties/list.xlsx?state=excused", "姓名", {"王六"}),
    ("/people", "/people/list.xlsx", "姓名", {"陈桂英", "刘二", "赵四", "孙五", "王六"}),
    ("/rounds", "/rounds/table", "姓名", {"陈桂英"}),
    ("/campaign", "/campaign/table", "姓名", {"陈桂英"}),
    ("/screening?part=unmeasured", "/screening/list.xlsx?part=unmeasured", "姓名", {"赵四", "孙五", "王六"}),
    ("/screening?part=under-way", "/screening/list.xlsx?part=under-way", "姓名", {"孙五"}),
    ("/contracts/people?standing=unsigned", "/contracts/people.xlsx?standing=unsigned", "姓名",
     {"陈桂英", "刘二", "赵四", "孙五", "王六"}),
    ("/plan", "/plan/list.xlsx", "姓名", {"刘二"}),
    ("/plan/day/2026-05-20", "/plan/day/2026-05-20/list.xlsx", "姓名", {"刘二"}),
]  # fmt: skip
NAMES = {"陈桂英", "刘二", "赵四", "孙五", "王六", "吴远"}


@pytest.fixture
def village(granny_chen, dr_li):
    """Five people of 柳塘村: two with hypertension, one healthy, one raised once, one excused; and a stranger elsewhere."""
    since = date(2026, 1, 1)
    liu = cast.a_person(name="刘二", conditions=("hypertension",), phone=PHONE)
    zhao = cast.a_person(name="赵四", born_on=date(1980, 1, 1))
    sun = cast.a_person(name="孙五", born_on=date(1980, 1, 1))
    wang = cast.a_person(name="王六", born_on=date(1990, 1, 1), conditions=("diabetes",), since=since)
    cast.a_person(
        name="吴远", area_code=cast.SHIQIAO, conditions=("hypertension",), categories=("destitute-scattered",)
    )
    with transaction("test.village", by=COMMAND_LINE):
        reckon([zhao.id, sun.id])
        excuse(wang, reason=ExcuseReason.IN_HOSPITAL, from_on=cast.TODAY, return_on=date(2026, 8, 1), note="")
        appoint(liu, doctor=dr_li, on=cast.TODAY)
    raised = cast.a_visit(kinds=(Kind.GENERAL,), answers={"systolic": 152, "diastolic": 96}, results={})
    with transaction("visit.file", by=dr_li):
        file_visit(raised, person=sun, doctor=dr_li)
    return liu


def _rows(browser, address):
    headings, *rows = load_workbook(io.BytesIO(browser.get(address).data)).active.iter_rows(values_only=True)
    return [dict(zip(headings, row, strict=True)) for row in rows]


@pytest.mark.parametrize(("page", "table", "column", "names"), LISTS, ids=[each[1] for each in LISTS])
def test_a_workbook_names_whom_its_page_names(client, sign_in, village, page, table, column, names):
    sign_in(client, cast.DR_LI)

    shown = client.get(page).text

    assert {name for name in NAMES if name in shown} == names
    assert {row[column] for row in _rows(client, table)} == names


def test_every_page_leads_to_its_workbook(client, sign_in, village):
    sign_in(client, cast.DR_LI)

    for page, table, _column, _names in LISTS:
        path = table.partition("?")[0]
        assert re.search(rf'<a class="btn"[^>]* href="{path}', client.get(page).text), page


def test_no_workbook_holds_a_whole_number_and_each_is_on_the_trail(client, sign_in, village, dr_li):
    sign_in(client, cast.DR_LI)
    secrets = (PHONE, cast.an_identity(serial=1))

    for _page, table, _column, _names in LISTS:
        said = {str(cell) for row in _rows(client, table) for cell in row.values()}
        assert not [cell for cell in said if any(secret in cell for secret in secrets)], table

    taken = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action.like("%.take-away"))).all()
    assert len(taken) == len(LISTS)
    assert {entry.actor_id for entry in taken} == {dr_li.id}


def test_a_search_is_taken_away_as_it_was_narrowed(client, sign_in, village):
    sign_in(client, cast.DR_LI)
    found = client.get(client.post("/people", data={"q": "刘"}).location).text
    address = re.search(r'href="(/people/list\.xlsx\?find=[^"]+)"', found).group(1)

    assert [row["姓名"] for row in _rows(client, address)] == ["刘二"]
    assert "刘" not in address


def test_a_supervisor_takes_no_disease_away_that_only_doctors_read_of(client, sign_in, village):
    ill = cast.a_person(name="周七", conditions=("mental-disorder",))
    sign_in(client, cast.ZHAO)

    for table in ("/duties/list.xlsx", "/people/list.xlsx", "/contracts/people.xlsx", "/contracts/list.xlsx"):
        said = " ".join(str(cell) for row in _rows(client, table) for cell in row.values())
        assert "精神" not in said, table
    assert ill.name in {row["姓名"] for row in _rows(client, "/people/list.xlsx")}


def test_the_coverage_taken_away_adds_up_to_the_page(client, sign_in, village):
    sign_in(client, cast.DR_LI)

    rows = {row["人群"]: row for row in _rows(client, "/contracts/list.xlsx")}

    assert "在册居民 5 人，已签约 0 人" in client.get("/contracts").text
    assert (rows["全部居民"]["人数"], rows["全部居民"]["已签"], rows["全部居民"]["未签"]) == (5, 0, 5)
    assert (rows["高血压"]["人数"], rows["2 型糖尿病"]["人数"]) == (2, 1)


def test_whoever_reads_counts_only_takes_counts_only(client, sign_in, village):
    sign_in(client, cast.INSURER)

    assert client.get("/contracts/list.xlsx").status_code == 200
    for _page, table, _column, _names in LISTS:
        assert client.get(table).status_code == 403, table
    assert TABLE["contracts.take_coverage"].who > TABLE["contracts.take_teams"].who
