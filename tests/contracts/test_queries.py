"""The counts of coverage against a township counted by hand, to the person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.contracts.queries import (
    count_closings,
    count_standings,
    list_caseloads,
    list_coverage,
    list_signatories,
)
from app.contracts.rules import Answering, KeyGroup, Share, Standing, Wanted, renewal_of
from app.contracts.service import renew
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.people.rules import CloseReason
from app.people.service import ContractEntry, open_many
from tests import cast
from tests.contracts.conftest import ending, signed


def named(found):
    return {one.name for one in found}


def test_coverage_agrees_with_the_township_counted_by_hand(township, dr_zhou):
    liutang, shiqiao = list_coverage(dr_zhou, areas=dr_zhou.areas, day=cast.TODAY)

    assert (liutang.name, liutang.whole) == ("柳塘村", Share(3, 5))
    assert (shiqiao.name, shiqiao.whole) == ("石桥村", Share(1, 4))
    assert liutang.groups == {
        KeyGroup.KEY: Share(2, 4),
        KeyGroup.ELDERLY: Share(1, 1),
        KeyGroup.HYPERTENSION: Share(1, 1),
        KeyGroup.DIABETES: Share(1, 1),
        KeyGroup.COPD: Share(0, 0),
        KeyGroup.MENTAL_DISORDER: Share(0, 1),
        KeyGroup.TUBERCULOSIS: Share(0, 0),
        KeyGroup.CHILD: Share(0, 1),
        KeyGroup.LOW_INCOME: Share(1, 1),
    }
    assert shiqiao.groups[KeyGroup.KEY] == Share(1, 1)
    assert shiqiao.groups[KeyGroup.COPD] == shiqiao.groups[KeyGroup.HYPERTENSION] == Share(1, 1)


def test_the_county_sees_towns_and_no_number_of_a_hidden_disease(township, county):
    (town,) = list_coverage(county, areas=county.areas, day=cast.TODAY)

    assert (town.code, town.name, town.whole) == (cast.TOWN, "三十铺镇", Share(4, 9))
    assert KeyGroup.MENTAL_DISORDER not in town.groups


def test_what_runs_out_and_what_ended_is_counted(township, dr_zhou):
    counts = count_standings(areas=dr_zhou.areas, day=cast.TODAY)

    assert counts == {
        Standing.ENDING_30: 1,
        Standing.ENDING_60: 1,
        Standing.ENDING_90: 1,
        Standing.EXPIRED: 1,
        Standing.DISSOLVED: 1,
        Standing.NEVER: 2,
    }
    assert count_closings(areas=dr_zhou.areas, day=cast.TODAY) == {CloseReason.OWN_WISH: 1}


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(Standing.SIGNED), {"甲老", "乙近", "丙贫", "己喘"}),
        (Wanted(Standing.UNSIGNED), {"丁病", "戊少", "庚约", "辛七", "壬后"}),
        (Wanted(Standing.ENDING_30), {"丙贫"}),
        (Wanted(Standing.EXPIRED), {"丁病"}),
        (Wanted(Standing.DISSOLVED), {"庚约"}),
        (Wanted(Standing.NEVER), {"戊少", "辛七"}),
        (Wanted(group=KeyGroup.ELDERLY), {"甲老", "己喘"}),
        (Wanted(group=KeyGroup.CHILD), {"戊少"}),
        (Wanted(group=KeyGroup.LOW_INCOME), {"丙贫"}),
        (Wanted(group=KeyGroup.KEY, village=cast.LIUTANG), {"甲老", "乙近", "丁病", "戊少"}),
        (Wanted(group=KeyGroup.MENTAL_DISORDER), {"丁病"}),
    ],
)
def test_the_people_behind_a_number_are_those_counted(township, dr_zhou, wanted, names):
    assert named(list_signatories(dr_zhou, wanted, day=cast.TODAY)) == names


def test_every_number_of_the_page_is_the_length_of_its_list(township, dr_zhou):
    for standing, count in count_standings(areas=dr_zhou.areas, day=cast.TODAY).items():
        assert len(list_signatories(dr_zhou, Wanted(standing), day=cast.TODAY)) == count
    for place in list_coverage(dr_zhou, areas=dr_zhou.areas, day=cast.TODAY):
        for group, share in place.groups.items():
            asked = Wanted(Standing.SIGNED, place.code, group)
            assert len(list_signatories(dr_zhou, asked, day=cast.TODAY)) == share.signed


def test_a_hidden_disease_narrows_no_list_of_a_supervisor(township, zhao):
    everybody = list_signatories(zhao, Wanted(), day=cast.TODAY)

    asked = list_signatories(zhao, Wanted(group=KeyGroup.MENTAL_DISORDER), day=cast.TODAY)

    assert asked == everybody


def test_a_list_holds_nobody_of_another_area(township, dr_wang, insurer):
    assert named(list_signatories(dr_wang, Wanted(), day=cast.TODAY)) == {"己喘", "庚约", "辛七", "壬后"}
    assert list_signatories(insurer, Wanted(), day=cast.TODAY) == []


@pytest.mark.parametrize(("days", "counted"), [(0, True), (30, True), (31, False), (-1, False)])
def test_what_runs_out_within_thirty_days_is_told_to_the_day(granny_chen, dr_li, days, counted):
    ending(granny_chen, days)

    found = list_signatories(dr_li, Wanted(Standing.ENDING_30), day=cast.TODAY)

    assert bool(found) is counted


def test_a_renewed_contract_runs_out_no_more(granny_chen, dr_li):
    contract = ending(granny_chen, 10)
    with transaction("contract.renew", by=COMMAND_LINE):
        renew(contract, renewal_of(contract.ends_on, today=cast.TODAY), by=COMMAND_LINE)

    assert list_signatories(dr_li, Wanted(Standing.ENDING_30), day=cast.TODAY) == []
    for days in range(12):
        day = cast.TODAY + timedelta(days=days)
        assert named(list_signatories(dr_li, Wanted(Standing.SIGNED), day=day)) == {"陈桂英"}


def test_two_contracts_at_a_time_count_one_person(granny_chen, dr_li):
    signed(granny_chen)
    with transaction("contracts", by=COMMAND_LINE):
        open_many(
            [
                ContractEntry(granny_chen.id, date(2026, 5, 20)),
                ContractEntry(granny_chen.id, date(2026, 5, 1)),
            ]
        )

    (place,) = list_coverage(dr_li, areas=dr_li.areas, day=cast.TODAY)

    assert place.whole == Share(1, 1)


def test_who_answers_for_whom_is_counted_by_village(township, dr_zhou, dr_li):
    with transaction("test", by=COMMAND_LINE):
        for name in ("old", "nearly"):
            township[name].doctor_id, township[name].doctor_name = dr_li.id, dr_li.name
        township["copd"].doctor_name = "何医生"

    caseloads = list_caseloads(dr_zhou.areas)

    assert [(each.who, each.villages) for each in caseloads] == [
        (Answering(""), {cast.LIUTANG: 3, cast.SHIQIAO: 3}),
        (Answering("李秀兰", dr_li.id), {cast.LIUTANG: 2}),
        (Answering("何医生"), {cast.SHIQIAO: 1}),
    ]
    by_doctor = list_signatories(dr_zhou, Wanted(doctor=Answering("何医生").key), day=cast.TODAY)
    assert named(by_doctor) == {"己喘"}
    assert len(list_signatories(dr_zhou, Wanted(doctor="none"), day=cast.TODAY)) == 6


def test_a_name_a_list_wrote_later_speaks_before_the_account(granny_chen, dr_li):
    with transaction("test", by=COMMAND_LINE):
        granny_chen.doctor_id, granny_chen.doctor_name = dr_li.id, "何医生"

    (caseload,) = list_caseloads(dr_li.areas)

    assert caseload.who == Answering("何医生")


def test_a_list_asks_the_database_as_often_for_many_as_for_few(township, dr_zhou):
    asked = []

    def keep(*told):
        asked.append(told[2])

    sa.event.listen(db.engine, "before_cursor_execute", keep)
    list_coverage(dr_zhou, areas=dr_zhou.areas, day=cast.TODAY)
    list_signatories(dr_zhou, Wanted(), day=cast.TODAY, limit=30)
    list_caseloads(dr_zhou.areas)
    sa.event.remove(db.engine, "before_cursor_execute", keep)

    assert len(asked) == 5
