"""A version is written once, by whom it may be, for whom it concerns."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.careplans.models import CarePlan, MedicineIssue, PlanVersion
from app.careplans.queries.plans import list_issues, list_plans, list_versions
from app.careplans.rules.draft import NotHeld, Stale
from app.careplans.rules.plan import LongTerm
from app.careplans.rules.vocabulary import Disease, Step
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.service import withdraw
from app.people.service import set_death
from app.policy.terms import Condition
from tests import cast
from tests.careplans.conftest import PLAN, a_medicine, a_plan

LONG = LongTerm("血压平稳三个月", taught=True, note="每月随访", signed_by="陈桂英")


def test_a_version_is_read_as_it_was_written(granny_chen, dr_li, write):
    written = write(granny_chen, by=dr_li, step=Step.DRAFTED)

    assert written.plan == PLAN
    assert (written.number, written.by_name, written.state) == (1, "李秀兰", Step.DRAFTED)
    assert (written.person_id, written.disease) == (granny_chen.id, Disease.HYPERTENSION)


def test_the_same_draft_delivered_twice_is_one_version(granny_chen, dr_li, write):
    key = uuid4()

    first, second = (write(granny_chen, by=dr_li, client_key=key) for _ in range(2))

    assert first == second
    assert db.session.scalar(sa.select(sa.func.count(PlanVersion.id))) == 1


def test_a_draft_on_record_for_somebody_else_is_refused(granny_chen, dr_li, write):
    other, key = cast.a_person(conditions=("hypertension",)), uuid4()
    write(granny_chen, by=dr_li, client_key=key)

    with pytest.raises(Conflict):
        write(other, by=dr_li, client_key=key)

    assert list_plans(other.id) == ()


def test_a_plan_for_a_disease_not_on_record_offers_the_enrolment(granny_chen, dr_li, write):
    with pytest.raises(NotHeld) as refused:
        write(granny_chen, by=dr_li, disease=Disease.COPD)

    assert refused.value.disease is Disease.COPD
    assert "慢阻肺" in refused.value.text.zh
    assert list_plans(granny_chen.id) == ()


def test_a_heavier_form_of_a_disease_counts_as_the_disease(app, dr_li, write):
    ill = cast.a_person(conditions=("diabetes-insulin",))

    written = write(ill, by=dr_li, disease=Disease.DIABETES)

    assert written.disease is Disease.DIABETES


def test_somebody_who_died_gets_no_plan(granny_chen, dr_li, write):
    with transaction("person.leave", by=COMMAND_LINE):
        set_death(granny_chen, on=cast.TODAY)

    with pytest.raises(Refused, match="陈桂英"):
        write(granny_chen, by=dr_li)

    assert list_plans(granny_chen.id) == ()


def test_a_village_doctor_proposes_and_does_not_sign(granny_chen, dr_li, write):
    with pytest.raises(Refused, match="乡村医生提出") as refused:
        write(granny_chen, by=dr_li, step=Step.SIGNED)

    assert refused.value.status == 422
    assert list_plans(granny_chen.id) == ()


def test_a_supervisor_writes_no_plan(granny_chen, zhao, write):
    with pytest.raises(Forbidden):
        write(granny_chen, by=zhao, step=Step.DRAFTED)

    assert list_plans(granny_chen.id) == ()


@pytest.mark.parametrize(
    "day", [cast.TODAY + timedelta(days=1), date(1900, 1, 1)], ids=["tomorrow", "before the birth"]
)
def test_a_plan_starts_between_the_birth_and_today(granny_chen, dr_li, write, day):
    with pytest.raises(Refused, match="起始日"):
        write(granny_chen, by=dr_li, starts_on=day)

    assert list_plans(granny_chen.id) == ()


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"dose": 0}, "量"),
        ({"days": 0}, "天"),
        ({"days": 400, "quantity": 400}, "天数"),
        ({"days": 90, "quantity": 90}, "12 周"),
    ],
)
def test_what_cannot_be_carried_out_is_refused(granny_chen, dr_zhou, write, changes, rule):
    with pytest.raises(Refused, match=rule):
        write(granny_chen, by=dr_zhou, step=Step.SIGNED, plan=a_plan(medicines=(a_medicine(**changes),)))

    assert list_plans(granny_chen.id) == ()


def test_a_draft_may_be_unfinished(granny_chen, dr_li, write):
    unfinished = a_plan(medicines=(a_medicine(quantity=0),))

    assert write(granny_chen, by=dr_li, step=Step.DRAFTED, plan=unfinished).plan == unfinished


def test_over_four_weeks_the_four_conditions_are_demanded(granny_chen, dr_zhou, write):
    eight_weeks = a_plan(medicines=(a_medicine(days=56, quantity=56),))

    with pytest.raises(Refused):
        write(granny_chen, by=dr_zhou, step=Step.SIGNED, plan=eight_weeks)
    version = write(
        granny_chen,
        by=dr_zhou,
        step=Step.SIGNED,
        plan=a_plan(medicines=eight_weeks.medicines, long_term=LONG),
    )

    assert version.plan.long_term == LONG


def test_what_a_family_doctor_signs_is_in_force_and_its_medicine_given_out(granny_chen, signed):
    (row,) = list_plans(granny_chen.id)
    (given,) = list_issues(signed.plan_id)

    assert (row.in_force, row.waiting, row.draft) == (signed, None, None)
    assert (signed.signed_by, signed.signed_on) == ("周明", cast.TODAY)
    assert (given.version_id, given.issued_on, given.days) == (signed.id, cast.TODAY, 28)
    assert row.runs_out_on == given.runs_out_on == cast.TODAY + timedelta(days=28)


def test_without_the_tick_no_medicine_is_given_out(granny_chen, dr_zhou, write):
    version = write(granny_chen, by=dr_zhou, step=Step.SIGNED)

    assert list_issues(version.plan_id) == ()


def test_a_plan_without_medicine_is_signed_and_gives_none_out(granny_chen, dr_zhou, write):
    version = write(granny_chen, by=dr_zhou, step=Step.SIGNED, issues=True, plan=a_plan(medicines=()))

    assert version.state is Step.SIGNED
    assert db.session.scalar(sa.select(sa.func.count(MedicineIssue.id))) == 0


def test_a_proposal_leaves_what_is_in_force_alone(granny_chen, dr_li, signed, write):
    proposed = write(granny_chen, by=dr_li, based_on_id=signed.id)

    (row,) = list_plans(granny_chen.id)
    assert (row.in_force, row.waiting) == (signed, proposed)
    assert (proposed.number, proposed.plan_id) == (2, signed.plan_id)


def test_a_doctor_revises_a_proposal_and_signs_it(granny_chen, dr_li, dr_zhou, signed, write):
    proposed = write(granny_chen, by=dr_li, based_on_id=signed.id)

    revised = write(granny_chen, by=dr_zhou, step=Step.SIGNED, based_on_id=proposed.id)

    states = [version.state for version in list_versions(signed.plan_id)]
    assert states == [Step.SIGNED, Step.REPLACED, Step.REPLACED]
    assert list_plans(granny_chen.id)[0].in_force == revised


def test_of_two_who_revise_one_version_the_second_sees_what_the_first_wrote(
    granny_chen, dr_li, dr_zhou, signed, write
):
    first = write(granny_chen, by=dr_li, based_on_id=signed.id)

    with pytest.raises(Stale, match=r"李秀兰 5 月 20 日 09:00 写的第 2 版") as stale:
        write(granny_chen, by=dr_zhou, step=Step.SIGNED, based_on_id=signed.id)

    assert stale.value.newer_id == first.id
    assert [version.number for version in list_versions(signed.plan_id)] == [2, 1]


def test_a_second_first_version_is_stale_too(granny_chen, dr_li, write):
    first = write(granny_chen, by=dr_li, step=Step.DRAFTED)

    with pytest.raises(Stale) as stale:
        write(granny_chen, by=dr_li)

    assert stale.value.newer_id == first.id


def test_a_draft_written_on_is_replaced_by_what_came_of_it(granny_chen, dr_li, write):
    draft = write(granny_chen, by=dr_li, step=Step.DRAFTED)

    proposed = write(granny_chen, by=dr_li, based_on_id=draft.id)

    (row,) = list_plans(granny_chen.id)
    assert (row.draft, row.waiting) == (None, proposed)
    assert [version.state for version in list_versions(draft.plan_id)] == [Step.PROPOSED, Step.REPLACED]


def test_a_version_of_another_disease_is_not_written_on(app, dr_li, write):
    both = cast.a_person(conditions=("hypertension", "diabetes"))
    pressure = write(both, by=dr_li)

    with pytest.raises(Conflict):
        write(both, by=dr_li, disease=Disease.DIABETES, based_on_id=pressure.id)
    write(both, by=dr_li, disease=Disease.DIABETES)

    assert [row.disease for row in list_plans(both.id)] == [Disease.HYPERTENSION, Disease.DIABETES]


def test_an_enrolment_that_ended_lets_nothing_be_signed(granny_chen, dr_li, dr_zhou, write):
    proposed = write(granny_chen, by=dr_li)
    with transaction("person.withdraw", by=COMMAND_LINE):
        withdraw(granny_chen, on=cast.TODAY, reason="误诊", condition=Condition.HYPERTENSION)

    with pytest.raises(NotHeld):
        write(granny_chen, by=dr_zhou, step=Step.SIGNED, based_on_id=proposed.id)

    assert db.session.scalar(sa.select(CarePlan.in_force_id)) is None
