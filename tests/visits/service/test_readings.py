"""What was measured stands beside each visit, whatever door it came in by and whoever it is of by now."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.core.transaction import transaction
from app.visits.models import VisitReading
from app.visits.rules import VisitSource
from app.visits.service import VisitOf, correct_visit, file_many, file_visit, void_visit
from app.visits.service.adoption import adopt, release
from tests import cast

PRESSURE = {"systolic": 150, "systolic_2": 140, "diastolic": 90, "diastolic_2": 86}


def _filed(person, doctor, **changes):
    with transaction("visit.file", by=doctor):
        return file_visit(cast.a_visit(**changes), person=person, doctor=doctor).id


def _kept():
    return db.session.execute(sa.select(VisitReading.__table__).order_by(VisitReading.visit_id)).all()


@pytest.fixture
def other(app):
    """The same resident once more, in the next village."""
    return cast.a_person(name="陈桂英", area_code=cast.SHIQIAO)


def test_a_visit_just_filed_has_its_readings_beside_it(granny_chen, dr_li):
    visit_id = _filed(granny_chen, dr_li, answers=PRESSURE | {"heart_rate": 72, "weight": 61.5})

    assert _kept() == [(visit_id, granny_chen.id, cast.TODAY, 145, 88, 72, 61.5, None)]


def test_a_visit_that_measured_nothing_has_none(granny_chen, dr_li):
    _filed(granny_chen, dr_li, answers={"symptoms": ["none"]})

    assert _kept() == []


def test_a_visit_sent_twice_has_them_once(granny_chen, dr_li):
    entry = cast.a_visit()
    for _ in range(2):
        with transaction("visit.file", by=dr_li):
            file_visit(entry, person=granny_chen, doctor=dr_li)

    assert len(_kept()) == 1


def test_the_visits_of_a_roster_have_theirs(granny_chen, dr_li):
    days = [cast.TODAY - timedelta(days=number) for number in range(3)]
    told = [{"fasting_glucose": 6.4}, {}, PRESSURE]
    rows = [
        cast.a_visit(visited_on=day, answers=answers, source=VisitSource.ROSTER)
        for day, answers in zip(days, told, strict=True)
    ]

    with transaction("roster.apply", by=dr_li):
        file_many([VisitOf(granny_chen.id, cast.LIUTANG, row) for row in rows], by=dr_li)

    found = [(row.visited_on, row.systolic, row.fasting_glucose) for row in _kept()]
    assert sorted(found) == [(days[2], 145, None), (days[0], None, 6.4)]


def test_a_correction_has_its_own_and_what_was_struck_keeps_what_it_said(granny_chen, dr_li):
    with transaction("visit.file", by=dr_li):
        wrong = file_visit(cast.a_visit(), person=granny_chen, doctor=dr_li)
    with transaction("visit.correct", by=dr_li):
        entry = cast.a_visit(answers=PRESSURE)
        right = correct_visit(wrong, entry, person=granny_chen, reason="抄错", by=dr_li)
    with transaction("visit.void", by=dr_li):
        void_visit(right, reason="不是这个人", by=dr_li)

    assert [(row.visit_id, row.systolic) for row in _kept()] == [(wrong.id, 136), (right.id, 145)]


def test_readings_go_along_with_a_merge_and_come_back_when_it_is_undone(granny_chen, other, dr_zhou):
    own, theirs = _filed(granny_chen, dr_zhou), _filed(other, dr_zhou)

    with transaction("person.merge", by=dr_zhou):
        journal = adopt(granny_chen, other, area_code=cast.LIUTANG)
    assert {row.person_id for row in _kept()} == {granny_chen.id}
    since = _filed(granny_chen, dr_zhou)

    with transaction("person.part", by=dr_zhou):
        release(granny_chen, other, journal)
    found = {row.visit_id: row.person_id for row in _kept()}
    assert found == {own: granny_chen.id, since: granny_chen.id, theirs: other.id}
