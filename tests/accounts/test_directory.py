"""The accounts somebody manages, and the places that may be given to them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts.models import Area, UserArea
from app.accounts.queries import Wanted, find_places, get_account, list_accounts, places_of
from app.accounts.reader import Reader, Role
from app.accounts.rules import levels_of
from app.accounts.service import NewAccount, add_user
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.core.transaction import SYSTEM, transaction
from tests import cast

VILLAGES = levels_of(Role.VILLAGE_DOCTOR)


def opened(*areas, role=Role.VILLAGE_DOCTOR):
    with transaction("account.add", by=SYSTEM):
        return add_user(NewAccount("dr_new", role, areas, cast.PASSWORD, "吴远")).id


def held_until(user_id, code, day, **changes):
    with transaction("account.areas", by=SYSTEM):
        held = db.session.get(UserArea, (user_id, code)) or UserArea(user_id=user_id, area_code=code)
        held.until = day
        for name, value in changes.items():
            setattr(held, name, value)
        db.session.add(held)


def is_managed(user_id, reader):
    try:
        return get_account(user_id, reader=reader).id == user_id
    except NotFound:
        return False


def test_the_list_and_the_single_account_agree_on_who_is_managed(app, admin, county, zhao, dr_li):
    numbers = [line.id for line in list_accounts(admin, Wanted(), limit=99)]

    for reader in (admin, county, zhao, dr_li):
        listed = {line.id for line in list_accounts(reader, Wanted(), limit=99)}
        assert listed == {number for number in numbers if is_managed(number, reader)}


@pytest.mark.parametrize("role", ["zhao", "dr_zhou", "dr_li", "insurer"])
def test_who_may_not_manage_accounts_manages_none(app, request, role):
    assert list_accounts(request.getfixturevalue(role), Wanted(), limit=99) == []


def test_what_ended_elsewhere_does_not_stand_in_the_way(app, county):
    moved = opened(cast.LIUTANG, cast.ELSEWHERE)
    assert not is_managed(moved, county)

    held_until(moved, cast.ELSEWHERE, clock.today() - timedelta(days=1))

    assert is_managed(moved, county)


def test_a_cover_in_another_county_takes_the_account_out_of_reach_while_it_runs(app, county):
    lent = opened(cast.LIUTANG)
    held_until(lent, cast.ELSEWHERE, clock.today(), covers_for="吴远")

    assert not is_managed(lent, county)
    with clock.standing_at(clock.now() + timedelta(days=1)):
        assert is_managed(lent, county)


def test_an_insurer_of_the_whole_city_is_not_the_countys(app, county):
    assert not is_managed(opened(cast.CITY, role=Role.INSURER), county)


def test_an_account_without_any_area_belongs_to_the_administrator_alone(app, county, admin):
    alone = opened(role=Role.ADMIN)

    assert is_managed(alone, admin) and not is_managed(alone, county)


def test_a_manager_without_areas_manages_nobody(app, dr_li):
    nowhere = Reader(99, "无", Role.COUNTY, ())

    assert not is_managed(dr_li.id, nowhere)


def test_places_are_found_by_name_and_by_code_with_the_one_above(app):
    by_name = find_places(" 柳塘 ", areas=None, levels=VILLAGES, limit=9)
    by_code = find_places(cast.LIUTANG[:9], areas=None, levels=VILLAGES, limit=9)

    assert [(place.code, place.above) for place in by_name] == [(cast.LIUTANG, "三十铺镇")]
    assert [place.code for place in by_code] == [cast.LIUTANG, cast.SHIQIAO, cast.GUIHUA]


def test_a_place_outside_or_merged_is_not_offered(app):
    with transaction("area.merge", by=SYSTEM):
        db.session.get_one(Area, cast.GUIHUA).ended_on = clock.today()

    inside = find_places("村", areas=[cast.COUNTY], levels=VILLAGES, limit=9)

    assert [place.code for place in inside] == [cast.LIUTANG, cast.SHIQIAO]
    assert [place.code for place in places_of([cast.GUIHUA, cast.LIUTANG, "x"])] == [cast.LIUTANG]


@pytest.mark.parametrize("text", ["%", "_", "'"])
def test_signs_of_the_query_language_are_only_signs(app, text):
    assert find_places(text, areas=None, levels=VILLAGES, limit=9) == []
    assert list_accounts(Reader(7, "", Role.ADMIN, ()), Wanted("%%"), limit=9) == []
