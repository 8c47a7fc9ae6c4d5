"""Appointments of records that are merged and parted, and of people who come under another village's code."""

from __future__ import annotations

from datetime import timedelta

from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.people.queries.places import Move
from app.schedule.models import Appointment
from app.schedule.queries import list_markets
from app.schedule.rules import MarketCalendar
from app.schedule.service import add_market, appoint
from app.schedule.service.adoption import adopt, release
from app.schedule.service.moving import move_plans
from tests import cast

TOMORROW = cast.TODAY + timedelta(days=1)


def test_an_appointment_goes_along_with_a_merge_and_back(dr_li, granny_chen):
    doubled = cast.a_person(name="陈桂英")
    with transaction("plan.appoint", by=dr_li):
        made = appoint(doubled, doctor=dr_li, on=TOMORROW)

    with transaction("person.merge", by=COMMAND_LINE):
        journal = adopt(granny_chen, doubled, area_code=cast.LIUTANG)
    db.session.expire_all()
    assert db.session.get(Appointment, made.id).person_id == granny_chen.id

    with transaction("person.part", by=COMMAND_LINE):
        release(granny_chen, doubled, journal)
    db.session.expire_all()
    assert db.session.get(Appointment, made.id).person_id == doubled.id


def test_a_plan_follows_a_village_that_is_merged(dr_li, granny_chen):
    with transaction("plan.appoint", by=dr_li):
        made = appoint(granny_chen, doctor=dr_li, on=TOMORROW)
        add_market(MarketCalendar.WEEKDAY, [5], area_code=cast.LIUTANG, by=dr_li)

    with transaction("area.merge", by=COMMAND_LINE):
        assert move_plans(Move(cast.SHIQIAO, cast.LIUTANG)) == 2

    db.session.expire_all()
    assert db.session.get(Appointment, made.id).area_code == cast.SHIQIAO
    assert [one.area_code for one in list_markets([cast.SHIQIAO])] == [cast.SHIQIAO]


def test_the_market_of_a_village_stays_when_one_person_leaves_it(dr_li, granny_chen):
    with transaction("plan.appoint", by=dr_li):
        appoint(granny_chen, doctor=dr_li, on=TOMORROW)
        add_market(MarketCalendar.WEEKDAY, [5], area_code=cast.LIUTANG, by=dr_li)

    with transaction("transfer.accept", by=COMMAND_LINE):
        assert move_plans(Move(cast.SHIQIAO, person_ids=(granny_chen.id,))) == 1

    assert [one.area_code for one in list_markets([cast.LIUTANG])] == [cast.LIUTANG]
