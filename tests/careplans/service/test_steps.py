"""Signed, sent back, withdrawn, ended: each by whom it is for, each once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.careplans.queries.plans import get_plan, get_version, list_issues, list_plans, list_versions
from app.careplans.rules.vocabulary import Disease, EndReason, Step
from app.careplans.service.steps import end_plan, send_back, sign, withdraw
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.service import enrol
from app.people.service import set_move
from app.policy.terms import Condition
from tests import cast


@pytest.fixture
def proposed(granny_chen, dr_li, write):
    """A plan Dr Li proposed."""
    return write(granny_chen, by=dr_li)


def _sign(version, by, **how):
    with transaction("careplan.sign", by=by):
        return sign(version, by=by, **how)


def _end(plan_id, by, *, reason=EndReason.RECOVERED, on=cast.TODAY, note=""):
    plan = get_plan(plan_id, reader=by)
    with transaction("careplan.end", by=by):
        end_plan(plan, on=on, reason=reason, note=note, by=by)


def test_a_signature_puts_the_proposal_in_force(granny_chen, dr_li, dr_zhou, proposed):
    done = _sign(proposed, dr_zhou, issues=True, note="同意")

    (row,) = list_plans(granny_chen.id)
    assert (row.in_force, row.waiting) == (done, None)
    assert [(step.step, step.by_name, step.note) for step in done.steps] == [
        (Step.PROPOSED, "李秀兰", ""),
        (Step.SIGNED, "周明", "同意"),
    ]
    assert [given.issued_on for given in list_issues(done.plan_id)] == [cast.TODAY]
    assert done.plan == proposed.plan


def test_the_trail_tells_who_signed_what(granny_chen, dr_zhou, proposed):
    _sign(proposed, dr_zhou)

    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "careplan.sign")).all()
    assert {entry.actor_name for entry in entries} == {"周明"}
    assert {(entry.subject, entry.subject_id) for entry in entries} == {("person", granny_chen.id)}
    told = [entry.details for entry in entries]
    assert {"record": "care_plan", "id": proposed.plan_id, "changed": ["in_force_id", "waiting_id"]} in told
    assert any(entry["record"] == "plan_step" and entry["new"] for entry in told)


def test_a_village_doctor_does_not_sign_what_she_proposed(dr_li, proposed):
    with pytest.raises(Forbidden, match="签约医生"):
        _sign(proposed, dr_li)

    assert get_version(proposed.id, reader=dr_li).state is Step.PROPOSED


def test_of_two_proposals_that_do_not_go_together_the_second_is_not_signed_unasked(
    granny_chen, dr_li, dr_zhou, write
):
    with transaction("person.enrol", by=dr_zhou):
        enrol(granny_chen, condition=Condition.CORONARY, starts_on=cast.TODAY, basis="认定")
    first, second = (
        write(granny_chen, by=dr_li, disease=disease) for disease in (Disease.HYPERTENSION, Disease.CORONARY)
    )

    _sign(first, dr_zhou)
    with pytest.raises(Refused, match="还有一条提醒没有写理由"):
        _sign(second, dr_zhou)

    assert get_version(second.id, reader=dr_zhou).state is Step.PROPOSED


def test_signed_twice_by_one_hand_it_is_signed_once(dr_zhou, proposed):
    first, second = (_sign(proposed, dr_zhou, issues=True) for _ in range(2))

    assert first == second
    assert len(list_issues(proposed.plan_id)) == 1


def test_an_older_version_is_replaced_by_the_signed_one(granny_chen, dr_li, dr_zhou, signed, write):
    newer = _sign(write(granny_chen, by=dr_li, based_on_id=signed.id), dr_zhou)

    old = get_version(signed.id, reader=dr_zhou)
    assert [step.step for step in old.steps] == [Step.SIGNED, Step.REPLACED]
    assert [version.id for version in list_versions(signed.plan_id)] == [newer.id, old.id]


def test_what_was_replaced_cannot_be_signed_any_more(granny_chen, dr_li, dr_zhou, proposed, write):
    write(granny_chen, by=dr_li, based_on_id=proposed.id)

    with pytest.raises(Conflict, match=r"第 1 版已由李秀兰于 5 月 20 日“被新版替代”"):
        _sign(proposed, dr_zhou)

    assert list_plans(granny_chen.id)[0].in_force is None


def test_somebody_elses_draft_is_not_signed_before_it_is_proposed(granny_chen, dr_li, dr_zhou, write):
    draft = write(granny_chen, by=dr_li, step=Step.DRAFTED)

    with pytest.raises(Conflict):
        _sign(draft, dr_zhou)

    assert get_version(draft.id, reader=dr_zhou).state is Step.DRAFTED


def test_ones_own_draft_is_signed(granny_chen, dr_zhou, write):
    draft = write(granny_chen, by=dr_zhou, step=Step.DRAFTED)

    assert _sign(draft, dr_zhou).state is Step.SIGNED


def test_nothing_is_signed_for_somebody_who_moved_away(granny_chen, dr_zhou, proposed):
    with transaction("person.leave", by=COMMAND_LINE):
        set_move(granny_chen, on=cast.TODAY)

    with pytest.raises(Refused, match="陈桂英"):
        _sign(proposed, dr_zhou)

    assert list_plans(granny_chen.id)[0].in_force is None


def test_a_proposal_sent_back_says_what_to_mend(granny_chen, dr_zhou, proposed):
    with transaction("careplan.send-back", by=dr_zhou):
        send_back(proposed, by=dr_zhou, note="剂量偏大，请减半")

    (row,) = list_plans(granny_chen.id)
    assert row.waiting is None
    assert row.draft.state is Step.RETURNED
    assert row.draft.steps[-1].note == "剂量偏大，请减半"


@pytest.mark.parametrize("note", ["", "  "])
def test_a_proposal_is_not_sent_back_without_a_word(dr_zhou, proposed, note):
    with pytest.raises(Refused), transaction("careplan.send-back", by=dr_zhou):
        send_back(proposed, by=dr_zhou, note=note)

    assert get_version(proposed.id, reader=dr_zhou).state is Step.PROPOSED


def test_a_village_doctor_sends_nothing_back(dr_li, proposed):
    with pytest.raises(Forbidden), transaction("careplan.send-back", by=dr_li):
        send_back(proposed, by=dr_li, note="改")

    assert get_version(proposed.id, reader=dr_li).state is Step.PROPOSED


def test_its_author_takes_a_proposal_back(granny_chen, dr_li, proposed):
    with transaction("careplan.withdraw", by=dr_li):
        withdraw(proposed, by=dr_li, note="写错了")

    (row,) = list_plans(granny_chen.id)
    assert (row.in_force, row.waiting, row.draft) == (None, None, None)


def test_somebody_else_of_the_village_does_not(granny_chen, dr_li, dr_zhou, write):
    doctors = write(granny_chen, by=dr_zhou)

    with pytest.raises(Forbidden), transaction("careplan.withdraw", by=dr_li):
        withdraw(doctors, by=dr_li)

    assert get_version(doctors.id, reader=dr_li).state is Step.PROPOSED


def test_what_is_in_force_is_not_withdrawn(dr_zhou, signed):
    with pytest.raises(Conflict), transaction("careplan.withdraw", by=dr_zhou):
        withdraw(signed, by=dr_zhou)

    assert get_version(signed.id, reader=dr_zhou).state is Step.SIGNED


def test_after_a_version_was_withdrawn_one_goes_on_from_the_one_in_force(
    granny_chen, dr_li, dr_zhou, signed, write
):
    proposed = write(granny_chen, by=dr_li, based_on_id=signed.id)
    with transaction("careplan.withdraw", by=dr_li):
        withdraw(proposed, by=dr_li)

    again = write(granny_chen, by=dr_zhou, based_on_id=signed.id, step=Step.SIGNED)

    assert again.number == 3


def test_a_plan_ends_with_a_day_and_a_reason(granny_chen, dr_zhou, signed):
    _end(signed.plan_id, dr_zhou)

    (row,) = list_plans(granny_chen.id)
    assert (row.ended_on, row.end_reason) == (cast.TODAY, EndReason.RECOVERED)
    assert (row.in_force, row.waiting, row.draft) == (None, None, None)
    assert get_version(signed.id, reader=dr_zhou).state is Step.ENDED


def test_a_signed_plan_is_not_ended_by_a_village_doctor(dr_li, signed):
    with pytest.raises(Forbidden):
        _end(signed.plan_id, dr_li)

    assert get_version(signed.id, reader=dr_li).state is Step.SIGNED


def test_a_plan_nobody_signed_is_ended_by_who_may_write(granny_chen, dr_li, proposed):
    _end(proposed.plan_id, dr_li, reason=EndReason.WRONG)

    assert list_plans(granny_chen.id)[0].end_reason is EndReason.WRONG


@pytest.mark.parametrize(
    ("how", "word"),
    [
        ({"on": cast.TODAY + timedelta(days=1)}, "今天"),
        ({"on": cast.TODAY - timedelta(days=1)}, "起始日"),
        ({"reason": EndReason.OTHER}, "为什么"),
    ],
)
def test_an_end_that_cannot_be_is_refused(dr_zhou, signed, how, word):
    with pytest.raises(Refused, match=word):
        _end(signed.plan_id, dr_zhou, **how)

    assert get_version(signed.id, reader=dr_zhou).state is Step.SIGNED


def test_after_its_end_a_disease_gets_a_new_plan(granny_chen, dr_li, dr_zhou, signed, write):
    _end(signed.plan_id, dr_zhou)

    fresh = write(granny_chen, by=dr_li)

    assert (fresh.plan_id != signed.plan_id, fresh.number) == (True, 1)
    assert [row.plan_id for row in list_plans(granny_chen.id)] == [fresh.plan_id, signed.plan_id]


def test_nothing_is_written_on_a_plan_that_ended(granny_chen, dr_li, dr_zhou, signed, write):
    _end(signed.plan_id, dr_zhou)

    with pytest.raises(Conflict, match="已经结束"):
        write(granny_chen, by=dr_li, based_on_id=signed.id)
    with pytest.raises(Conflict, match="已经结束"):
        _end(signed.plan_id, dr_zhou)
