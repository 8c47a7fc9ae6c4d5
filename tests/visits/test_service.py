from __future__ import annotations

import threading
from datetime import date, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Refused
from app.core.transaction import transaction
from app.duties.queries import find_open_duty
from app.duties.service import reckon
from app.people.models import Person
from app.policy.terms import Kind, Mode, Result
from app.visits.models import Visit
from app.visits.rules import VisitSource
from app.visits.service import FiledMany, VisitOf, file_many, file_visit, may_void, void_many, void_visit
from tests import cast

FOLLOW_UP = "hypertension-followup"


def _filed(person, doctor, **changes):
    with transaction("visit.file", by=doctor):
        return file_visit(cast.a_visit(**changes), person=person, doctor=doctor)


def _count():
    return db.session.scalar(sa.select(sa.func.count()).select_from(Visit))


def test_filing_settles_the_duty_and_opens_the_next(granny_chen, dr_li):
    visit = _filed(granny_chen, dr_li)

    assert (visit.doctor_name, visit.area_code, visit.summary) == (dr_li.name, cast.LIUTANG, "136/84")
    owed = find_open_duty(granny_chen.id, FOLLOW_UP)
    assert (owed.last_on, owed.last_text, owed.due_on) == (cast.TODAY, "136/84", date(2026, 8, 20))


def test_an_unsatisfactory_result_is_seen_again_in_a_fortnight(granny_chen, dr_li):
    _filed(granny_chen, dr_li, results={Kind.HYPERTENSION: Result.UNCONTROLLED})

    assert find_open_duty(granny_chen.id, FOLLOW_UP).due_on == cast.TODAY + timedelta(days=14)


def test_one_visit_settles_every_duty_its_kinds_and_mode_answer(granny_chen, dr_li):
    _filed(granny_chen, dr_li, kinds=(Kind.HYPERTENSION, Kind.WEEKLY_ROUND))

    for rule in (FOLLOW_UP, "scattered-weekly-round"):
        assert find_open_duty(granny_chen.id, rule).last_on == cast.TODAY


def test_a_call_is_no_visit(granny_chen, dr_li):
    owed = find_open_duty(granny_chen.id, FOLLOW_UP)

    _filed(granny_chen, dr_li, mode=Mode.PHONE)

    assert find_open_duty(granny_chen.id, FOLLOW_UP).due_on == owed.due_on


def test_a_second_send_finds_the_first_and_changes_nothing(granny_chen, dr_li):
    key = uuid4()
    first = _filed(granny_chen, dr_li, client_key=key)

    second = _filed(granny_chen, dr_li, client_key=key, answers={"systolic": 180})

    assert second.id == first.id
    assert second.answers == {"systolic": 136, "diastolic": 84}
    assert _count() == 1


def test_two_sends_at_one_moment_file_one_visit(app, granny_chen, dr_li):
    entry, filed = cast.a_visit(), []

    def meanwhile() -> None:
        with app.app_context(), transaction("visit.file", by=dr_li):
            person = db.session.get_one(Person, granny_chen.id)
            filed.append(file_visit(entry, person=person, doctor=dr_li).id)

    worker = threading.Thread(target=meanwhile)
    with transaction("visit.file", by=dr_li):
        filed.append(file_visit(entry, person=granny_chen, doctor=dr_li).id)
        worker.start()
        worker.join(0.5)
    worker.join()

    assert len(set(filed)) == 1 and len(filed) == 2
    assert _count() == 1


def test_a_key_used_for_somebody_else_is_refused(granny_chen, dr_li):
    key = uuid4()
    _filed(granny_chen, dr_li, client_key=key)
    neighbour = cast.a_person(name="王秀英")

    with pytest.raises(Conflict):
        _filed(neighbour, dr_li, client_key=key)


@pytest.mark.parametrize("visited_on", [date(2026, 5, 21), date(1949, 12, 31)])
def test_an_impossible_day_is_refused_and_nothing_is_kept(granny_chen, dr_li, visited_on):
    with pytest.raises(Refused, match="随访日期"):
        _filed(granny_chen, dr_li, visited_on=visited_on)

    assert _count() == 0


def test_an_emergency_owes_a_check_in_a_fortnight(granny_chen, dr_li):
    _filed(granny_chen, dr_li, emergency=True)

    assert find_open_duty(granny_chen.id, "referral-check").due_on == cast.TODAY + timedelta(days=14)


def test_a_referral_owes_a_check_too(granny_chen, dr_li):
    _filed(granny_chen, dr_li, answers={"referral_reason": "twice-uncontrolled"})

    assert find_open_duty(granny_chen.id, "referral-check") is not None


def test_voiding_replays_the_duties(granny_chen, dr_li):
    owed = find_open_duty(granny_chen.id, FOLLOW_UP)
    visit = _filed(granny_chen, dr_li, emergency=True)

    with transaction("visit.void", by=dr_li):
        void_visit(visit, reason="记错了人", by=dr_li)

    assert find_open_duty(granny_chen.id, FOLLOW_UP).due_on == owed.due_on
    assert find_open_duty(granny_chen.id, "referral-check") is None
    assert (visit.void_reason, visit.voided_by_id) == ("记错了人", dr_li.id)


def test_only_the_author_and_a_family_doctor_may_void(granny_chen, dr_li, dr_wang, dr_zhou, zhao):
    visit = _filed(granny_chen, dr_li)

    assert [may_void(visit, by=who) for who in (dr_li, dr_zhou, dr_wang, zhao)] == [True, True, False, False]
    with pytest.raises(Forbidden), transaction("visit.void", by=dr_wang):
        void_visit(visit, reason="不是我的", by=dr_wang)


@pytest.mark.parametrize("reason", ["", "  "])
def test_voiding_needs_a_reason(granny_chen, dr_li, reason):
    visit = _filed(granny_chen, dr_li)

    with pytest.raises(Refused), transaction("visit.void", by=dr_li):
        void_visit(visit, reason=reason, by=dr_li)


def test_a_visit_is_voided_once(granny_chen, dr_li):
    visit = _filed(granny_chen, dr_li)
    with transaction("visit.void", by=dr_li):
        void_visit(visit, reason="记错了人", by=dr_li)

    with pytest.raises(Conflict), transaction("visit.void", by=dr_li):
        void_visit(visit, reason="再来一次", by=dr_li)


@pytest.fixture
def log(granny_chen):
    """Three rows of a roster: two of one day for different kinds, and the first once more."""
    common = {
        "source": VisitSource.ROSTER,
        "doctor_name": "老李",
        "visited_on": date(2026, 5, 4),
        "answers": {},
    }
    rows = [
        cast.a_visit(**common),
        cast.a_visit(**common, kinds=(Kind.WEEKLY_ROUND,), results={}),
        cast.a_visit(**common),
    ]
    return [VisitOf(granny_chen.id, granny_chen.area_code, row) for row in rows]


def _imported(log, by):
    with transaction("roster.apply", by=by):
        return file_many(log, by=by)


def test_a_roster_files_what_is_not_on_record_by_person_day_and_kinds(log, granny_chen, zhao):
    done = _imported(log, zhao)

    visits = db.session.scalars(sa.select(Visit)).all()
    assert (done.filed, done.unchanged) == (2, 1) and set(done.ids) == {visit.id for visit in visits}
    assert {(visit.doctor_name, visit.doctor_id, visit.source) for visit in visits} == {
        ("老李", None, VisitSource.ROSTER)
    }
    assert find_open_duty(granny_chen.id, FOLLOW_UP).due_on == date(2026, 8, 4)


def test_the_same_roster_again_changes_nothing(log, zhao):
    _imported(log, zhao)

    again = [
        VisitOf(v.person_id, v.area_code, cast.a_visit(visited_on=v.entry.visited_on, kinds=v.entry.kinds))
        for v in log
    ]

    assert _imported(again, zhao) == FiledMany(filed=0, unchanged=3)
    assert _count() == 2


def test_a_voided_visit_does_not_come_back_with_its_file(log, zhao, dr_zhou):
    _imported(log, zhao)
    visit = db.session.scalars(sa.select(Visit)).first()
    with transaction("visit.void", by=dr_zhou):
        void_visit(visit, reason="记错了人", by=dr_zhou)

    again = [
        VisitOf(v.person_id, v.area_code, cast.a_visit(visited_on=v.entry.visited_on, kinds=v.entry.kinds))
        for v in log
    ]

    assert _imported(again, zhao).filed == 0


def test_visits_struck_with_their_roster_are_owed_again_and_may_come_back_with_it(log, granny_chen, zhao):
    ids = _imported(log, zhao).ids

    with transaction("roster.undo", by=zhao):
        struck, touched = void_many(ids, by=zhao)
        reckon(sorted(touched))

    assert struck == 2 and touched == {granny_chen.id}
    assert find_open_duty(granny_chen.id, FOLLOW_UP).last_on is None
    assert {visit.voided_by_name for visit in db.session.scalars(sa.select(Visit))} == {zhao.name}
    again = [
        VisitOf(v.person_id, v.area_code, cast.a_visit(visited_on=v.entry.visited_on, kinds=v.entry.kinds))
        for v in log
    ]
    assert _imported(again, zhao).filed == 2


def test_a_roster_leaves_one_entry_for_its_visits(log, zhao):
    _imported(log, zhao)

    bulk = sa.select(AuditEntry).where(AuditEntry.action == "roster.apply", AuditEntry.subject == "visit")
    assert [entry.details["count"] for entry in db.session.scalars(bulk)] == [2]
