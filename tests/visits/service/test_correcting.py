"""Corrections: both versions stay, the duties follow the one that stands."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Refused
from app.core.transaction import transaction
from app.duties.queries import find_open_duty
from app.policy.terms import Kind, Result
from app.visits.models import Visit
from app.visits.queries import known_days
from app.visits.rules import VisitSource
from app.visits.service import VisitOf, correct_visit, file_many, file_visit, may_correct, void_visit
from tests import cast

FOLLOW_UP = "hypertension-followup"
UNCONTROLLED = {
    "answers": {"systolic": 163, "diastolic": 98},
    "results": {Kind.HYPERTENSION: Result.UNCONTROLLED},
}


@pytest.fixture
def visit(granny_chen, dr_li):
    """A visit on record: 136/84, controlled."""
    with transaction("visit.file", by=dr_li):
        return file_visit(cast.a_visit(), person=granny_chen, doctor=dr_li)


def _corrected(visit, person, by, *, reason="血压记错", **changes):
    with transaction("visit.correct", by=by):
        return correct_visit(visit, cast.a_visit(**changes), person=person, reason=reason, by=by)


def test_a_correction_stands_instead_and_the_first_version_is_struck_with_the_reason(
    visit, granny_chen, dr_li
):
    mended = _corrected(visit, granny_chen, dr_li, **UNCONTROLLED)

    first = db.session.get(Visit, visit.id)
    assert (first.void_reason, first.voided_by_name) == ("血压记错", dr_li.name)
    assert first.answers == {"systolic": 136, "diastolic": 84}
    assert (mended.corrects_id, mended.voided_at, mended.summary) == (visit.id, None, "163/98")


def test_the_duties_are_replayed_by_what_was_mended(visit, granny_chen, dr_li):
    assert find_open_duty(granny_chen.id, FOLLOW_UP).due_on == date(2026, 8, 20)

    _corrected(visit, granny_chen, dr_li, **UNCONTROLLED)

    assert find_open_duty(granny_chen.id, FOLLOW_UP).due_on == cast.TODAY + timedelta(days=14)


def test_a_visit_corrected_to_another_day_counts_on_that_day_alone(visit, granny_chen, dr_li):
    _corrected(visit, granny_chen, dr_li, visited_on=date(2026, 4, 10))

    owed = find_open_duty(granny_chen.id, FOLLOW_UP)
    assert (owed.last_on, owed.due_on) == (date(2026, 4, 10), date(2026, 7, 10))


def test_a_correction_without_danger_takes_the_check_away(granny_chen, dr_li):
    with transaction("visit.file", by=dr_li):
        visit = file_visit(cast.a_visit(emergency=True), person=granny_chen, doctor=dr_li)
    assert find_open_duty(granny_chen.id, "referral-check") is not None

    _corrected(visit, granny_chen, dr_li)

    assert find_open_duty(granny_chen.id, "referral-check") is None


def test_a_correction_can_be_corrected_but_a_version_only_once(visit, granny_chen, dr_li):
    second = _corrected(visit, granny_chen, dr_li, **UNCONTROLLED)
    third = _corrected(second, granny_chen, dr_li, reason="还是记错")

    assert third.corrects_id == second.id
    with pytest.raises(Conflict, match="作废或更正过"):
        _corrected(visit, granny_chen, dr_li)


def test_a_visit_that_was_voided_is_not_corrected(visit, granny_chen, dr_li):
    with transaction("visit.void", by=dr_li):
        void_visit(visit, reason="记错了人", by=dr_li)

    with pytest.raises(Conflict):
        _corrected(visit, granny_chen, dr_li)


def test_only_the_author_and_a_family_doctor_may_correct(visit, granny_chen, dr_li, dr_wang, dr_zhou, zhao):
    assert [may_correct(visit, by=who) for who in (dr_li, dr_zhou, dr_wang, zhao)] == [
        True,
        True,
        False,
        False,
    ]

    with pytest.raises(Forbidden):
        _corrected(visit, granny_chen, dr_wang)


def test_whoever_mends_it_the_visit_stays_that_of_its_author(visit, granny_chen, dr_li, dr_zhou):
    mended = _corrected(visit, granny_chen, dr_zhou)

    assert (mended.doctor_id, mended.doctor_name) == (dr_li.id, dr_li.name)
    assert db.session.get(Visit, visit.id).voided_by_name == dr_zhou.name


def test_an_imported_visit_keeps_the_name_of_its_doctor_and_does_not_come_back_with_its_file(
    granny_chen, dr_zhou, zhao
):
    row = cast.a_visit(source=VisitSource.ROSTER, doctor_name="老李", visited_on=date(2026, 5, 4))
    with transaction("roster.apply", by=zhao):
        (visit_id,) = file_many([VisitOf(granny_chen.id, granny_chen.area_code, row)], by=zhao).ids

    mended = _corrected(db.session.get(Visit, visit_id), granny_chen, dr_zhou, visited_on=date(2026, 5, 5))

    assert (mended.doctor_id, mended.doctor_name) == (None, "老李")
    assert (granny_chen.id, date(2026, 5, 4), ("hypertension",)) in known_days([granny_chen.id])


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_later_correction_needs_a_reason_and_leaves_nothing_behind_without(
    visit, granny_chen, dr_li, reason
):
    with clock.standing_at(cast.MORNING + timedelta(days=1)), pytest.raises(Refused, match="更正原因"):
        _corrected(visit, granny_chen, dr_li, reason=reason)

    assert db.session.scalar(sa.select(sa.func.count(Visit.id))) == 1
    assert db.session.get(Visit, visit.id).voided_at is None


def test_its_author_need_not_say_why_on_the_day_of_filing(visit, granny_chen, dr_li):
    mended = _corrected(visit, granny_chen, dr_li, reason=" ")
    again = _corrected(mended, granny_chen, dr_li, reason="")

    first = db.session.get(Visit, visit.id)
    assert (first.void_reason, first.why_struck.en) == ("当日修改", "Changed on the same day")
    assert again.corrects_id == mended.id


def test_somebody_else_says_why_even_on_the_day_of_filing(visit, granny_chen, dr_zhou):
    with pytest.raises(Refused, match="更正原因"):
        _corrected(visit, granny_chen, dr_zhou, reason="")

    assert db.session.get(Visit, visit.id).voided_at is None


def test_the_day_is_that_of_the_first_version(visit, granny_chen, dr_li):
    with clock.standing_at(cast.MORNING + timedelta(days=1)):
        mended = _corrected(visit, granny_chen, dr_li, reason="血压记错")

        with pytest.raises(Refused, match="更正原因"):
            _corrected(mended, granny_chen, dr_li, reason="")


def test_a_day_ends_at_midnight_in_china(visit, granny_chen, dr_li):
    last_minute = cast.MORNING.replace(hour=23, minute=59)
    with clock.standing_at(last_minute):
        mended = _corrected(visit, granny_chen, dr_li, reason="")

    with clock.standing_at(last_minute + timedelta(minutes=1)), pytest.raises(Refused, match="更正原因"):
        _corrected(mended, granny_chen, dr_li, reason="")


def test_what_cannot_be_filed_leaves_the_first_version_standing(visit, granny_chen, dr_li):
    with pytest.raises(Refused, match="还没到"):
        _corrected(visit, granny_chen, dr_li, visited_on=cast.TODAY + timedelta(days=1))

    assert db.session.get(Visit, visit.id).voided_at is None
    assert find_open_duty(granny_chen.id, FOLLOW_UP).due_on == date(2026, 8, 20)


def test_a_correction_sent_twice_is_filed_once(visit, granny_chen, dr_li):
    key = uuid4()
    first = _corrected(visit, granny_chen, dr_li, client_key=key)

    second = _corrected(visit, granny_chen, dr_li, client_key=key)

    assert second.id == first.id
    assert db.session.scalar(sa.select(sa.func.count(Visit.id))) == 2


def test_the_key_of_another_visit_is_no_correction(visit, granny_chen, dr_li):
    key = uuid4()
    with transaction("visit.file", by=dr_li):
        file_visit(cast.a_visit(client_key=key), person=granny_chen, doctor=dr_li)

    with pytest.raises(Conflict):
        _corrected(visit, granny_chen, dr_li, client_key=key)


def test_mending_later_makes_no_visit_late_and_no_late_one_prompt(granny_chen, dr_li):
    with transaction("visit.file", by=dr_li):
        prompt = file_visit(cast.a_visit(), person=granny_chen, doctor=dr_li)
        late = file_visit(cast.a_visit(visited_on=date(2026, 5, 18)), person=granny_chen, doctor=dr_li)

    with clock.standing_at(cast.MORNING + timedelta(days=3)):
        mended = _corrected(prompt, granny_chen, dr_li)
        mended_late = _corrected(late, granny_chen, dr_li, visited_on=date(2026, 5, 20))

    assert not mended.entered_late
    assert not mended_late.entered_late, "the day was wrong: it was filed on the day of the visit"
    assert late.entered_late


def test_two_visits_of_one_day_are_kept_apart(granny_chen, dr_li):
    with transaction("visit.file", by=dr_li):
        morning = file_visit(cast.a_visit(), person=granny_chen, doctor=dr_li)
        evening = file_visit(cast.a_visit(**UNCONTROLLED), person=granny_chen, doctor=dr_li)
    assert find_open_duty(granny_chen.id, FOLLOW_UP).due_on == cast.TODAY + timedelta(days=14)

    _corrected(evening, granny_chen, dr_li)

    assert find_open_duty(granny_chen.id, FOLLOW_UP).due_on == date(2026, 8, 20)
    assert db.session.get(Visit, morning.id).voided_at is None
