"""The people behind a number."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.db import db
from app.core.errors import NotFound
from app.core.transaction import COMMAND_LINE, transaction
from app.indicators.queries.people import Behind, list_people
from app.people.models import Person
from tests import cast

MAY = date(2026, 5, 1)


def test_whoever_meets_a_number_and_whoever_does_not_stand_behind_it(granny_chen, visited):
    cast.a_person(name="吴有福", conditions=("hypertension",), area_code=cast.SHIQIAO)
    visited(granny_chen)

    names = {
        met: [one.name for one in list_people("management", Behind([cast.TOWN], MAY, met=met), limit=10)]
        for met in (True, False, None)
    }

    assert names == {True: ["陈桂英"], False: ["吴有福"], None: ["陈桂英", "吴有福"]}


def test_somebody_with_two_diseases_stands_there_once_with_both(app, visited):
    both = cast.a_person(conditions=("hypertension", "diabetes"))
    visited(both)

    (one,) = list_people("management", Behind([cast.LIUTANG], MAY), limit=10)

    assert (one.person_id, one.village, one.units, one.met) == (both.id, "柳塘村", 2, 1)


def test_a_part_narrows_the_people_to_its_own(granny_chen, visited):
    cast.a_person(conditions=("diabetes",))

    found = list_people("management", Behind([cast.TOWN], MAY, "condition:hypertension"), limit=10)
    poor = list_people("management", Behind([cast.TOWN], MAY, "category:destitute-scattered"), limit=10)

    assert [one.name for one in found] == ["陈桂英"] == [one.name for one in poor]


def test_the_list_is_leafed_through(app):
    for name in ("甲", "乙", "丙"):
        cast.a_person(name=name, conditions=("hypertension",))
    behind = Behind([cast.TOWN], MAY)

    pages = [list_people("management", behind, limit=2, offset=offset) for offset in (0, 2)]

    assert [len(page) for page in pages] == [2, 1]
    assert len({one.person_id for page in pages for one in page}) == 3


def test_whoever_moved_out_of_the_areas_a_reader_sees_is_not_told(granny_chen, visited):
    visited(granny_chen)
    with transaction("person.revise", by=COMMAND_LINE):
        db.session.get_one(Person, granny_chen.id).area_code = cast.ELSEWHERE

    found = list_people("late-entries", Behind([cast.LIUTANG], MAY, seen=[cast.TOWN]), limit=10)

    assert found == []


def test_no_such_number_has_nobody_behind_it(app):
    with pytest.raises(NotFound):
        list_people("steps", Behind([cast.TOWN], MAY), limit=10)
