"""A doctor's work of a month: counted to the visit, listed by day, taken away."""

from __future__ import annotations

import io
import re
from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from app.audit.models import AuditEntry
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.people.queries.places import Move
from app.people.service.moving import move_people
from app.policy.terms import Kind, Mode
from app.visits.rules import AttemptEntry, ContactOutcome, ContactWay
from app.visits.service import correct_visit, note_attempt, void_visit
from tests import cast


@pytest.fixture
def month(granny_chen, dr_li, dr_zhou, filed):
    """May of Dr Li: four visits that count (one late, one mended), one voided, one contact; and a visit of April.

    Dr Zhou visited once in the same village.
    """
    neighbour = cast.a_person(name="刘二", conditions=("hypertension",))
    filed(granny_chen, kinds=(Kind.HYPERTENSION, Kind.WEEKLY_ROUND))
    filed(neighbour, mode=Mode.CLINIC)
    filed(granny_chen, visited_on=date(2026, 5, 18))
    wrong, mistaken = filed(neighbour), filed(neighbour)
    filed(granny_chen, visited_on=date(2026, 4, 30))
    filed(granny_chen, doctor=dr_zhou)
    with transaction("visit.correct", by=dr_zhou):
        correct_visit(wrong, cast.a_visit(), person=neighbour, reason="填错", by=dr_zhou)
    with transaction("visit.void", by=dr_li):
        void_visit(mistaken, reason="记错了人", by=dr_li)
    entry = AttemptEntry(uuid4(), cast.TODAY, ContactWay.PHONE, ContactOutcome.REFUSED)
    with transaction("person.attempt", by=dr_li):
        note_attempt(entry, person=neighbour, doctor=dr_li)
    return neighbour


def _facts(page):
    found = re.findall(r"<dt>(.*?)</dt>\s*<dd>(.*?)</dd>", page, re.DOTALL)
    return {name: " ".join(re.sub(r"<[^>]+>", " ", said).split()) for name, said in found}


def test_a_month_agrees_with_a_count_by_hand(doctor, month):
    facts = _facts(doctor.get("/visits/mine?month=2026-05").text)

    assert facts["随访"] == "4 次，2 人"
    assert facts["补录"] == "1 次（共 4 次）"
    assert facts["更正"] == "1 次（共 4 次）"
    assert facts["作废"] == "1 次，不计入随访"
    assert facts["随访方式"] == "门诊 1 家庭 3"
    assert facts["随访内容"] == "高血压 4 每周巡查 1"
    assert facts["未见到人的联系"] == "1 次 拒绝随访 1"


def test_the_list_names_every_row_with_what_became_of_it(doctor, month):
    page = doctor.get("/visits/mine?month=2026-05").text

    assert "明细（共 6 条）" in page
    assert [page.count(f">{words}</span>") for words in ("补录", "更正", "已更正", "已作废")] == [1, 1, 1, 1]


def test_each_month_stands_for_itself_and_leads_to_its_neighbours(doctor, month):
    april = doctor.get("/visits/mine?month=2026-04").text

    assert _facts(april)["随访"] == "1 次，1 人"
    assert "month=2026-03" in april and "month=2026-05" in april
    assert "month=2026-06" not in doctor.get("/visits/mine").text


def test_a_supervisor_sees_who_worked_and_the_work_of_each(supervisor, month, dr_li, dr_zhou):
    workers = supervisor.get("/visits/work?month=2026-05").text

    named = re.findall(r"doctor=(\d+)[^>]*><b>[^<]*</b> ([^<]*)<", workers)
    assert named == [(str(dr_li.id), "4 次，2 人"), (str(dr_zhou.id), "1 次，1 人")]
    page = supervisor.get(f"/visits/work?doctor={dr_li.id}&month=2026-05").text
    assert _facts(page)["随访"] == "4 次，2 人"


def test_a_doctor_of_elsewhere_is_absent(stranger, supervisor, month, dr_li, insurer):
    for number in (dr_li.id, 10**12):
        assert stranger.get(f"/visits/work?doctor={number}").status_code == 404
    assert supervisor.get(f"/visits/work?doctor={insurer.id}").status_code == 404
    assert stranger.get("/visits/work?month=2026-05").text.count("doctor=") == 0


def test_work_on_somebody_looked_after_elsewhere_by_now_counts_without_a_name(doctor, month):
    with transaction("area.move", by=COMMAND_LINE):
        move_people(Move(cast.SHIQIAO, person_ids=(month.id,)))

    page = doctor.get("/visits/mine?month=2026-05").text

    assert _facts(page)["随访"] == "4 次，2 人"
    assert "刘二" not in page and page.count("（已不在您的辖区）") == 4


def test_what_only_those_who_treat_may_read_of_is_not_named_to_a_supervisor(supervisor, filed, dr_li):
    person = cast.a_person(conditions=("mental-disorder",))
    filed(person, kinds=(Kind.MENTAL_DISORDER,), answers={}, results={})

    page = supervisor.get(f"/visits/work?doctor={dr_li.id}").text

    assert "其他随访" in page and "精神" not in page
    assert _facts(page)["随访"] == "1 次，1 人"


def test_the_month_is_taken_away_as_a_workbook_and_the_trail_knows(doctor, month, dr_li):
    response = doctor.get("/visits/work.xlsx?month=2026-05")

    book = load_workbook(io.BytesIO(response.data))
    by_day, lines = ([list(row) for row in sheet.values] for sheet in book.worksheets)
    assert [row[0] for row in by_day[1:]] == ["2026-05-18", "2026-05-20"]
    assert [row[1:] for row in by_day[1:]] == [[1, 1, 1, 0], [3, 2, 0, 1]]
    assert len(lines) == 7
    taken = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "visit.take-away")).all()
    assert [(entry.actor_id, entry.details) for entry in taken] == [(dr_li.id, {"rows": 6})]


@pytest.mark.parametrize(
    "query", ["month=x", "month=2026-13", "page=99", "page=-1", "month=9999-12", "month=0000-00"]
)
def test_a_wild_address_is_answered_calmly(doctor, month, query):
    assert doctor.get(f"/visits/mine?{query}").status_code == 200
