"""Whose medicine is missing, what is reported, what is on its way: read from what a reader may see."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.careplans.rules.vocabulary import Disease, DoseUnit
from app.core.errors import NotFound
from app.core.transaction import COMMAND_LINE, transaction
from app.people.service import set_death
from app.supplies.queries import (
    count_open,
    get_delivery,
    get_shortage,
    list_affected,
    list_deliveries,
    list_open,
    list_shortages,
    list_uses,
    out_of_stock,
)
from app.supplies.rules.entries import MedicineName
from app.supplies.rules.need import need_of
from app.supplies.rules.vocabulary import CloseWay
from app.supplies.service import close_shortage, receive
from tests import cast
from tests.supplies.conftest import a_medicine, reported, sent, treated


def test_the_need_of_a_village_is_read_from_its_plans_in_force(granny_chen, neighbour, dr_li) -> None:
    treated(granny_chen, a_medicine(), a_medicine("二甲双胍", "0.5g", code="metformin", times=2))
    treated(neighbour, a_medicine(dose=2), runs_out_on=cast.TODAY + timedelta(days=10))
    treated(cast.a_person(name="石桥人", area_code=cast.SHIQIAO))

    needs = need_of(list_uses([cast.LIUTANG]), day=cast.TODAY)

    assert [(each.name, each.people, each.use, each.at_home, each.to_give) for each in needs] == [
        ("氨氯地平", 2, 90, 20, 70),
        ("二甲双胍", 1, 60, 0, 60),
    ]


def test_a_plan_that_ended_and_somebody_who_died_need_nothing(granny_chen, neighbour) -> None:
    treated(granny_chen)
    plan = treated(neighbour)
    with transaction("careplan.end", by=COMMAND_LINE):
        plan.ended_on, plan.in_force_id = cast.TODAY, None
        set_death(granny_chen, on=cast.TODAY)

    assert list_uses([cast.LIUTANG]) == []


@pytest.mark.parametrize(
    ("medicine", "lacking"),
    [
        (MedicineName("氨氯地平", "5mg", "amlodipine"), True),
        (MedicineName("氨氯地平", "", "amlodipine"), True),
        (MedicineName("络活喜", "5 mg"), True),
        (MedicineName("氨氯地平", "10mg", "amlodipine"), False),
        (MedicineName("二甲双胍", "0.5g", "metformin"), False),
    ],
)
def test_somebody_lacks_what_their_village_reports_by_medicine_and_strength(
    granny_chen, dr_li, medicine, lacking
) -> None:
    treated(granny_chen, a_medicine("苯磺酸氨氯地平片"))

    reported(dr_li, medicine=medicine)

    assert out_of_stock([granny_chen.id]) == ({granny_chen.id: ("氨氯地平",)} if lacking else {})


def test_a_medicine_the_catalogue_does_not_know_is_missed_by_its_name(granny_chen, dr_li) -> None:
    treated(granny_chen, a_medicine("自配膏方", "", code="", unit=DoseUnit.SACHET))

    reported(dr_li, medicine=MedicineName("自配膏方"))

    assert out_of_stock([granny_chen.id]) == {granny_chen.id: ("自配膏方",)}


def test_another_village_lacks_nothing_and_nobody_is_asked_for_nobody(granny_chen, dr_li) -> None:
    treated(granny_chen)
    wang = cast.a_person(name="石桥人", area_code=cast.SHIQIAO)
    treated(wang)

    reported(dr_li)

    assert out_of_stock([granny_chen.id, wang.id]) == {granny_chen.id: ("氨氯地平",)}
    assert out_of_stock([]) == {}


def test_two_plans_and_two_reports_name_a_medicine_once(granny_chen, dr_li) -> None:
    treated(granny_chen, a_medicine(), a_medicine("二甲双胍", "0.5g", code="metformin"))
    treated(granny_chen, disease=Disease.CORONARY)
    reported(dr_li)
    reported(dr_li, medicine=MedicineName("氨氯地平", "", "amlodipine"))
    reported(dr_li, medicine=MedicineName("二甲双胍", "0.5g", "metformin"))

    assert out_of_stock([granny_chen.id]) == {granny_chen.id: ("二甲双胍", "氨氯地平")}


def test_a_report_says_whom_it_concerns(granny_chen, neighbour, dr_li) -> None:
    treated(granny_chen)
    treated(neighbour)
    treated(cast.a_person(name="无关", conditions=("diabetes",)), a_medicine("二甲双胍", code="metformin"))
    shortage = reported(dr_li)

    (line,) = list_shortages([cast.TOWN])

    assert (line.village, line.name, line.strength, line.affected) == ("柳塘村", "氨氯地平", "5mg", 2)
    assert {each.name for each in list_affected(shortage, limit=9)} == {"陈桂英", "刘二"}
    assert count_open([cast.TOWN]) == 1 and count_open([cast.SHIQIAO]) == 0
    assert list_open([cast.LIUTANG]) == {(cast.LIUTANG, "amlodipine", "5mg"): shortage.id}


def test_open_reports_and_closed_ones_are_two_lists(dr_li) -> None:
    first, second = reported(dr_li), reported(dr_li, medicine=MedicineName("二甲双胍"))
    with transaction("supply.close", by=dr_li):
        close_shortage(first, CloseWay.MISTAKE, by=dr_li)

    assert [each.id for each in list_shortages([cast.LIUTANG])] == [second.id]
    assert [each.id for each in list_shortages([cast.LIUTANG], closed=True)] == [first.id]


def test_what_is_on_its_way_is_listed_until_it_arrives(granny_chen, dr_zhou, dr_li) -> None:
    late = sent(dr_zhou, sent_on=date(2026, 5, 1), expected_on=date(2026, 5, 10))
    to_her = sent(dr_zhou, person_id=granny_chen.id)

    on_the_way = list_deliveries([cast.TOWN], on_the_way=True)
    with transaction("supply.receive", by=dr_li):
        receive(late, on=cast.TODAY, by=dr_li)

    assert [(each.id, each.person_name) for each in on_the_way] == [(late.id, ""), (to_her.id, "陈桂英")]
    assert [each.is_late(cast.TODAY) for each in on_the_way] == [True, False]
    assert [each.id for each in list_deliveries([cast.TOWN], on_the_way=False)] == [late.id]


def test_what_lies_elsewhere_is_absent(dr_li, dr_wang, dr_zhou, insurer) -> None:
    shortage, delivery = reported(dr_li), sent(dr_zhou)

    for reader in (dr_wang, insurer):
        with pytest.raises(NotFound):
            get_shortage(shortage.id, reader=reader)
        with pytest.raises(NotFound):
            get_delivery(delivery.id, reader=reader)
    with pytest.raises(NotFound):
        get_shortage(2**40, reader=dr_li)
