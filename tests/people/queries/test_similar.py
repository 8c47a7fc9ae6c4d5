from __future__ import annotations

from datetime import date

import pytest

from app.core.transaction import COMMAND_LINE, transaction
from app.people.queries import list_similar, traits_of
from app.people.rules import Likeness, Traits
from app.people.service import revise
from tests import cast

BORN = date(1950, 1, 1)
NUMBER, OTHER_NUMBER, PHONE = (
    cast.an_identity(BORN, serial=7),
    cast.an_identity(BORN, serial=8),
    "13855550036",
)


@pytest.fixture
def chen(app):
    """陈桂英 of 柳塘村, born on 1 January 1950."""
    return cast.a_person(name="陈桂英", identity=NUMBER, phone=PHONE)


def _found(reader, **traits):
    return [(one.row.id, one.likeness) for one in list_similar(Traits(**traits), reader=reader)]


@pytest.mark.parametrize(
    ("traits", "told"),
    [
        ({"identity": NUMBER}, Likeness.SAME_NUMBER),
        ({"name": " 陈 桂英 ", "born_on": BORN}, Likeness.SAME_NAME_AND_DAY),
        ({"name": "陈桂芳", "phone": PHONE}, Likeness.SAME_PHONE),
        ({"name": "谌贵英", "born_on": BORN}, Likeness.SAME_SOUND_AND_DAY),
        ({"name": "陈桂英", "born_on": date(1950, 8, 8)}, Likeness.SAME_NAME_AND_YEAR),
    ],
)
def test_a_likeness_is_found_and_told(dr_li, chen, traits, told):
    assert _found(dr_li, **traits) == [(chen.id, told)]


@pytest.mark.parametrize(
    "traits",
    [{}, {"name": "陈桂英"}, {"born_on": BORN}, {"name": "陈大山", "phone": PHONE}, {"phone": "13855550037"}],
)
def test_too_little_or_somebody_else_finds_nobody(dr_li, chen, traits):
    assert _found(dr_li, **traits) == []


def test_nobody_of_another_village_is_shown(dr_wang, insurer, dr_zhou, chen):
    everything = {"name": "陈桂英", "born_on": BORN, "identity": NUMBER, "phone": PHONE}

    assert _found(dr_wang, **everything) == _found(insurer, **everything) == []
    assert _found(dr_zhou, **everything) == [(chen.id, Likeness.SAME_NUMBER)]


def test_a_record_is_not_like_itself_and_the_surest_come_first(dr_li, chen):
    namesake = cast.a_person(name="陈桂英", born_on=date(1950, 6, 1), identity="", sex="2", phone="")
    twin = cast.a_person(name="陈桂英", identity=OTHER_NUMBER, phone="")

    alike = list_similar(traits_of(chen), reader=dr_li, own_id=chen.id)

    assert [one.row.id for one in alike] == [twin.id, namesake.id]


def test_who_was_renamed_is_alike_under_the_new_name_only(dr_li, chen):
    with transaction("person.revise", by=COMMAND_LINE):
        revise(chen, cast.an_entry(name="王桂英", identity=NUMBER), version=chen.version)

    assert _found(dr_li, name="陈桂英", born_on=BORN) == []
    assert len(_found(dr_li, name="王桂英", born_on=BORN)) == 1
