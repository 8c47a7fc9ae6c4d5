"""Medicine given out: once, no longer than the rule allows, by whom it may be; what was wrong is voided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from app.careplans.models import MedicineIssue
from app.careplans.queries.plans import get_plan, list_issues, list_plans
from app.careplans.rules.issuing import IssueEntry
from app.careplans.rules.plan import LongTerm, Remote
from app.careplans.rules.vocabulary import Step
from app.careplans.service.issuing import issue_medicine, may_void_issue, void_issue
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Refused
from app.core.transaction import transaction
from app.duties.queries import list_duties
from tests import cast
from tests.careplans.conftest import a_medicine, a_plan

LONG = LongTerm("血压平稳三个月", taught=True, note="每月随访", signed_by="陈桂英")
REMOTE = Remote("六安市人民医院", "王主任", cast.TODAY)
START = cast.TODAY - timedelta(days=25)


@pytest.fixture
def standing(granny_chen, dr_zhou, write):
    """A plan in force for 25 days, no medicine given out yet."""
    return write(granny_chen, by=dr_zhou, step=Step.SIGNED, starts_on=START)


def _give(version, by, *, days=28, on=cast.TODAY, **how):
    entry = IssueEntry(client_key=how.pop("key", None) or uuid4(), issued_on=on, days=days, **how)
    plan = get_plan(version.plan_id, reader=by)
    with transaction("careplan.issue", by=by):
        return issue_medicine(plan, entry, by=by).id


def _void(issue_id, by, *, reason="记错了"):
    issue = db.session.get_one(MedicineIssue, issue_id)
    with transaction("careplan.void-issue", by=by):
        void_issue(issue, reason=reason, by=by)


def _refill(person):
    return next((duty for duty in list_duties(person.id) if duty.rule_id == "refill-due"), None)


def test_medicine_is_given_out_and_the_day_it_runs_out_known(standing, dr_li):
    issue_id = _give(standing, dr_li, note="家属代取")

    (given,) = list_issues(standing.plan_id)
    assert (given.id, given.by_name, given.note) == (issue_id, "李秀兰", "家属代取")
    assert given.runs_out_on == cast.TODAY + timedelta(days=28)


def test_the_refill_is_owed_a_week_before_the_medicine_runs_out(granny_chen, dr_zhou, standing):
    _give(standing, dr_zhou, on=START)

    duty = _refill(granny_chen)
    assert duty.due_on == START + timedelta(days=21)


def test_a_click_too_many_gives_nothing_out_twice(standing, dr_li):
    key = uuid4()

    first, second = (_give(standing, dr_li, key=key) for _ in range(2))

    assert first == second
    assert len(list_issues(standing.plan_id)) == 1


def test_a_form_of_another_plan_is_refused(app, standing, dr_zhou, write):
    other = write(cast.a_person(conditions=("hypertension",)), by=dr_zhou, step=Step.SIGNED)
    key = uuid4()
    _give(standing, dr_zhou, key=key)

    with pytest.raises(Conflict):
        _give(other, dr_zhou, key=key)

    assert list_issues(other.plan_id) == ()


def test_over_four_weeks_is_for_the_family_doctor(standing, dr_li, dr_zhou):
    with pytest.raises(Refused, match="4 周"):
        _give(standing, dr_li, days=56, long_term=LONG)
    _give(standing, dr_zhou, days=56, long_term=LONG, remote=REMOTE)

    (given,) = list_issues(standing.plan_id)
    assert (given.days, given.long_term, given.remote) == (56, LONG, REMOTE)


@pytest.mark.parametrize("missing", ["assessment", "taught", "note", "signed_by"])
def test_each_of_the_four_conditions_is_demanded(standing, dr_zhou, missing):
    lacking = replace(LONG, **{missing: False if missing == "taught" else ""})

    with pytest.raises(Refused):
        _give(standing, dr_zhou, days=56, long_term=lacking)

    assert list_issues(standing.plan_id) == ()


@pytest.mark.parametrize("days", [0, -1, 85, 400])
def test_a_time_that_cannot_be_is_refused(standing, dr_zhou, days):
    with pytest.raises(Refused):
        _give(standing, dr_zhou, days=days, long_term=LONG)

    assert list_issues(standing.plan_id) == ()


@pytest.mark.parametrize("day", [cast.TODAY + timedelta(days=1), START - timedelta(days=1)])
def test_medicine_is_given_out_between_the_start_and_today(standing, dr_li, day):
    with pytest.raises(Refused, match="开药日期"):
        _give(standing, dr_li, on=day)

    assert list_issues(standing.plan_id) == ()


def test_nothing_is_given_out_before_the_signature(granny_chen, dr_li, write):
    proposed = write(granny_chen, by=dr_li)

    with pytest.raises(Refused, match="签字"):
        _give(proposed, dr_li)

    assert list_issues(proposed.plan_id) == ()


def test_a_plan_without_medicine_gives_none_out(granny_chen, dr_zhou, write):
    version = write(granny_chen, by=dr_zhou, step=Step.SIGNED, plan=a_plan(medicines=()))

    with pytest.raises(Refused, match="没有药"):
        _give(version, dr_zhou)

    assert list_issues(version.plan_id) == ()


def test_the_shortest_medicine_taken_every_day_says_when_the_next_is_due(granny_chen, dr_zhou, write):
    medicines = (
        a_medicine(),
        a_medicine(code="", name="阿司匹林肠溶片", strength="100mg", days=14, quantity=14),
        a_medicine(code="", name="硝酸甘油片", strength="0.5mg", days=7, as_needed=True, times=0, moments=()),
    )

    write(granny_chen, by=dr_zhou, step=Step.SIGNED, issues=True, plan=a_plan(medicines=medicines))

    assert list_plans(granny_chen.id)[0].runs_out_on == cast.TODAY + timedelta(days=14)


def test_medicine_fetched_early_begins_where_the_one_before_ends(granny_chen, standing, dr_li, dr_zhou):
    first = _give(standing, dr_zhou, on=START)
    _give(standing, dr_li)
    both = list_plans(granny_chen.id)[0].runs_out_on

    _void(first, dr_zhou)

    assert both == START + timedelta(days=56)
    assert list_plans(granny_chen.id)[0].runs_out_on == cast.TODAY + timedelta(days=28)


def test_medicine_noted_late_puts_off_what_was_given_out_since(granny_chen, standing, dr_li):
    _give(standing, dr_li)

    _give(standing, dr_li, on=START)

    assert list_plans(granny_chen.id)[0].runs_out_on == START + timedelta(days=56)


def test_another_dose_does_not_go_on_with_what_is_left_of_the_old_one(granny_chen, standing, dr_zhou, write):
    _give(standing, dr_zhou, on=START, days=84, long_term=LONG)
    doubled = a_plan(medicines=(a_medicine(dose=2, quantity=56),))

    write(granny_chen, by=dr_zhou, step=Step.SIGNED, plan=doubled, based_on_id=standing.id, issues=True)

    assert list_plans(granny_chen.id)[0].runs_out_on == cast.TODAY + timedelta(days=28)


def test_prescriptions_on_end_may_not_hold_together_what_one_may_not(standing, dr_li, dr_zhou):
    _give(standing, dr_zhou)

    with pytest.raises(Refused, match=r"家里还有 28 天的药.*四个条件"):
        _give(standing, dr_li)
    with pytest.raises(Refused, match="签约医生"):
        _give(standing, dr_li, long_term=LONG)
    with pytest.raises(Refused, match="最长不超过 12 周"):
        _give(standing, dr_zhou, days=84, long_term=LONG)
    _give(standing, dr_zhou, days=56, long_term=LONG)

    assert [each.days for each in list_issues(standing.plan_id)] == [56, 28]


def test_a_class_that_may_not_be_prescribed_for_long_is_not_stocked_up_either(granny_chen, dr_zhou, write):
    barred = a_medicine(name="地西泮片", code="", strength="2.5mg")
    version = write(granny_chen, by=dr_zhou, step=Step.SIGNED, plan=a_plan(medicines=(barred,)), issues=True)

    with pytest.raises(Refused, match="不得开长期处方"):
        _give(version, dr_zhou, long_term=LONG)

    assert len(list_issues(version.plan_id)) == 1


def test_what_was_noted_wrongly_is_voided_and_counts_no_more(granny_chen, dr_zhou, standing):
    issue_id = _give(standing, dr_zhou, on=START)

    _void(issue_id, dr_zhou)

    (given,) = list_issues(standing.plan_id)
    assert given.voided_at is not None
    assert given.void_reason == "记错了"
    assert list_plans(granny_chen.id)[0].runs_out_on is None
    assert _refill(granny_chen) is None


def test_a_void_needs_a_reason_and_happens_once(standing, dr_li):
    issue_id = _give(standing, dr_li)

    with pytest.raises(Refused):
        _void(issue_id, dr_li, reason=" ")
    _void(issue_id, dr_li)
    with pytest.raises(Conflict):
        _void(issue_id, dr_li)


def test_a_village_doctor_voids_her_own_only(standing, dr_li, dr_zhou, zhao):
    issue_id = _give(standing, dr_zhou)

    with pytest.raises(Forbidden):
        _void(issue_id, dr_li)

    assert may_void_issue(dr_li.id, by=dr_zhou)
    assert may_void_issue(dr_li.id, by=dr_li)
    assert not may_void_issue(zhao.id, by=zhao)


def test_the_day_it_runs_out_holds_over_the_end_of_a_year(granny_chen, dr_zhou, write):
    since = date(2026, 2, 27)
    version = write(granny_chen, by=dr_zhou, step=Step.SIGNED, starts_on=since, issues=True)

    assert list_issues(version.plan_id)[0].runs_out_on == date(2026, 3, 27)
