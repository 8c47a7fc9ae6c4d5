"""Enrolling, leaving, dying, moving: who is changed below, and what is owed afterwards."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.models import Duty
from app.duties.queries import find_open_duty, list_duties, list_lines
from app.duties.rules import Enrolment, EvidenceNote, Leaving
from app.duties.service import (
    enrol,
    enrol_many,
    note_evidence,
    reckon,
    record_death,
    record_move,
    withdraw,
    withdraw_many,
)
from app.policy.terms import Category, Condition, Kind, Mode, Outcome
from tests import cast

TODAY = cast.TODAY
PRESSURE, ROUND, MEETING = "hypertension-followup", "scattered-weekly-round", "first-quarter-meeting"
HOME, BENEFIT = "low-income-home-visit", "chronic-home-visit"


@pytest.fixture
def deed(app):
    """A deed of Dr Li's that stays open for the test."""
    with transaction("person.enrol", by=COMMAND_LINE):
        yield


def owed(person):
    return {duty.rule_id for duty in list_duties(person.id)}


@pytest.fixture
def young_man(app):
    return cast.a_person(born_on=date(1990, 1, 1))


def test_enrolment_owes_from_its_own_day(young_man, deed):
    enrol(young_man, condition=Condition.HYPERTENSION, starts_on=date(2026, 5, 10), basis="认定")

    duty = find_open_duty(young_man.id, PRESSURE)
    assert duty is not None
    assert (duty.owed_from, duty.due_on) == (date(2026, 5, 10), date(2026, 6, 10))


def test_follow_up_is_owed_at_any_age(app):
    child = cast.a_person(born_on=date(2012, 1, 1), conditions=("diabetes",))

    assert "diabetes-followup" in owed(child)


def test_the_poor_and_ill_are_owed_the_home_visit(young_man, deed):
    enrol(young_man, condition=Condition.CANCER, starts_on=date(2026, 5, 1), basis="认定")
    assert HOME not in owed(young_man)

    enrol(young_man, category=Category.RIGID_EXPENDITURE, starts_on=date(2026, 5, 10), basis="认定")

    assert {HOME, MEETING} <= owed(young_man)


def test_the_benefit_is_owed_its_visit_and_its_end_leaves_the_condition(young_man, deed):
    enrol(
        young_man,
        condition=Condition.HYPERTENSION,
        starts_on=date(2026, 3, 1),
        basis="审批",
        benefit_from=date(2026, 3, 1),
    )
    assert {PRESSURE, BENEFIT} <= owed(young_man)

    withdraw(young_man, condition=Condition.HYPERTENSION, benefit_only=True, on=TODAY, reason="不在名单")

    assert PRESSURE in owed(young_man)
    assert BENEFIT not in owed(young_man)


def test_leaving_a_category_withdraws_what_is_owed_by_it_alone(granny_chen, deed):
    withdraw(granny_chen, category=Category.DESTITUTE_SCATTERED, on=TODAY, reason="退出")

    assert PRESSURE in owed(granny_chen)
    assert not {ROUND, MEETING, HOME} & owed(granny_chen)
    withdrawn = {line.rule_id for line in list_lines(granny_chen.id) if line.outcome is Outcome.WITHDRAWN}
    assert {ROUND, MEETING, HOME} <= withdrawn


def test_a_second_category_keeps_what_both_owe(granny_chen, deed):
    enrol(granny_chen, category=Category.MINIMUM_LIVING, starts_on=date(2026, 5, 1), basis="认定")

    withdraw(granny_chen, category=Category.DESTITUTE_SCATTERED, on=TODAY, reason="退出")

    meeting = find_open_duty(granny_chen.id, MEETING)
    assert meeting is not None
    assert meeting.owed_from == date(2026, 1, 1)
    assert ROUND not in owed(granny_chen)


def test_who_comes_back_begins_a_new_spell(granny_chen, deed):
    withdraw(granny_chen, category=Category.DESTITUTE_SCATTERED, on=date(2026, 4, 1), reason="退出")

    enrol(granny_chen, category=Category.DESTITUTE_SCATTERED, starts_on=date(2026, 5, 18), basis="认定")

    again = find_open_duty(granny_chen.id, ROUND)
    assert again is not None
    assert (again.owed_from, again.due_on) == (date(2026, 5, 18), date(2026, 5, 24))


@pytest.mark.parametrize("leave", [record_death, record_move])
def test_death_and_moving_withdraw_everything(granny_chen, deed, leave):
    leave(granny_chen, on=TODAY)

    assert owed(granny_chen) == set()
    assert Outcome.WITHDRAWN in {line.outcome for line in list_lines(granny_chen.id)}


def test_evidence_about_the_days_before_a_death_still_counts(granny_chen, deed):
    record_death(granny_chen, on=TODAY)

    note_evidence([EvidenceNote(granny_chen.id, date(2026, 5, 18), Kind.HYPERTENSION, Mode.HOME)])

    pressure = [line.outcome for line in list_lines(granny_chen.id) if line.rule_id == PRESSURE]
    assert sorted(pressure, key=str) == [Outcome.LATE, Outcome.WITHDRAWN]


def test_many_are_enrolled_and_withdrawn_as_one_by_one(app):
    one, many = cast.a_person(born_on=date(1990, 1, 1)), cast.a_person(born_on=date(1990, 1, 1))
    with transaction("person.enrol", by=COMMAND_LINE):
        enrol(one, category=Category.LOW_MARGIN, starts_on=date(2026, 2, 1), basis="认定")
        enrol(
            one,
            condition=Condition.COPD,
            starts_on=date(2026, 3, 1),
            basis="认定",
            benefit_from=date(2026, 3, 1),
        )
        withdraw(one, category=Category.LOW_MARGIN, on=date(2026, 5, 1), reason="退出")

    with transaction("rosters.import", by=COMMAND_LINE):
        enrol_many(
            [
                Enrolment(many.id, date(2026, 2, 1), "认定", category=Category.LOW_MARGIN),
                Enrolment(
                    many.id, date(2026, 3, 1), "认定", condition=Condition.COPD, benefit_from=date(2026, 3, 1)
                ),
            ]
        )
        touched = withdraw_many([Leaving(many.id, date(2026, 5, 1), "退出", category=Category.LOW_MARGIN)])
        reckon(sorted(touched))

    assert _told(one) == _told(many)
    assert _told(one)[0]


def _told(person):
    duties = [(d.rule_id, d.opens_on, d.due_on, d.owed_from) for d in list_duties(person.id)]
    return duties, sorted((line[1:6] for line in list_lines(person.id)), key=str)


def test_the_trail_names_the_deed_of_a_whole_roster(app):
    person = cast.a_person()

    with transaction("rosters.import", by=COMMAND_LINE):
        enrol_many([Enrolment(person.id, date(2026, 2, 1), "认定", category=Category.LOW_MARGIN)])

    entries = db.session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "rosters.import")).all()
    assert {entry.subject for entry in entries} >= {"person_category"}


def test_nothing_in_bulk_is_nothing(app):
    enrol_many([])
    withdraw_many([])

    assert db.session.scalar(sa.select(sa.func.count(Duty.id))) == 0
