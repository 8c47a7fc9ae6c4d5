from __future__ import annotations

import pytest

from app.accounts.reader import Reader, Role
from app.accounts.rules import check_not_own, check_one_remains, check_reach, levels_of, roles_managed_by
from app.core.errors import Forbidden, Refused
from app.core.regions import Level
from tests import cast

COUNTY = Reader(5, "郑国强", Role.COUNTY, (cast.COUNTY,))
ADMIN = Reader(7, "系统管理员", Role.ADMIN, ())
BELOW = {Role.VILLAGE_DOCTOR, Role.FAMILY_DOCTOR, Role.SUPERVISOR, Role.INSURER}


@pytest.mark.parametrize("role", Role)
def test_each_role_manages_those_below_it_and_the_administrator_all(role):
    managed = {Role.ADMIN: set(Role), Role.COUNTY: BELOW}

    assert set(roles_managed_by(role)) == managed.get(role, set())


@pytest.mark.parametrize("role", sorted(BELOW, key=str))
def test_the_county_gives_its_own_areas_to_those_below_it(role):
    check_reach(role, [cast.LIUTANG, cast.TOWN], by=COUNTY)


@pytest.mark.parametrize(
    ("role", "codes"),
    [
        (Role.COUNTY, [cast.COUNTY]),
        (Role.ADMIN, []),
        (Role.VILLAGE_DOCTOR, [cast.ELSEWHERE]),
        (Role.VILLAGE_DOCTOR, [cast.LIUTANG, cast.ELSEWHERE]),
        (Role.INSURER, [cast.CITY]),
    ],
)
def test_the_county_gives_neither_its_own_rank_nor_what_lies_outside(role, codes):
    with pytest.raises(Forbidden):
        check_reach(role, codes, by=COUNTY)


def test_the_administrator_gives_every_role_and_area():
    check_reach(Role.COUNTY, [cast.OTHER_COUNTY], by=ADMIN)
    check_reach(Role.ADMIN, [], by=ADMIN)


def test_the_own_account_is_left_to_another():
    check_not_own(1, by=2)
    check_not_own(1, by=None)

    with pytest.raises(Refused):
        check_not_own(1, by=1)


def test_one_administrator_remains():
    check_one_remains(1, role=Role.ADMIN)
    check_one_remains(0, role=Role.COUNTY)

    with pytest.raises(Refused):
        check_one_remains(0, role=Role.ADMIN)


def test_the_areas_offered_are_of_the_level_that_the_role_holds():
    assert levels_of(Role.VILLAGE_DOCTOR) == (Level.VILLAGE,)
    assert levels_of(Role.ADMIN) == ()
    assert set(levels_of(None)) == set(Level)
