"""Who lives around somebody just visited and is owed something too."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.core.transaction import COMMAND_LINE, transaction
from app.duties.service import excuse
from app.policy.terms import ExcuseReason, Kind
from app.visits.queries import read_around
from app.visits.service import file_visit
from tests import cast

# Too young for what everybody of an age is owed.
YOUNG = date(1999, 3, 8)
HOME = {"head_name": "陈家旺", "group_name": "第三组"}


@pytest.fixture
def son(app):
    """Who was just visited: in the household of 陈家旺, third group."""
    return cast.a_person(name="陈大明", born_on=YOUNG, **HOME)


def _ill(name, *, since=date(2026, 1, 1), **changes):
    stated = {"conditions": ("hypertension",), "born_on": YOUNG}
    return cast.a_person(name=name, since=since, **stated | changes)


def _names(around):
    return [each.name for each in around.household], [each.name for each in around.group]


def test_the_household_comes_first_and_nobody_stands_twice(son, dr_li):
    _ill("陈老太", kinship="母亲", **HOME)
    _ill("刘二", group_name="第三组")
    cast.a_person(name="陈小宝", born_on=YOUNG, **HOME)

    around = read_around(son, reader=dr_li, day=cast.TODAY)

    assert _names(around) == (["陈老太"], ["刘二"])
    (mother,) = around.household
    assert (mother.kinship, mother.kinds, mother.worst.rule_id) == (
        "母亲", (Kind.HYPERTENSION,), "hypertension-followup",
    )  # fmt: skip


def test_of_the_group_the_longest_overdue_come_first_and_only_three(son, dr_li):
    for month, name in ((3, "丙"), (1, "甲"), (4, "丁"), (2, "乙")):
        _ill(name, since=date(2026, month, 1), group_name="第三组")
    _ill("别组", group_name="第一组")
    _ill("别村", group_name="第三组", area_code=cast.GUIHUA)

    around = read_around(son, reader=dr_li, day=cast.TODAY)

    assert _names(around) == ([], ["甲", "乙", "丙"])


def test_who_is_excused_stays_named_in_the_household_and_is_not_next_in_the_group(son, dr_li):
    mother, neighbour = _ill("陈老太", **HOME), _ill("刘二", group_name="第三组")
    with transaction("person.excuse", by=COMMAND_LINE):
        for person in (mother, neighbour):
            until = cast.TODAY + timedelta(days=9)
            excuse(person, reason=ExcuseReason.IN_HOSPITAL, from_on=cast.TODAY, return_on=until)

    assert _names(read_around(son, reader=dr_li, day=cast.TODAY)) == (["陈老太"], [])


def test_what_is_due_at_the_end_of_the_year_calls_nobody_but_stands_with_what_does(son, dr_li):
    old = {"born_on": date(1950, 3, 8), **HOME}
    cast.a_person(name="陈老爹", **old)
    _ill("陈老太", **old)

    (mother,) = read_around(son, reader=dr_li, day=cast.TODAY).household

    assert mother.name == "陈老太" and Kind.ELDERLY_CHECK in mother.kinds


def test_who_was_seen_today_is_not_named(son, dr_li):
    mother = _ill("陈老太", **HOME)
    with transaction("visit.file", by=dr_li):
        file_visit(cast.a_visit(), person=mother, doctor=dr_li)

    assert _names(read_around(son, reader=dr_li, day=cast.TODAY)) == ([], [])


def test_what_only_those_who_treat_may_read_of_is_owed_without_a_name_for_others(son, dr_li, zhao):
    _ill("陈二明", conditions=("mental-disorder",), **HOME)

    (treated,) = read_around(son, reader=dr_li, day=cast.TODAY).household
    (untold,) = read_around(son, reader=zhao, day=cast.TODAY).household

    assert treated.kinds == (Kind.MENTAL_DISORDER,)
    assert [duty.name.zh for duty in untold.duties] == ["其他随访"]


def test_nobody_of_another_village_is_seen(dr_wang):
    alone = cast.a_person(name="吴远", area_code=cast.SHIQIAO, **HOME)
    _ill("陈老太", **HOME)

    assert _names(read_around(alone, reader=dr_wang, day=cast.TODAY)) == ([], [])


def test_without_household_and_group_there_is_nobody_around(dr_li):
    alone = cast.a_person(name="独居", head_name="", group_name="")
    _ill("刘二", group_name="")

    assert _names(read_around(alone, reader=dr_li, day=cast.TODAY)) == ([], [])
