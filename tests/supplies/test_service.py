"""Reported, answered, sent, received, closed: and what each leads to."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.people.queries.places import Move
from app.supplies.models import Delivery, Shortage
from app.supplies.queries import count_open, out_of_stock
from app.supplies.rules.entries import AnswerEntry, MedicineName, ShortageEntry
from app.supplies.rules.vocabulary import Answered, CloseWay
from app.supplies.service import (
    answer_shortage,
    cancel_delivery,
    close_shortage,
    receive,
    report_shortage,
)
from app.supplies.service.adoption import adopt, release
from app.supplies.service.moving import move_supplies
from tests import cast
from tests.supplies.conftest import AMLODIPINE, a_delivery, reported, sent, treated

A_DAY = timedelta(days=1)


def received(delivery, by, *, on=cast.TODAY):
    with transaction("supply.receive", by=by):
        return receive(delivery, on=on, by=by)


def test_whoever_reports_again_finds_the_report_that_stands(dr_li, dr_zhou) -> None:
    first = reported(dr_li, note="只剩两盒")

    second = reported(dr_zhou, medicine=MedicineName("络活喜", "5 毫克"))

    assert second.id == first.id
    assert (first.name, first.code, first.strength) == ("氨氯地平", "amlodipine", "5mg")
    assert first.by_name == "李秀兰"


def test_a_report_sent_twice_is_one_even_after_it_was_closed(dr_li) -> None:
    key = uuid4()
    first = reported(dr_li, client_key=key)
    with transaction("supply.close", by=dr_li):
        close_shortage(first, CloseWay.MISTAKE, by=dr_li)

    assert reported(dr_li, client_key=key).id == first.id
    assert reported(dr_li).id != first.id


def test_another_village_and_another_strength_are_reports_of_their_own(dr_zhou) -> None:
    reported(dr_zhou)
    reported(dr_zhou, area_code=cast.SHIQIAO)
    reported(dr_zhou, medicine=MedicineName("氨氯地平", "10mg"))

    assert count_open([cast.TOWN]) == 3


def test_two_who_report_the_same_at_once_make_one_report(app, dr_li) -> None:
    found: list[int] = []

    def meanwhile() -> None:
        with app.app_context(), transaction("supply.report", by=COMMAND_LINE):
            entry = ShortageEntry(uuid4(), cast.LIUTANG, AMLODIPINE)
            found.append(report_shortage(entry, by=COMMAND_LINE).id)

    worker = threading.Thread(target=meanwhile)
    with transaction("supply.report", by=dr_li):
        first = report_shortage(ShortageEntry(uuid4(), cast.LIUTANG, AMLODIPINE), by=dr_li).id
        worker.start()
        worker.join(0.5)
        assert worker.is_alive()
    worker.join()

    assert found == [first]


def test_an_answer_says_who_when_and_until_when(dr_li, zhao) -> None:
    shortage = reported(dr_li)

    with transaction("supply.answer", by=zhao):
        answer_shortage(shortage, AnswerEntry(Answered.FETCH, cast.TODAY + A_DAY, "周三可取"), by=zhao)

    assert (shortage.answer, shortage.answered_by) == (Answered.FETCH, "赵敏")
    assert shortage.expected_on == cast.TODAY + A_DAY
    assert shortage.closed_on is None


def test_what_is_closed_takes_no_answer_and_no_second_end(dr_li, zhao) -> None:
    shortage = reported(dr_li)
    with transaction("supply.close", by=dr_li):
        close_shortage(shortage, CloseWay.SUBSTITUTED, by=dr_li)

    with pytest.raises(Conflict, match="李秀兰"), transaction("supply.answer", by=zhao):
        answer_shortage(shortage, AnswerEntry(Answered.UNAVAILABLE), by=zhao)
    with pytest.raises(Conflict), transaction("supply.close", by=zhao):
        close_shortage(shortage, CloseWay.MISTAKE, by=zhao)


def test_a_delivery_answers_a_report_and_its_arrival_closes_it(granny_chen, dr_li, zhao) -> None:
    treated(granny_chen)
    shortage = reported(dr_li)
    delivery = sent(zhao, shortage=shortage, expected_on=cast.TODAY + A_DAY)
    before = out_of_stock([granny_chen.id])

    settled = received(delivery, dr_li)

    assert before == {granny_chen.id: ("氨氯地平",)}
    assert out_of_stock([granny_chen.id]) == {}
    assert settled == 1
    assert shortage.answer is Answered.WILL_DELIVER
    assert (shortage.closed_as, shortage.closed_on, shortage.closed_by) == (
        CloseWay.DELIVERED,
        cast.TODAY,
        "李秀兰",
    )


@pytest.mark.parametrize(
    ("changes", "settled"),
    [
        ({}, 1),
        ({"medicine": MedicineName("氨氯地平", "", "amlodipine")}, 1),
        ({"medicine": MedicineName("氨氯地平", "10mg", "amlodipine")}, 0),
        ({"medicine": MedicineName("二甲双胍", "0.5g", "metformin")}, 0),
        ({"area_code": cast.SHIQIAO}, 0),
    ],
)
def test_a_delivery_nobody_asked_for_settles_what_its_village_lacks(dr_li, zhao, changes, settled) -> None:
    reported(dr_li)

    assert received(sent(zhao, **changes), dr_li) == settled


def test_what_is_one_persons_alone_settles_nothing_for_the_village(granny_chen, dr_li, zhao) -> None:
    reported(dr_li)

    assert received(sent(zhao, person_id=granny_chen.id), dr_li) == 0
    assert count_open([cast.LIUTANG]) == 1


def test_a_delivery_arrives_once_and_not_before_it_left(dr_li, zhao) -> None:
    delivery = sent(zhao)
    for day in (cast.TODAY - A_DAY, cast.TODAY + A_DAY):
        with pytest.raises(Refused):
            received(delivery, dr_li, on=day)
    received(delivery, dr_li)

    with pytest.raises(Conflict, match="李秀兰"):
        received(delivery, dr_li)
    with pytest.raises(Conflict), transaction("supply.cancel", by=zhao):
        cancel_delivery(delivery)


def test_what_was_called_off_does_not_arrive(dr_li, zhao) -> None:
    shortage = reported(dr_li)
    delivery = sent(zhao, shortage=shortage)
    with transaction("supply.cancel", by=zhao):
        cancel_delivery(delivery)

    with pytest.raises(Conflict):
        received(delivery, dr_li)
    assert shortage.closed_on is None


def test_a_delivery_sent_twice_is_one(zhao) -> None:
    key = uuid4()

    assert sent(zhao, client_key=key).id == sent(zhao, client_key=key).id


def test_a_delivery_of_nothing_is_refused(zhao) -> None:
    with pytest.raises(Refused):
        sent(zhao, quantity=0)

    assert a_delivery(quantity=0.5).quantity == 0.5


def test_a_village_that_is_merged_takes_its_supply_along(granny_chen, dr_li, zhao) -> None:
    reported(dr_li)
    sent(zhao)
    sent(zhao, person_id=granny_chen.id)

    with transaction("area.merge", by=COMMAND_LINE):
        moved = move_supplies(Move(cast.SHIQIAO, cast.LIUTANG))

    assert moved == 3
    assert count_open([cast.SHIQIAO]) == 1
    assert set(db.session.scalars(sa.select(Delivery.area_code))) == {cast.SHIQIAO}


def test_somebody_handed_over_takes_their_own_delivery_along(granny_chen, dr_li, zhao) -> None:
    shortage, village = reported(dr_li), sent(zhao)
    own = sent(zhao, person_id=granny_chen.id)

    with transaction("transfer.accept", by=COMMAND_LINE):
        move_supplies(Move(cast.SHIQIAO, person_ids=(granny_chen.id,)))

    db.session.expire_all()
    places = [db.session.get_one(Delivery, each.id).area_code for each in (village, own)]
    assert places == [cast.LIUTANG, cast.SHIQIAO]
    assert db.session.get_one(Shortage, shortage.id).area_code == cast.LIUTANG


def test_a_delivery_goes_along_with_a_merged_record_and_back(granny_chen, neighbour, zhao) -> None:
    own = sent(zhao, person_id=neighbour.id)
    with transaction("person.merge", by=COMMAND_LINE):
        journal = adopt(granny_chen, neighbour, area_code=cast.SHIQIAO)
    db.session.expire_all()
    adopted = (own.person_id, own.area_code)
    with transaction("person.part", by=COMMAND_LINE):
        release(granny_chen, neighbour, journal)

    db.session.expire_all()
    assert adopted == (granny_chen.id, cast.SHIQIAO)
    assert (own.person_id, own.area_code) == (neighbour.id, cast.LIUTANG)
