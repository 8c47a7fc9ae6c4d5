"""A week proposed, moved by hand and proposed again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.schedule.models import Appointment
from app.schedule.queries import list_meetings
from app.schedule.rules import DayKind, MarketCalendar, Standing
from app.schedule.service import (
    add_market,
    add_special_day,
    appoint,
    cancel_appointments,
    lay_days,
    move_appointments,
    propose_week,
    set_pattern,
)
from app.visits.service import file_visit
from tests import cast

WEDNESDAY = cast.TODAY
MONDAY, THURSDAY, FRIDAY = (WEDNESDAY + timedelta(days=step) for step in (-2, 1, 2))
NEXT_MONDAY = MONDAY + timedelta(days=7)
DAY = timedelta(days=1)


def week_of(doctor, *, monday=MONDAY):
    return list_meetings(doctor.id, first=monday, last=monday + 6 * DAY, reader=doctor)


def plan_of(doctor, *, monday=MONDAY):
    return {one.person_id: one.on_day for one in week_of(doctor, monday=monday)}


def propose(doctor, *, monday=MONDAY):
    with transaction("plan.propose", by=doctor):
        return propose_week(doctor, monday=monday)


def works(doctor, *, per_day=24, weekdays=(1, 2, 3, 4, 5)):
    with transaction("plan.settings", by=doctor):
        set_pattern(doctor.id, per_day=per_day, weekdays=weekdays)


def test_whoever_is_overdue_is_laid_out_from_today_on(dr_li, neighbours):
    works(dr_li, per_day=2)

    done = propose(dr_li)

    planned = plan_of(dr_li)
    assert (done.placed, done.left) == (4, 0)
    assert planned.keys() == {person.id for person in neighbours}
    assert planned[neighbours[0].id] == planned[neighbours[1].id]
    assert set(planned.values()) == {WEDNESDAY, THURSDAY}


def test_who_finds_no_room_is_counted(dr_li, neighbours):
    works(dr_li, per_day=1, weekdays=(3, 4))

    done = propose(dr_li)

    # Two live together and a day holds one: they take both days.
    assert (done.placed, done.left) == (2, 2)


def test_holidays_markets_and_closed_days_are_left_out(dr_li, neighbours):
    with transaction("calendar.day", by=dr_li):
        lay_days(2026, {WEDNESDAY: (DayKind.HOLIDAY, "休"), date(2026, 5, 23): (DayKind.WORKDAY, "调休上班")})
        add_special_day(THURSDAY, DayKind.CLOSED, area_code=cast.LIUTANG, name="修路", by=dr_li)
        add_market(MarketCalendar.WEEKDAY, [5], area_code=cast.LIUTANG, by=dr_li)

    propose(dr_li)

    assert set(plan_of(dr_li).values()) == {date(2026, 5, 23)}


def test_what_was_set_by_hand_stays_when_the_week_is_planned_anew(dr_li, neighbours):
    propose(dr_li)
    chosen = next(one for one in week_of(dr_li) if one.person_id == neighbours[2].id)
    with transaction("plan.move", by=dr_li):
        move_appointments([chosen.id], doctor=dr_li, to=FRIDAY)

    again = propose(dr_li)

    assert plan_of(dr_li)[neighbours[2].id] == FRIDAY
    assert len(week_of(dr_li)) == 4
    assert again.changed == 0


def test_planning_again_changes_nothing_where_nothing_changed(dr_li, neighbours):
    propose(dr_li)
    before = [(one.id, one.on_day) for one in week_of(dr_li)]

    again = propose(dr_li)

    assert again.changed == 0
    assert [(one.id, one.on_day) for one in week_of(dr_li)] == before


def test_an_appointment_is_kept_once_somebody_was_seen_later_that_week(dr_li, neighbours):
    propose(dr_li)
    seen = neighbours[0]
    with transaction("visit.file", by=dr_li), clock.standing_at(FRIDAY):
        file_visit(cast.a_visit(visited_on=FRIDAY), person=seen, doctor=dr_li)

    standing = {one.person_id: one.standing_on(FRIDAY) for one in week_of(dr_li)}

    assert standing.pop(seen.id) is Standing.SEEN
    assert set(standing.values()) == {Standing.UNSEEN}


def test_a_kept_appointment_stays_and_a_missed_one_is_laid_out_again(dr_li, neighbours):
    propose(dr_li)
    with transaction("visit.file", by=dr_li):
        file_visit(cast.a_visit(), person=neighbours[0], doctor=dr_li)

    with clock.standing_at(FRIDAY):
        propose(dr_li)

    assert plan_of(dr_li) == {
        person.id: WEDNESDAY if person is neighbours[0] else FRIDAY for person in neighbours
    }


def test_whom_a_colleague_calls_on_is_not_planned_twice(dr_li, dr_zhou, neighbours):
    with transaction("plan.appoint", by=dr_zhou):
        appoint(neighbours[3], doctor=dr_zhou, on=THURSDAY)

    propose(dr_li)

    assert plan_of(dr_li).keys() == {person.id for person in neighbours[:3]}
    assert plan_of(dr_zhou) == {neighbours[3].id: THURSDAY}


def test_a_week_to_come_can_be_planned_and_a_week_gone_by_not(dr_li, neighbours):
    propose(dr_li, monday=NEXT_MONDAY)

    assert set(plan_of(dr_li, monday=NEXT_MONDAY).values()) == {NEXT_MONDAY}
    with pytest.raises(Refused, match="已经过去"):
        propose(dr_li, monday=MONDAY - 7 * DAY)


def test_making_another_appointment_in_a_week_takes_the_place_of_the_one_before(dr_li, granny_chen):
    with transaction("plan.appoint", by=dr_li):
        appoint(granny_chen, doctor=dr_li, on=THURSDAY)
        appoint(granny_chen, doctor=dr_li, on=FRIDAY, note=" 带血压计 ")

    (only,) = week_of(dr_li)
    assert (only.on_day, only.note, only.by_hand) == (FRIDAY, "带血压计", True)
    assert db.session.scalar(sa.select(sa.func.count(Appointment.id))) == 2


def test_an_appointment_cancelled_is_gone_from_the_plan_and_stays_on_record(dr_li, neighbours):
    propose(dr_li)
    ids = [one.id for one in week_of(dr_li)][:3]

    with transaction("plan.cancel", by=dr_li):
        assert cancel_appointments(ids, doctor=dr_li) == 3

    assert len(week_of(dr_li)) == 1
    assert db.session.scalar(sa.select(sa.func.count(Appointment.id))) == 4


def test_nobody_moves_a_colleagues_appointment_or_one_that_is_gone(dr_li, dr_zhou, neighbours):
    propose(dr_li)
    (first, *_others) = week_of(dr_li)

    with pytest.raises(Conflict), transaction("plan.move", by=dr_zhou):
        move_appointments([first.id], doctor=dr_zhou, to=FRIDAY)
    with transaction("plan.cancel", by=dr_li):
        cancel_appointments([first.id], doctor=dr_li)
    with pytest.raises(Conflict), transaction("plan.cancel", by=dr_li):
        cancel_appointments([first.id], doctor=dr_li)


@pytest.mark.parametrize("day", [MONDAY, WEDNESDAY + 400 * DAY])
def test_a_day_gone_by_or_far_ahead_is_refused(dr_li, granny_chen, day):
    with pytest.raises(Refused), transaction("plan.appoint", by=dr_li):
        appoint(granny_chen, doctor=dr_li, on=day)

    assert not db.session.scalar(sa.select(sa.func.count(Appointment.id)))


def test_who_died_is_called_on_no_more(dr_li, granny_chen):
    from app.duties.service import record_death

    with transaction("plan.appoint", by=dr_li):
        appoint(granny_chen, doctor=dr_li, on=THURSDAY)
    with transaction("person.death", by=COMMAND_LINE):
        record_death(granny_chen, on=WEDNESDAY)

    assert week_of(dr_li) == []
