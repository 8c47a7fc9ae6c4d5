"""Plans go along when two records become one and come back, and what was told of them when a village gets another code."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.careplans.models import CarePlan, MedicineIssue, PlanCheck, PlanStep, PlanVersion
from app.careplans.queries.plans import get_version, list_plans
from app.careplans.rules.vocabulary import Disease, Step, Taken
from app.careplans.service.adoption import adopt, release
from app.careplans.service.moving import move_checks
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.queries import list_duties
from app.people.models import PersonMerge
from app.people.queries.places import Move
from app.people.rules import NumberReason
from app.record.rules import MergeChoice
from app.record.service import merge, undo_merge
from tests import cast

OF_A_PLAN = (CarePlan, PlanVersion, PlanStep, MedicineIssue, PlanCheck)


@pytest.fixture
def other(app):
    """The same resident once more, in the next village."""
    return cast.a_person(name="陈桂英", area_code=cast.SHIQIAO, conditions=("hypertension",))


@pytest.fixture
def theirs(other, dr_zhou, write):
    """A plan in force of the other record, its medicine given out three weeks ago, kept as told at a visit."""
    since = cast.TODAY - timedelta(days=21)
    version = write(other, by=dr_zhou, step=Step.SIGNED, starts_on=since, issues=True)
    check = PlanCheck(
        person_id=other.id,
        area_code=other.area_code,
        plan_id=version.plan_id,
        version_id=version.id,
        checked_on=cast.TODAY,
        treatment=Taken.AS_AGREED,
    )
    with transaction("visit.file", by=dr_zhou):
        db.session.add(check)
    return version


def _owners(table):
    return set(db.session.scalars(sa.select(table.person_id)))


def _adopted(kept, other, by):
    with transaction("person.merge", by=by):
        return adopt(kept, other, area_code=cast.LIUTANG)


def test_everything_of_a_plan_goes_along_and_comes_back(granny_chen, other, theirs, dr_zhou):
    journal = _adopted(granny_chen, other, dr_zhou)
    assert [_owners(table) for table in OF_A_PLAN] == [{granny_chen.id}] * len(OF_A_PLAN)
    assert db.session.scalar(sa.select(PlanCheck.area_code)) == cast.LIUTANG

    with transaction("person.part", by=dr_zhou):
        release(granny_chen, other, journal)
    assert [_owners(table) for table in OF_A_PLAN] == [{other.id}] * len(OF_A_PLAN)
    assert db.session.scalar(sa.select(PlanCheck.area_code)) == cast.SHIQIAO
    assert get_version(theirs.id, reader=dr_zhou) == theirs


def test_a_version_says_what_it_said_whoever_it_belongs_to(granny_chen, other, theirs, dr_zhou):
    _adopted(granny_chen, other, dr_zhou)

    moved = get_version(theirs.id, reader=dr_zhou)
    assert (moved.plan, moved.steps, moved.by_name) == (theirs.plan, theirs.steps, theirs.by_name)


def test_a_version_written_since_the_merge_goes_back_with_its_plan(
    granny_chen, other, theirs, dr_zhou, write
):
    journal = _adopted(granny_chen, other, dr_zhou)
    since = write(granny_chen, by=dr_zhou, step=Step.SIGNED, based_on_id=theirs.id)

    with transaction("person.part", by=dr_zhou):
        release(granny_chen, other, journal)

    assert list_plans(granny_chen.id) == ()
    assert list_plans(other.id)[0].in_force.id == since.id


def test_two_plans_for_one_disease_stay_two_and_each_can_be_revised(
    granny_chen, other, theirs, dr_zhou, write
):
    own = write(granny_chen, by=dr_zhou, step=Step.SIGNED)
    _adopted(granny_chen, other, dr_zhou)

    revised = write(granny_chen, by=dr_zhou, based_on_id=theirs.id)

    rows = {row.plan_id: row for row in list_plans(granny_chen.id)}
    assert set(rows) == {own.plan_id, theirs.plan_id}
    assert rows[theirs.plan_id].waiting == revised
    assert {row.disease for row in rows.values()} == {Disease.HYPERTENSION}


def test_a_merge_of_before_there_were_plans_is_undone(granny_chen, other, theirs, dr_zhou):
    with transaction("person.part", by=dr_zhou):
        release(granny_chen, other, {})

    assert _owners(PlanVersion) == {other.id}


def test_the_refill_is_owed_by_the_record_that_stays_and_handed_back(granny_chen, other, theirs, dr_zhou):
    choice = MergeChoice(reason=NumberReason.MISTYPED, versions=(granny_chen.version, other.version))
    with transaction("person.merge", by=COMMAND_LINE):
        done_id = merge(granny_chen, other, choice, by=COMMAND_LINE).id
    assert _refills(granny_chen) == [cast.TODAY]

    done = db.session.get_one(PersonMerge, done_id)
    with transaction("person.part", by=COMMAND_LINE):
        undo_merge(done, granny_chen, other, by=COMMAND_LINE)

    assert (_refills(granny_chen), _refills(other)) == ([], [cast.TODAY])


def test_what_was_told_of_a_plan_goes_along_with_a_village(theirs, dr_zhou):
    with transaction("area.merge", by=COMMAND_LINE):
        assert move_checks(Move(cast.GUIHUA, cast.SHIQIAO)) == 1

    assert db.session.scalar(sa.select(PlanCheck.area_code)) == cast.GUIHUA


def test_a_record_without_plans_is_handed_over_as_nothing(granny_chen, other, dr_zhou):
    journal = _adopted(granny_chen, other, dr_zhou)

    assert journal["plans"] == []


def _refills(person):
    return [duty.due_on for duty in list_duties(person.id) if duty.rule_id == "refill-due"]
