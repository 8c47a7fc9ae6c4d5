"""The history of a resident, part by part and page by page; the curves; what only those who treat may read."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from app.core import clock
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.service import withdraw
from app.people.models import Contract
from app.policy.terms import Category, Kind
from app.visits.service import file_visit
from tests import cast

PARTS = ("duties", "enrolments", "states", "details")


def _history(browser, person, query=""):
    return browser.get(f"/people/{person.id}/history{query}")


def test_closed_lines_are_leafed_through_thirty_a_page(doctor, granny_chen, dr_li):
    """Twenty weeks, each with a round and a follow-up: forty lines."""
    monday = date(2026, 1, 5)
    with transaction("visit.file", by=dr_li):
        for week in range(20):
            kinds = (Kind.WEEKLY_ROUND, Kind.HYPERTENSION)
            seen = cast.a_visit(visited_on=monday + timedelta(weeks=week), kinds=kinds)
            file_visit(seen, person=granny_chen, doctor=dr_li)

    first, second, third = (_history(doctor, granny_chen, f"?page={page}").text for page in (1, 2, 3))

    assert [len(re.findall(r'<th scope="row">', page)) for page in (first, second)] == [30, 11]
    assert 'rel="next"' in first and 'rel="next"' not in second
    assert "没有更多记录" in third


def test_an_enrolment_that_ended_stays_in_the_history(doctor, granny_chen):
    with transaction("person.withdraw", by=COMMAND_LINE):
        withdraw(granny_chen, category=Category.DESTITUTE_SCATTERED, on=date(2026, 5, 18), reason="退出特困")

    page = _history(doctor, granny_chen, "?part=enrolments").text

    assert "1 月 1 日 – 5 月 18 日" in page and "退出特困" in page
    assert "高血压" in page


def test_a_contract_is_told_on_the_page_and_in_the_history(doctor, granny_chen):
    with transaction("contract.open", by=COMMAND_LINE):
        db.session.add(
            Contract(
                person_id=granny_chen.id, team="柳塘团队", doctor_name="周明", package="慢病包",
                starts_on=date(2025, 4, 1), ends_on=date(2026, 3, 31), created_at=clock.now(),
            )
        )  # fmt: skip

    page = doctor.get(f"/people/{granny_chen.id}").text
    assert "柳塘团队 · 周明" in page and "已到期" in page
    assert "柳塘团队 · 周明 · 慢病包" in _history(doctor, granny_chen, "?part=enrolments").text


@pytest.mark.parametrize(
    "query", ["?part=x", "?page=0", "?page=-1", "?page=x", "?page=9999999999999&part=states"]
)
def test_a_wild_address_is_answered_calmly(doctor, granny_chen, query):
    assert _history(doctor, granny_chen, query).status_code == 200


@pytest.mark.parametrize("part", PARTS)
def test_a_supervisor_reads_every_part(supervisor, granny_chen, part):
    assert _history(supervisor, granny_chen, f"?part={part}").status_code == 200


def test_a_mental_disorder_is_read_only_by_those_who_treat_it(doctor, supervisor):
    person = cast.a_person(conditions=("mental-disorder", "hypertension"))
    addresses = (f"/people/{person.id}", f"/people/{person.id}/history?part=enrolments")

    for address in addresses:
        assert "严重精神障碍" in doctor.get(address).text
        assert "严重精神障碍" not in supervisor.get(address).text
        assert "高血压" in supervisor.get(address).text


def test_the_curves_stand_on_the_page_with_a_table_and_say_the_target_in_words(doctor, granny_chen, dr_li):
    with transaction("visit.file", by=dr_li):
        for back, systolic in ((60, 162), (30, 148), (0, 136)):
            day = cast.TODAY - timedelta(days=back)
            answers = {"systolic": systolic, "diastolic": 84, "fasting_glucose": 6.2}
            file_visit(cast.a_visit(visited_on=day, answers=answers), person=granny_chen, doctor=dr_li)

    page = doctor.get(f"/people/{granny_chen.id}").text

    assert page.count('<svg class="chart"') == 2
    assert "收缩压 &lt;150" in page and "空腹血糖 &lt;7" in page
    assert len(re.findall(r'class="mark miss"', page)) == 1
    assert "162/84 偏高" in page and "136/84 达标" in page
    assert "收缩压：3 个数值，最近一次 136" in page


def test_without_measurements_there_is_no_chart(doctor, granny_chen):
    assert '<svg class="chart"' not in doctor.get(f"/people/{granny_chen.id}").text
