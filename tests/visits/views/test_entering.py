"""已录入: ticking off what was typed into the official system, and what a correction undoes."""

from __future__ import annotations

import io
import re

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from app.core.db import db
from app.core.transaction import transaction
from app.policy.terms import Kind
from app.visits.models import EnteredMark
from app.visits.rules import VisitSource
from app.visits.service import correct_visit, void_visit
from tests import cast

ENTERED = "/visits/entering?kind=hypertension&state=entered"


def _enter(browser, *visits, do="mark", kind="hypertension"):
    """Tick some visits and press a button."""
    ticked = {"visit": [visit.id for visit in visits], "do": do}
    return browser.post(f"/visits/entering?kind={kind}", data=ticked)


def _counts(browser, kind="hypertension"):
    page = browser.get(f"/visits/entering?kind={kind}").text
    return tuple(int(n) for n in re.search(r"要录入 (\d+) 张，已录入 (\d+) 张，还有 (\d+) 张", page).groups())


def _listed(browser, address="/visits/entering?kind=hypertension"):
    return [int(n) for n in re.findall(r'name="shown" value="(\d+)"', browser.get(address).text)]


@pytest.fixture
def sent_to(app):
    """Every statement that is sent while a block runs."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.lstrip().upper().startswith(("SELECT", "WITH", "INSERT", "UPDATE", "DELETE")):
            sent.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(db.engine, "before_cursor_execute", note)


@pytest.fixture
def three(granny_chen, filed):
    """Three visits of May for hypertension, one of them for diabetes as well; one of April, one from a list, one struck."""
    visits = [
        filed(granny_chen, visited_on=cast.TODAY.replace(day=day), kinds=kinds, results={})
        for day, kinds in (
            (4, (Kind.HYPERTENSION,)),
            (12, (Kind.HYPERTENSION, Kind.DIABETES)),
            (20, (Kind.HYPERTENSION,)),
        )
    ]
    filed(granny_chen, visited_on=cast.TODAY.replace(month=4))
    filed(granny_chen, visited_on=cast.TODAY.replace(day=1), source=VisitSource.ROSTER)
    return visits


def test_what_was_typed_in_leaves_the_list_and_counts(doctor, three):
    assert _counts(doctor) == (3, 0, 3)

    _enter(doctor, *three[:2])

    assert _counts(doctor) == (3, 2, 1)
    assert _listed(doctor) == [three[2].id]
    assert _listed(doctor, ENTERED) == [visit.id for visit in three[:2]]
    assert "李秀兰 录入" in doctor.get(ENTERED).text


def test_the_sheet_of_the_forms_says_what_was_entered_and_when(doctor, three):
    _enter(doctor, three[0])

    book = load_workbook(io.BytesIO(doctor.get("/visits/forms/hypertension.xlsx").data))

    said = [row[-1] for row in book.active.iter_rows(min_row=2, values_only=True)]
    assert said == ["表格导入，不用录", "已录入 2026-05-20 李秀兰", "还没录入", "还没录入"]


def test_each_kind_of_a_visit_is_entered_for_itself(doctor, three):
    _enter(doctor, three[1])

    assert _counts(doctor, "diabetes") == (1, 0, 1)
    _enter(doctor, three[0], three[1], kind="diabetes")
    assert _counts(doctor, "diabetes") == (1, 1, 0)


def test_a_whole_page_is_marked_at_once_in_one_deed(doctor, three):
    doctor.post(
        "/visits/entering?kind=hypertension", data={"shown": [visit.id for visit in three], "do": "all"}
    )

    assert _counts(doctor) == (3, 3, 0)


def test_a_mark_is_taken_back_and_set_again_without_a_second_row(doctor, three):
    for do in ("mark", "mark", "withdraw", "withdraw", "mark"):
        _enter(doctor, three[0], do=do)

    marks = db.session.scalars(sa.select(EnteredMark)).all()
    assert [(mark.visit_id, mark.withdrawn_at) for mark in marks] == [(three[0].id, None)]


def test_without_a_tick_nothing_happens_and_the_page_says_so(doctor, three):
    response = doctor.post("/visits/entering?kind=hypertension", data={"do": "mark"})

    assert "请先勾选" in response.text
    assert _counts(doctor) == (3, 0, 3)


def test_a_corrected_visit_must_be_entered_again_however_often_it_is_corrected(
    doctor, three, dr_li, granny_chen
):
    _enter(doctor, *three)
    mended = three[0]
    for _ in range(2):
        entry = cast.a_visit(visited_on=mended.visited_on, results={})
        with transaction("visit.correct", by=dr_li):
            mended = correct_visit(mended, entry, person=granny_chen, reason="填错", by=dr_li)

    assert _counts(doctor) == (3, 2, 1)
    assert "更正过，要重新录入" in doctor.get("/visits/entering?kind=hypertension").text
    assert "更正前已录入，更正后要重新录入" in doctor.get(f"/visits/{mended.id}").text
    assert "上级系统里的也要改" in doctor.get(f"/visits/{three[0].id}").text

    _enter(doctor, mended)
    assert "要重新录入" not in doctor.get(f"/visits/{mended.id}").text
    assert "已录入上级系统" in doctor.get(f"/visits/{mended.id}").text


def test_a_struck_visit_and_one_from_a_list_cannot_be_marked(doctor, three, dr_li, filed, granny_chen):
    listed = filed(granny_chen, visited_on=cast.TODAY.replace(day=2), source=VisitSource.ROSTER)
    with transaction("visit.void", by=dr_li):
        void_visit(three[2], reason="记错了人", by=dr_li)

    _enter(doctor, three[2], listed)

    assert db.session.scalar(sa.select(sa.func.count()).select_from(EnteredMark)) == 0
    assert _counts(doctor) == (2, 0, 2)


def test_another_villages_doctor_neither_sees_nor_marks(stranger, three):
    assert _counts(stranger) == (0, 0, 0)

    _enter(stranger, *three)

    assert db.session.scalar(sa.select(sa.func.count()).select_from(EnteredMark)) == 0
    assert stranger.get(f"/visits/entering?village={cast.LIUTANG}").status_code == 404


def test_a_supervisor_reads_the_list_without_ticking_and_nothing_of_what_only_doctors_read(supervisor, three):
    page = supervisor.get("/visits/entering?kind=hypertension").text

    assert "陈桂英" in page and 'name="visit"' not in page
    assert supervisor.get("/visits/entering?kind=mental-disorder").status_code == 404
    assert "精神" not in supervisor.get("/visits/forms").text


@pytest.mark.parametrize("query", ["kind=", "month=x", "page=0", "page=99999999", "state=x", "village=x"])
def test_a_wild_address_is_answered_calmly(doctor, three, query):
    assert doctor.get(f"/visits/entering?{query}").status_code == 200


@pytest.mark.parametrize("sent", ["x", "-1", "99999999999999", "²"])
def test_a_number_that_is_none_marks_nothing(doctor, three, sent):
    response = doctor.post("/visits/entering", data={"visit": sent, "do": "mark"})

    assert response.status_code < 500
    assert db.session.scalar(sa.select(sa.func.count()).select_from(EnteredMark)) == 0


@pytest.mark.parametrize("address", ["/visits/entering?kind=hypertension", "/visits/forms"])
def test_a_page_asks_six_questions_at_most_however_long_the_list(
    doctor, granny_chen, filed, sent_to, address
):
    filed(granny_chen)
    doctor.get(address)
    sent_to.clear()
    doctor.get(address)
    for_one = len(sent_to)

    for day in range(1, 10):
        filed(granny_chen, visited_on=cast.TODAY.replace(day=day))
    sent_to.clear()
    doctor.get(address)

    assert len(sent_to) == for_one <= 6, "\n".join(sent_to)
