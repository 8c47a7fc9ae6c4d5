"""转移: until the other side accepts, nothing changes; afterwards the old side finds nobody, the new one everything."""

from __future__ import annotations

import pytest

from app.accounts.models import Area
from app.audit.queries import list_entries
from app.core.db import db
from app.core.errors import Conflict, NotFound, Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.queries import list_duties
from app.duties.service import reckon, record_death, record_move
from app.people.queries import get_person, search_people
from app.territory.models import Transfer
from app.territory.queries import (
    find_open_transfer,
    get_asked,
    get_incoming,
    list_incoming,
    list_outgoing,
    list_settled,
)
from app.territory.rules import TransferState
from app.territory.service import accept_transfer, ask_transfer, decline_transfer, withdraw_transfer
from app.visits.queries import get_visit, newest_in
from tests import cast
from tests.territory.conftest import BEILOU, ZHANGDIAN, visited


@pytest.fixture
def asked(granny_chen, dr_li, zhangdian):
    """Dr Li asks 张店镇 to take Granny Chen over."""
    return ask(granny_chen, dr_li)


def ask(person, doctor, *, to_code=ZHANGDIAN, reason="随女儿居住"):
    with transaction("transfer.ask", by=doctor):
        return ask_transfer(person, to_code=to_code, reason=reason, by=doctor)


def accept(transfer, doctor, village=BEILOU):
    with transaction("transfer.accept", by=doctor):
        accept_transfer(transfer, village=db.session.get_one(Area, village), by=doctor)


def finds(person, reader):
    return person.id in {row.id for row in search_people("", reader=reader)}


def test_until_it_is_accepted_a_person_stays_where_they_are(granny_chen, asked, dr_li, dr_sun):
    assert finds(granny_chen, dr_li) and not finds(granny_chen, dr_sun)
    assert [(row.name, row.town) for row in list_outgoing(dr_li)] == [("陈桂英", "张店镇")]

    (seen,) = list_incoming(dr_sun)

    assert (seen.name, seen.village, seen.town, seen.reason) == (
        "陈桂英",
        "柳塘村",
        "三十铺镇",
        "随女儿居住",
    )
    with pytest.raises(NotFound):
        get_person(granny_chen.id, reader=dr_sun)


def test_only_who_may_take_over_there_is_told_who_comes(asked, dr_wang, dr_zhou, zhao, county, dr_he, qian):
    told = {reader.username: len(list_incoming(reader)) for reader in (dr_wang, dr_zhou, zhao, county, dr_he)}

    assert set(told.values()) == {0}
    assert get_incoming(asked.id, reader=qian).name == "陈桂英"
    for reader in (dr_he, dr_zhou, county):
        with pytest.raises(NotFound):
            get_incoming(asked.id, reader=reader)


def test_who_is_taken_over_goes_with_all_that_is_owed_and_was_done(granny_chen, asked, dr_li, dr_sun, dr_he):
    visit = visited(granny_chen, days_ago=3)
    owed = {(duty.rule_id, duty.due_on) for duty in list_duties(granny_chen.id)}

    accept(asked, dr_sun)

    with pytest.raises(NotFound):
        get_person(granny_chen.id, reader=dr_li)
    with pytest.raises(NotFound):
        get_visit(visit.id, reader=dr_li)
    assert not newest_in(dr_li.areas)
    for reader in (dr_sun, dr_he):
        assert get_person(granny_chen.id, reader=reader).area_code == BEILOU
        assert get_visit(visit.id, reader=reader).area_code == BEILOU
        assert finds(granny_chen, reader)
    assert {(duty.rule_id, duty.due_on) for duty in list_duties(granny_chen.id)} == owed
    with transaction("duties.reckon", by=COMMAND_LINE):
        assert reckon([granny_chen.id]).changed == 0


def test_what_tied_a_person_to_the_old_place_stays_behind(dr_li, dr_sun, app):
    person = cast.a_person(
        name="李大山", head_name="李老根", group_name="东组", kinship="之子", doctor_name="李秀兰"
    )
    transfer = ask(person, dr_li)

    accept(transfer, dr_sun)

    assert (person.household_id, person.group_name, person.kinship, person.doctor_name) == (None, "", "", "")


def test_a_settled_request_no_longer_names_the_person_to_the_side_that_does_not_see_them(
    asked, dr_li, dr_sun, qian
):
    accept(asked, dr_sun)

    ((ours,), (theirs,)) = (list_settled(reader, limit=9) for reader in (dr_li, qian))

    assert (ours.name, ours.person_id, ours.state) == ("", None, TransferState.ACCEPTED)
    assert (theirs.name, theirs.answered_by_name) == ("陈桂英", "孙梅")
    assert list_outgoing(dr_li) == [] and list_incoming(dr_sun) == []


def test_who_is_declined_stays_and_the_other_side_forgets_the_name(granny_chen, asked, dr_li, dr_sun):
    with transaction("transfer.decline", by=dr_sun):
        decline_transfer(asked, reason="不在本镇居住", by=dr_sun)

    assert finds(granny_chen, dr_li)
    ((ours,), (theirs,)) = (list_settled(reader, limit=9) for reader in (dr_li, dr_sun))
    assert (ours.name, ours.answer) == ("陈桂英", "不在本镇居住")
    assert theirs.name == ""


def test_the_asking_side_may_think_better_of_it(granny_chen, asked, dr_li, dr_sun):
    with transaction("transfer.withdraw", by=dr_li):
        withdraw_transfer(get_asked(asked.id, reader=dr_li), by=dr_li)

    assert find_open_transfer(granny_chen.id) is None
    with pytest.raises(NotFound):
        get_incoming(asked.id, reader=dr_sun)
    with pytest.raises(Conflict):
        accept(asked, dr_sun)


def test_nobody_else_may_withdraw_it(asked, dr_wang, dr_sun):
    for reader in (dr_wang, dr_sun):
        with pytest.raises(NotFound):
            get_asked(asked.id, reader=reader)


def test_a_person_has_one_open_request(granny_chen, asked, dr_li, dr_sun):
    with pytest.raises(Conflict):
        ask(granny_chen, dr_li)

    accept(asked, dr_sun)
    assert ask(granny_chen, dr_sun, to_code=cast.TOWN).state is TransferState.ASKED


@pytest.mark.parametrize("to_code", [cast.TOWN, cast.OTHER_TOWN, BEILOU, "", "341502999000"])
def test_a_person_goes_to_another_town_of_the_county_only(granny_chen, dr_li, zhangdian, to_code):
    with pytest.raises(Refused):
        ask(granny_chen, dr_li, to_code=to_code)

    assert find_open_transfer(granny_chen.id) is None


@pytest.mark.parametrize("leaves", [record_death, record_move])
def test_who_died_or_moved_meanwhile_is_not_taken_over(granny_chen, asked, dr_li, dr_sun, leaves):
    with transaction("person.left", by=dr_li):
        leaves(granny_chen, on=cast.TODAY)

    with pytest.raises(Refused, match="不能转移"):
        accept(asked, dr_sun)

    assert granny_chen.area_code == cast.LIUTANG
    with transaction("transfer.decline", by=dr_sun):
        decline_transfer(asked, reason="已不在", by=dr_sun)


def test_somebody_is_taken_into_a_village_of_the_town_that_was_asked(granny_chen, asked, dr_sun):
    with pytest.raises(Refused):
        accept(asked, dr_sun, village=cast.SHIQIAO)

    assert granny_chen.area_code == cast.LIUTANG


def test_records_that_were_merged_into_a_person_go_along(granny_chen, asked, dr_sun):
    twin = cast.a_person(name="陈贵英")
    with transaction("person.merge", by=COMMAND_LINE):
        twin.merged_into_id = granny_chen.id

    accept(asked, dr_sun)

    assert twin.area_code == BEILOU


def test_the_trail_tells_who_handed_a_person_over(granny_chen, asked, dr_sun):
    accept(asked, dr_sun)

    deeds = {(entry.action, entry.actor_name) for entry in list_entries("person", granny_chen.id)}

    assert {("transfer.ask", "李秀兰"), ("transfer.accept", "孙梅")} <= deeds
    assert db.session.get_one(Transfer, asked.id).village_code == BEILOU
