"""The queue: which logs wait for a verdict, in which lane, and why."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from app.core import clock
from app.core.clock import CHINA
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.policy.terms import Mode
from app.reviews.models import CallBack, FindingVisit
from app.reviews.queries.queue import count_awaiting, count_towns, list_lines, read_queue
from app.reviews.rules.lanes import Mark
from app.reviews.rules.vocabulary import CallOutcome, CallWay, Lane, Reached, Signal
from app.visits.models import VisitCapture
from app.visits.rules import VisitSource
from app.visits.service import void_visit
from tests import cast
from tests.reviews.logs import a_log, answered, asked, corrected, later, stated


def lanes(**changes):
    """Return the logs of each lane by number, empty lanes left out."""
    queue = read_queue(asked(**changes))
    return {lane: [one.visit_id for one in found] for lane, found in queue.lanes.items() if found}


def called_back(visit, outcome):
    """Note a call-back with its outcome."""
    with transaction("call-back.note", by=COMMAND_LINE):
        told = {"way": CallWay.PHONE, "reached": Reached.PATIENT, "outcome": outcome, "done": []}
        db.session.add(
            CallBack(
                visit_id=visit.id,
                person_id=visit.person_id,
                area_code=visit.area_code,
                called_at=clock.now(),
                **told,
            )
        )


def test_what_was_filed_here_waits_until_somebody_accepts_it(granny_chen, dr_li, zhao):
    first, second = a_log(granny_chen, dr_li), a_log(granny_chen, dr_li)

    stated(first, zhao)

    assert lanes() == {Lane.REST: [second.id]}
    assert count_awaiting((cast.TOWN,), span=asked().span) == 1


def test_what_a_list_brought_or_what_was_struck_waits_for_nobody(granny_chen, dr_li):
    a_log(granny_chen, dr_li, source=VisitSource.ROSTER)
    struck = a_log(granny_chen, dr_li)
    with transaction("visit.void", by=dr_li):
        void_visit(struck, reason="记错了人", by=dr_li)

    assert lanes() == {}


def test_a_log_belongs_to_the_month_in_which_it_was_filed(granny_chen, dr_li):
    late = a_log(granny_chen, dr_li, visited_on=date(2026, 2, 3))
    a_log(granny_chen, dr_li, at=datetime(2026, 3, 31, 23, 59, tzinfo=CHINA))
    april = a_log(granny_chen, dr_li, at=datetime(2026, 4, 1, 0, 0, tzinfo=CHINA))

    found = lanes()

    assert found == {Lane.REST: [april.id, late.id]}


def test_what_another_township_filed_is_not_in_the_queue(granny_chen, dr_li, dr_wang):
    mine = a_log(granny_chen, dr_li)
    neighbour = cast.a_person(area_code=cast.SHIQIAO)
    theirs = a_log(neighbour, dr_wang)
    far = cast.a_person(area_code=cast.ELSEWHERE)
    a_log(far, dr_li)

    queue = read_queue(asked())
    of_village = read_queue(asked(cast.SHIQIAO))

    assert {one.visit_id for one in queue.lanes[Lane.REST]} == {mine.id, theirs.id}
    assert [one.visit_id for one in of_village.lanes[Lane.REST]] == [theirs.id]
    assert count_towns((cast.COUNTY,), span=asked().span) == [(cast.TOWN, "三十铺镇", 2)]


@pytest.mark.parametrize("mark", [Mark.SIGNAL, Mark.UNREFERRED, Mark.CLOCK, Mark.DEAD])
def test_what_is_unusual_is_looked_at_first(granny_chen, dr_li, mark):
    plain = a_log(granny_chen, dr_li)
    unusual = a_log(granny_chen, dr_li, emergency=mark is Mark.UNREFERRED)
    with transaction("visit.file", by=dr_li):
        if mark is Mark.SIGNAL:
            told = {"month": date(2026, 5, 1), "doctor_id": dr_li.id}
            db.session.add(FindingVisit(visit_id=unusual.id, signal=Signal.HURRIED, **told))
        elif mark is Mark.CLOCK:
            db.session.add(VisitCapture(visit_id=unusual.id, clock_ahead=7200, offset_minutes=480))
        elif mark is Mark.DEAD:
            granny_chen.died_on = cast.TODAY - timedelta(days=3)
            db.session.add(VisitCapture(visit_id=plain.id, clock_ahead=2, offset_minutes=480))

    queue = read_queue(asked())

    exceptions = {one.visit_id: one.marks for one in queue.lanes[Lane.EXCEPTION]}
    assert exceptions[unusual.id] == (mark,)
    assert (plain.id in exceptions) is (mark is Mark.DEAD)


def test_a_danger_with_a_referral_is_nothing_unusual(granny_chen, dr_li):
    answers = {"systolic": 192, "diastolic": 115}
    referred = a_log(granny_chen, dr_li, emergency=True, answers=answers | {"emergency_action": "referred"})
    refused = a_log(granny_chen, dr_li, emergency=True, answers=answers | {"emergency_action": "refused"})

    assert lanes() == {Lane.EXCEPTION: [refused.id], Lane.REST: [referred.id]}


def test_what_came_back_waits_again_once_its_doctor_answers(granny_chen, dr_li, zhao):
    log = a_log(granny_chen, dr_li)
    stated(log, zhao, "returned", reason="value")
    before = lanes()

    with later():
        answered(log, dr_li)

    assert before == {}
    assert lanes() == {Lane.ANSWERED: [log.id]}


def test_a_word_of_the_supervisor_is_no_answer(granny_chen, dr_li, zhao):
    log = a_log(granny_chen, dr_li)
    stated(log, zhao, "returned", reason="value")

    with later():
        answered(log, zhao, "请尽快更正。")

    assert lanes() == {}


def test_a_correction_answers_however_often_it_was_mended(granny_chen, dr_li, zhao):
    log = a_log(granny_chen, dr_li)
    stated(log, zhao, "returned", reason="value")

    once = corrected(log, granny_chen, dr_li)
    after_one = lanes()
    twice = corrected(once, granny_chen, dr_li)

    assert after_one == {Lane.ANSWERED: [once.id]}
    assert lanes() == {Lane.ANSWERED: [twice.id]}


def test_what_was_mended_after_it_was_accepted_is_looked_at_again(granny_chen, dr_li, zhao):
    log, other = a_log(granny_chen, dr_li), a_log(granny_chen, dr_li)
    stated(log, zhao)

    mended, plain = corrected(log, granny_chen, dr_li), corrected(other, granny_chen, dr_li)

    assert lanes() == {Lane.EXCEPTION: [mended.id], Lane.REST: [plain.id]}


@pytest.mark.parametrize("outcome", list(CallOutcome))
def test_a_log_called_back_waits_for_a_verdict_once_somebody_was_reached(granny_chen, dr_li, zhao, outcome):
    log = a_log(granny_chen, dr_li)
    stated(log, zhao, "call-back")
    waiting = lanes()

    with later():
        called_back(log, outcome)

    assert waiting == {}
    assert lanes() == ({} if outcome is CallOutcome.NOT_REACHED else {Lane.EXCEPTION: [log.id]})


def test_the_rest_stands_doctor_by_doctor_and_the_others_by_the_hour(granny_chen, dr_li, dr_zhou):
    ids = [
        a_log(granny_chen, who, at=cast.MORNING + timedelta(minutes=n)).id
        for n, who in enumerate([dr_li, dr_zhou] * 2)
    ]

    queue = read_queue(asked())

    assert [one.visit_id for one in queue.lanes[Lane.REST]] == [ids[1], ids[3], ids[0], ids[2]]


def test_after_one_log_comes_the_next_and_after_the_last_the_first_that_is_left(granny_chen, dr_li):
    ids = [a_log(granny_chen, dr_li, at=cast.MORNING + timedelta(minutes=n)).id for n in range(3)]

    queue = read_queue(asked())

    assert [queue.after(each, Lane.REST) for each in ids] == [ids[1], ids[2], ids[0]]
    assert queue.beside(ids[1], Lane.REST) == (ids[0], ids[2])
    assert queue.beside(ids[0], Lane.REST) == (None, ids[1])
    assert queue.place(ids[2], Lane.REST) == 3 and queue.place(ids[2], Lane.SAMPLE) is None


def test_a_disease_not_for_the_reader_leaves_the_log_without_its_content(granny_chen, dr_li):
    from app.policy.terms import Kind, Result

    secret = {
        "kinds": (Kind.MENTAL_DISORDER,),
        "results": {Kind.MENTAL_DISORDER: Result.CONTROLLED},
        "note": "病情稳定",
    }
    log = a_log(granny_chen, dr_li, mode=Mode.HOME, answers={}, **secret)
    waiting = read_queue(asked()).lanes[Lane.REST]

    (line,) = list_lines(waiting, untold={Kind.MENTAL_DISORDER})

    assert line.visit.id == log.id
    assert (line.visit.all_kinds, line.visit.summary, line.visit.note) == ((), "", "")
