"""The plans on a resident's page: what is in force, what waits, until when medicine lasts, how it was taken."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from app.careplans.queries.plans import get_version
from app.careplans.rules.checks import CheckEntry
from app.careplans.rules.vocabulary import Step, Taken, WhyNot
from app.careplans.service.writing import write_version
from app.core.transaction import transaction
from app.visits.service import file_visit
from tests import cast
from tests.careplans.conftest import a_draft


@pytest.fixture
def plan(granny_chen, dr_zhou):
    """Granny Chen's plan in force, its medicine given out for four weeks from today."""
    with transaction("careplan.sign", by=dr_zhou):
        draft = a_draft(client_key=uuid4(), step=Step.SIGNED, issues=True)
        version = write_version(granny_chen, draft, by=dr_zhou)
    return get_version(version.id, reader=dr_zhou)


@pytest.fixture
def told(plan, granny_chen, dr_li):
    """File a visit at which it was told how the plan is kept: `told(Taken.PARTLY, on=date(2026, 4, 1))`."""

    def _told(taken, *, on=cast.TODAY, **answers):
        checks = (CheckEntry(plan.plan_id, plan.id, taken, why=(WhyNot.FORGOT,)),)
        entry = cast.a_visit(visited_on=on, checks=checks, **answers)
        with transaction("visit.file", by=dr_li):
            return file_visit(entry, person=granny_chen, doctor=dr_li)

    return _told


def test_a_resident_without_a_plan_is_told_so_with_the_way_to_one(doctor, granny_chen):
    page = doctor.get(f"/people/{granny_chen.id}").text

    assert "没有诊疗方案" in page
    assert f"/people/{granny_chen.id}/careplans/new" in page and "近两年的用药" not in page


def test_the_plan_in_force_stands_on_the_page_with_the_day_the_medicine_runs_out(doctor, granny_chen, plan):
    page = doctor.get(f"/people/{granny_chen.id}").text

    assert "第 1 版执行中" in page and "周明" in page
    assert "药用到 6 月 17 日" in page
    assert f"/careplans/{plan.plan_id}/issue" in page


def test_a_plan_that_waits_for_its_signature_says_so(doctor, granny_chen, dr_li):
    with transaction("careplan.propose", by=dr_li):
        write_version(granny_chen, a_draft(client_key=uuid4()), by=dr_li)

    page = doctor.get(f"/people/{granny_chen.id}").text

    assert "待签字" in page and "还没有生效" in page


def test_who_only_reads_has_no_button_to_write(supervisor, granny_chen, plan):
    page = supervisor.get(f"/people/{granny_chen.id}").text

    assert "第 1 版执行中" in page
    assert f"/careplans/{plan.plan_id}/issue" not in page
    assert f"/people/{granny_chen.id}/careplans/new" not in page


def test_how_medicine_was_taken_stands_below_the_curves_with_a_table_of_the_answers(
    doctor, granny_chen, told
):
    told(Taken.AS_AGREED, on=date(2026, 4, 1))
    last = told(Taken.PARTLY)

    page = doctor.get(f"/people/{granny_chen.id}").text

    assert "高血压 · 最近：部分" in page
    assert "高血压：2 次回答，最近一次 部分。" in page
    assert f"/visits/{last.id}" in page and "看用药情况（2 次）" in page
    assert page.index('aria-labelledby="pressure-title') < page.index('aria-labelledby="taken-title')


def test_where_nothing_was_measured_the_strip_stands_alone(doctor, granny_chen, told):
    told(Taken.NOT, answers={"symptoms": ["none"]})

    page = doctor.get(f"/people/{granny_chen.id}").text

    assert "近两年的用药" in page and "近两年的血压和血糖" not in page
