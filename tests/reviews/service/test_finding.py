"""Finding: real logs become facts, findings are kept as they stand now, and the clock looks where something came in."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.service import excuse
from app.people.service import set_death
from app.policy import book
from app.policy.terms import ExcuseReason, Mode
from app.reviews.jobs import find_signals
from app.reviews.models import Finding, FindingVisit
from app.reviews.queries.facts import read_months
from app.reviews.rules.signals import limits_on
from app.reviews.rules.vocabulary import Signal
from app.reviews.service.finding import find_signals_of
from app.visits.models import VisitCapture
from app.visits.rules import VisitSource
from app.visits.service import correct_visit, void_visit
from tests import cast
from tests.reviews.logs import a_log

MAY = date(2026, 5, 1)
LATER = cast.MORNING + timedelta(hours=1)


def facts(doctor):
    """Return what the signals read of a doctor's May, log by log."""
    limits = limits_on(book.current().figures, on=MAY)
    months = read_months([doctor.id], month=MAY, limits=limits)
    return [log for one in months for log in one.logs]


def findings():
    return {
        (row.doctor_id, row.signal): (row.found, row.among, row.area_code)
        for row in db.session.scalars(sa.select(Finding))
    }


def behind(signal):
    wanted = sa.select(FindingVisit.visit_id).where(FindingVisit.signal == signal)
    return set(db.session.scalars(wanted))


def captured(visit, *, latitude=None, longitude=None, at=None, ahead=0):
    """Note when and where a tablet put a visit down."""
    with transaction("visit.file", by=COMMAND_LINE):
        place = {"latitude": latitude, "longitude": longitude, "accuracy_m": latitude and 30.0}
        db.session.add(VisitCapture(visit_id=visit.id, captured_at=at, clock_ahead=ahead, **place))


@pytest.fixture
def people(app):
    """Ten residents of 柳塘村, each of a house of their own."""
    return [cast.a_person() for _ in range(10)]


@pytest.fixture
def alike(people, dr_li):
    """Ten logs of ten people with one and the same pressure."""
    answers = {"systolic": 132, "diastolic": 84}
    return [
        a_log(one, dr_li, at=cast.MORNING + timedelta(minutes=n), answers=answers)
        for n, one in enumerate(people)
    ]


def test_a_log_is_read_with_what_stands_beside_it(granny_chen, dr_li):
    before = a_log(granny_chen, dr_li, at=cast.MORNING - timedelta(days=40))
    struck = a_log(granny_chen, dr_li, at=cast.MORNING - timedelta(days=2), answers={"systolic": 170})
    with transaction("visit.void", by=dr_li):
        void_visit(struck, reason="记错了人", by=dr_li)
    today = a_log(granny_chen, dr_li, note="一切正常")

    (log,) = facts(dr_li)

    assert (log.id, log.visited_on, log.days_late) == (today.id, cast.TODAY, 0)
    assert log.pressure == log.before == (136, 84) and log.typed == 136
    assert (log.mode, log.words, log.captured) == (Mode.HOME, "一切正常", False)
    assert log.moment == cast.MORNING and log.metres is None
    assert before.visited_on < MAY


def test_what_a_tablet_put_down_counts_by_the_tablets_day_and_clock(granny_chen, dr_li):
    made = cast.MORNING - timedelta(days=9)
    visit = a_log(granny_chen, dr_li, visited_on=made.date(), source=VisitSource.TABLET)
    captured(visit, at=made + timedelta(minutes=5), ahead=300)

    (log,) = facts(dr_li)

    assert (log.days_late, log.captured, log.moment) == (0, True, made)


def test_a_log_entered_later_is_late_by_its_first_entry_however_often_it_is_mended(granny_chen, dr_li):
    visit = a_log(granny_chen, dr_li, at=cast.MORNING - timedelta(days=4), visited_on=date(2026, 5, 10))
    with transaction("visit.correct", by=dr_li):
        entry = cast.a_visit(visited_on=date(2026, 5, 10))
        correct_visit(visit, entry, person=granny_chen, reason="血压记错", by=dr_li)

    (log,) = facts(dr_li)

    assert (log.days_late, log.moment) == (6, None)


def test_places_are_measured_from_the_middle_of_the_village(people, alike, dr_li):
    for number, visit in enumerate(alike):
        captured(visit, latitude=31.70 if number else 31.80, longitude=116.5)

    far, *near = facts(dr_li)

    assert far.metres == pytest.approx(11_090, abs=50)
    assert all(log.metres == 0 for log in near)


def test_visits_after_the_death_and_in_a_hospital_stay_are_known_from_the_record(people, dr_li):
    dead, away, home = people[:3]
    with transaction("person.excuse", by=COMMAND_LINE):
        for one in (away, home):
            excuse(
                one,
                reason=ExcuseReason.IN_HOSPITAL if one is away else ExcuseReason.AWAY_FOR_WORK,
                from_on=date(2026, 5, 10),
                return_on=date(2026, 5, 30),
            )
    logs = [a_log(one, dr_li) for one in (dead, away, home)]
    logs.append(a_log(away, dr_li, mode=Mode.PHONE))
    with transaction("person.state", by=COMMAND_LINE):
        set_death(dead, on=date(2026, 5, 19))

    read = {log.id: (log.after_death, log.in_hospital) for log in facts(dr_li)}

    assert [read[log.id] for log in logs] == [(True, False), (False, True), (False, False), (False, False)]


def test_what_was_imported_or_filed_in_another_month_is_not_read(granny_chen, dr_li):
    a_log(granny_chen, dr_li, at=cast.MORNING - timedelta(days=25))
    a_log(granny_chen, dr_li, source=VisitSource.ROSTER)

    assert facts(dr_li) == []


def test_the_clock_keeps_what_is_found_with_the_logs_behind_it(alike, dr_li):
    find_signals(cast.TODAY, False)

    assert findings() == {(dr_li.id, Signal.REPEATED): (10, 10, cast.TOWN)}
    assert behind(Signal.REPEATED) == {visit.id for visit in alike}


def test_looking_twice_changes_nothing(alike, dr_li):
    first = find_signals(cast.TODAY, True)

    assert first == {"doctors": 1, "changed": 1}
    assert find_signals(cast.TODAY, True) == {"doctors": 1, "changed": 0}


def test_between_two_turns_only_those_who_filed_or_struck_are_looked_at(alike, people, dr_li, dr_wang):
    with clock.standing_at(cast.MORNING + timedelta(minutes=30)):
        find_signals(cast.TODAY, False)
    with clock.standing_at(LATER):
        nothing = find_signals(cast.TODAY, False)
        with transaction("visit.void", by=dr_li):
            for visit in alike[:6]:
                void_visit(visit, reason="记错了人", by=dr_li)
        after = find_signals(cast.TODAY, False)

    assert nothing == {"doctors": 0, "changed": 0}
    assert after == {"doctors": 1, "changed": 1}
    assert findings() == {} and behind(Signal.REPEATED) == set()


def test_a_corrected_log_stands_behind_the_finding_in_place_of_the_old_one(alike, people, dr_li):
    find_signals(cast.TODAY, False)
    with transaction("visit.correct", by=dr_li):
        entry = cast.a_visit(answers={"systolic": 132, "diastolic": 84, "heart_rate": 70})
        mended = correct_visit(alike[0], entry, person=people[0], reason="补心率", by=dr_li)

    find_signals(cast.TODAY, False)

    assert behind(Signal.REPEATED) == {mended.id, *(visit.id for visit in alike[1:])}


def test_the_first_turn_of_a_day_finds_what_was_put_on_record_since(people, dr_li):
    visit = a_log(people[0], dr_li, at=cast.MORNING - timedelta(hours=1))
    find_signals(cast.TODAY, False)
    with transaction("person.state", by=COMMAND_LINE):
        set_death(people[0], on=date(2026, 5, 18))
    with clock.standing_at(LATER):
        find_signals(cast.TODAY, False)
    before = findings()

    with clock.standing_at(cast.MORNING + timedelta(days=1)):
        find_signals(cast.TODAY + timedelta(days=1), False)

    assert (before, behind(Signal.NOT_THERE)) == ({}, {visit.id})


def test_one_doctors_logs_are_never_laid_to_another(alike, people, dr_li, dr_zhou):
    a_log(people[0], dr_zhou, answers={"systolic": 132, "diastolic": 84})

    with transaction("signals.find", by=COMMAND_LINE):
        find_signals_of([dr_li.id, dr_zhou.id], month=MAY)

    assert set(findings()) == {(dr_li.id, Signal.REPEATED)}
