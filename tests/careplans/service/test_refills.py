"""Medicine given out reaches the duties: the refill is owed on the right day and goes when it should."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest

from app.careplans.models import CarePlan, MedicineIssue
from app.careplans.rules.issuing import IssueEntry
from app.careplans.rules.vocabulary import Disease, EndReason, Step
from app.careplans.service.issuing import issue_medicine, void_issue
from app.careplans.service.refills import keep_refills, once_at_the_end
from app.careplans.service.steps import end_plan
from app.core import clock
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.queries import find_open_duty, list_lines
from app.duties.service import enrol
from app.policy.terms import Condition, Outcome
from app.record.rules import MergeChoice
from app.record.service import merge, undo_merge
from tests import cast
from tests.careplans.conftest import a_plan

TODAY = cast.TODAY
LATER = date(2026, 6, 8)


def owed(person):
    return find_open_duty(person.id, "refill-due")


def closed(person):
    return [line.outcome for line in list_lines(person.id) if line.rule_id == "refill-due"]


def give_out(version, by, on: date, days: int = 28) -> MedicineIssue:
    with clock.standing_at(on):
        return _issue(version, by, on, days)


def _issue(version, by, on: date, days: int = 28) -> MedicineIssue:
    with transaction("careplan.issue", by=by):
        entry = IssueEntry(client_key=uuid4(), issued_on=on, days=days)
        return issue_medicine(db.session.get_one(CarePlan, version.plan_id), entry, by=by)


def test_a_plan_signed_with_its_medicine_owes_the_refill_a_week_before_it_runs_out(granny_chen, signed):
    duty = owed(granny_chen)

    assert duty is not None
    assert (duty.opens_on, duty.due_on) == (date(2026, 6, 3), date(2026, 6, 10))
    assert duty.why.zh == "续方取药应于 6 月 10 日完成：上次 5 月 20 日开药，6 月 17 日用完。"


def test_what_is_given_out_to_many_is_worked_out_once_at_the_end(granny_chen, dr_zhou, write):
    version = write(granny_chen, by=dr_zhou, step=Step.SIGNED)

    with transaction("careplan.issue", by=dr_zhou), once_at_the_end():
        entry = IssueEntry(client_key=uuid4(), issued_on=TODAY, days=28)
        issue_medicine(db.session.get_one(CarePlan, version.plan_id), entry, by=dr_zhou)
        assert owed(granny_chen) is None

    assert owed(granny_chen).due_on == date(2026, 6, 10)


def test_a_plan_signed_without_giving_anything_out_owes_no_refill(granny_chen, dr_zhou, write):
    write(granny_chen, by=dr_zhou, step=Step.SIGNED)

    assert owed(granny_chen) is None


def test_medicine_fetched_in_time_settles_it_and_voided_it_stands_again(granny_chen, signed, dr_zhou):
    issue = give_out(signed, dr_zhou, LATER)
    fetched = owed(granny_chen), closed(granny_chen)

    with transaction("careplan.issue.void", by=dr_zhou):
        void_issue(issue, reason="开错日期", by=dr_zhou)

    assert fetched[0] is not None and fetched[0].due_on == date(2026, 7, 8)
    assert fetched[1] == [Outcome.DONE]
    duty = owed(granny_chen)
    assert duty is not None and duty.due_on == date(2026, 6, 10)
    assert closed(granny_chen) == []


def test_a_plan_that_ended_owes_no_refill_any_more(granny_chen, signed, dr_zhou):
    with clock.standing_at(LATER), transaction("careplan.end", by=dr_zhou):
        plan = db.session.get_one(CarePlan, signed.plan_id)
        end_plan(plan, on=LATER, reason=EndReason.ELSEWHERE, by=dr_zhou)

    assert owed(granny_chen) is None
    assert closed(granny_chen) == [Outcome.WITHDRAWN]


def test_a_version_without_medicine_owes_no_refill_any_more(granny_chen, signed, dr_zhou, write):
    with clock.standing_at(LATER):
        changes = {"starts_on": LATER, "based_on_id": signed.id, "plan": a_plan(medicines=())}
        write(granny_chen, by=dr_zhou, step=Step.SIGNED, **changes)

    assert owed(granny_chen) is None


@pytest.fixture
def other(granny_chen, dr_zhou, write):
    """Granny Chen's second plan, for diabetes, signed without medicine given out yet."""
    with transaction("person.enrol", by=dr_zhou):
        enrol(granny_chen, condition=Condition.DIABETES, starts_on=TODAY, basis="认定")
    return write(granny_chen, by=dr_zhou, step=Step.SIGNED, disease=Disease.DIABETES)


def test_of_two_plans_the_first_to_run_out_is_owed(granny_chen, signed, other, dr_zhou):
    give_out(other, dr_zhou, TODAY, days=14)

    duty = owed(granny_chen)

    assert duty is not None and duty.due_on == TODAY + timedelta(days=7)


@pytest.mark.parametrize("times", [1, 2])
def test_told_again_it_says_the_same(granny_chen, signed, times):
    before = owed(granny_chen)

    for _ in range(times):
        with transaction("careplan.issue", by=COMMAND_LINE):
            keep_refills(granny_chen.id)

    assert owed(granny_chen) == before


def test_of_two_who_give_out_at_once_each_half_the_later_sees_both(app, granny_chen, signed, other, dr_zhou):
    give_out(other, dr_zhou, TODAY)

    with clock.standing_at(LATER):
        giving = [threading.Thread(target=_apart, args=(app, each, dr_zhou)) for each in (signed, other)]
        for each in giving:
            each.start()
        for each in giving:
            each.join()

    db.session.expire_all()
    duty = owed(granny_chen)
    assert duty is not None and duty.due_on == date(2026, 7, 8)
    assert closed(granny_chen) == [Outcome.DONE]


def _apart(app, version, by):
    with app.app_context():
        _issue(version, by, LATER)
        db.session.remove()


def test_medicine_given_out_while_two_records_were_one_goes_back_with_its_plan(granny_chen, dr_zhou, write):
    double = cast.a_person(name="陈桂英", identity="", sex="2", conditions=("hypertension",))
    version = write(double, by=dr_zhou, step=Step.SIGNED, issues=True)
    with transaction("person.merge", by=dr_zhou):
        choice = MergeChoice({}, None, (granny_chen.version, double.version))
        done = merge(granny_chen, double, choice, by=dr_zhou)
    give_out(version, dr_zhou, LATER)
    merged = owed(granny_chen)

    with transaction("person.part", by=dr_zhou):
        undo_merge(done, granny_chen, double, by=dr_zhou)

    back = owed(double)
    assert merged is not None and back is not None
    assert merged.due_on == back.due_on == date(2026, 7, 8)
    assert owed(granny_chen) is None
