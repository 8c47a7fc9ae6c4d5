from __future__ import annotations

from datetime import date
from itertools import product

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.core.transaction import COMMAND_LINE, transaction
from app.people.models import Person
from app.people.queries import (
    MOST_FOUND,
    find_by_identity,
    get_person,
    holdings_of,
    list_housemates,
    opened,
    search_people,
)
from app.people.service import register_many
from app.policy.terms import Category, Condition
from tests import cast

NUMBER, PHONE = cast.an_identity(serial=7), "13855550036"


@pytest.fixture
def village(app):
    """柳塘村 with some people, and 石桥村 with a namesake."""
    return {
        "shan": cast.a_person(name="单小兰", identity=NUMBER, phone=PHONE),
        "zeng": cast.a_person(name="曾桂英"),
        "ouyang": cast.a_person(name="尉迟·恭"),
        "namesake": cast.a_person(name="单小兰", area_code=cast.SHIQIAO),
    }


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("单小兰", {"shan"}),
        ("单", {"shan"}),
        ("小兰", {"shan"}),
        ("兰", {"shan"}),
        (" 单　小兰 ", {"shan"}),
        ("桂英", {"zeng"}),
        ("尉迟•恭", {"ouyang"}),
        ("sxl", {"shan"}),
        ("SXL", {"shan"}),
        ("dxl", {"shan"}),
        ("sx", {"shan"}),
        ("zgy", {"zeng"}),
        ("cgy", {"zeng"}),
        ("ycg", {"ouyang"}),
        (NUMBER, {"shan"}),
        (f"{NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}", {"shan"}),
        (NUMBER[-4:], {"shan"}),
        (PHONE, {"shan"}),
        ("138 5555 0036", {"shan"}),
        ("１３８５５５５００３６", {"shan"}),
        ("0036", {"shan"}),
        ("柳塘村", {"shan", "zeng", "ouyang"}),
        ("柳塘", {"shan", "zeng", "ouyang"}),
        ("柳塘 单", {"shan"}),
        ("石桥村", set()),
        ("石桥 单", set()),
        ("", {"shan", "zeng", "ouyang"}),
        ("\u200b \x00", {"shan", "zeng", "ouyang"}),
        ("张", set()),
        ("%", set()),
        ("_", set()),
        ("9999", set()),
        ("X", set()),
    ],
)
def test_one_box_finds_by_every_way(village, dr_li, typed, found):
    wanted = {village[name].id for name in found}

    assert {row.id for row in search_people(typed, reader=dr_li)} == wanted


def _naively(typed, people):
    """Return who is meant, asked of each person in turn."""
    return {
        person.id
        for person in people
        if person.name.startswith(typed)
        or person.name.endswith(typed)
        or any(reading.startswith(typed.lower()) for reading in person.initials.split())
        or "柳塘村".startswith(typed)
    }


@pytest.mark.parametrize("role", ["dr_li", "zhao", "county"])
def test_the_indexes_find_whom_asking_everybody_finds(app, request, role):
    reader = request.getfixturevalue(role)
    letters = "单曾张陈兰英桂柳ab"
    names = ["".join(pair) for pair in product("单曾张陈柳", "兰英桂", ["", "兰", "英"])]
    with transaction("rosters.import", by=COMMAND_LINE):
        register_many([cast.an_entry(name=name) for name in names])
    people = db.session.scalars(sa.select(Person)).all()

    @given(st.text(letters, min_size=1, max_size=3) | st.text("sdzclyg", min_size=1, max_size=3))
    def agree(typed):
        assert {row.id for row in search_people(typed, reader=reader, limit=100)} == _naively(typed, people)

    agree()


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("typed", "index"),
    [
        ("单小", "ix_person_name"),
        ("小兰", "ix_person_name_reversed"),
        ("sxl", "ix_person_initial_initials_area_code"),
        ("0036", "ix_person_phone_tail_index"),
        (NUMBER[-4:], "ix_person_identity_tail_index"),
        (PHONE, "ix_person_phone_index"),
    ],
)
def test_a_county_walks_the_index_of_what_was_typed_and_not_the_county(
    village, county, counted, typed, index
):
    with counted() as sent:
        search_people(typed, reader=county)

    plan = _plan_of(sent[-1])
    assert sum(index + " " in step for step in plan) == 1
    assert (
        sum("ix_person_area_code_name" in step for step in plan) <= 1
    )  # the residents of a village so named


def _plan_of(statement):
    connection = db.session.connection()
    steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", ("1",) * statement.count("?"))
    return [f"{step[3]} " for step in steps]


def test_a_number_that_ends_in_x_is_found_by_a_small_x(app, dr_li):
    number = next(n for n in (cast.an_identity(serial=s) for s in range(200, 300)) if n.endswith("X"))
    person = cast.a_person(identity=number)

    for typed in (number.lower(), number[-4:].lower(), number[-4:-1] + "х"):
        assert [row.id for row in search_people(typed, reader=dr_li)] == [person.id]


@pytest.mark.parametrize("typed", ["单", "小兰", "sxl", NUMBER, NUMBER[-4:], PHONE, "0036", "柳塘村", ""])
def test_a_foreign_area_sees_nothing_by_any_way(village, dr_wang, typed):
    assert village["shan"].id not in {row.id for row in search_people(typed, reader=dr_wang)}


@pytest.mark.parametrize("typed", ["单", "sxl", ""])
def test_who_may_read_no_care_finds_nobody(village, insurer, admin, typed):
    assert search_people(typed, reader=insurer) == []
    assert search_people(typed, reader=admin) == []


def test_the_supervisor_finds_the_whole_town(village, zhao):
    assert len(search_people("单小兰", reader=zhao)) == 2
    assert {row.village for row in search_people("单小兰", reader=zhao)} == {"柳塘村", "石桥村"}


@pytest.mark.parametrize("typed", ["", "张", "zg", "柳塘村", "柳塘 张"])
def test_a_hundred_rows_cost_no_more_statements_than_one(app, dr_li, counted, typed):
    cast.a_person(name="张一", born_on=date(1956, 3, 8))
    with counted() as for_one:
        assert len(search_people(typed or "张", reader=dr_li, limit=100)) <= 1
    with transaction("rosters.import", by=COMMAND_LINE):
        register_many([cast.an_entry(name="张桂花") for _ in range(120)])

    with counted() as for_many:
        assert len(search_people(typed, reader=dr_li, limit=100)) == 100

    assert len(for_many) == len(for_one) <= 6


def test_a_list_is_leafed_through_without_gap_or_repeat(app, dr_li):
    with transaction("rosters.import", by=COMMAND_LINE):
        ids = register_many([cast.an_entry() for _ in range(25)])

    pages = [search_people("", reader=dr_li, limit=10, after=at) for at in (0, 10, 20, 30)]

    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert sorted(row.id for page in pages for row in page) == sorted(ids)


@pytest.mark.parametrize("role", ["dr_li", "zhao", "county"])
@pytest.mark.parametrize("typed", ["陈", "英", "c", "柳塘"])
def test_of_very_many_only_some_are_gathered_and_the_list_of_them_stays_the_same(app, request, role, typed):
    reader = request.getfixturevalue(role)
    with transaction("rosters.import", by=COMMAND_LINE):
        register_many([cast.an_entry(name="陈桂英") for _ in range(MOST_FOUND + 40)])

    whole = [row.id for row in search_people(typed, reader=reader, limit=1000)]
    pages = [search_people(typed, reader=reader, limit=30, after=at) for at in range(0, MOST_FOUND, 30)]

    assert len(whole) == MOST_FOUND + 1
    assert [row.id for page in pages for row in page] == whole[:MOST_FOUND]


@pytest.mark.parametrize("role", ["dr_li", "zhao", "county"])
@pytest.mark.parametrize(
    "typed", ["陈 四", "四 陈", "柳塘 四", "四 柳塘", "cs 柳塘", "陈 0036", "0036 柳塘 c"]
)
def test_a_second_word_finds_whoever_stands_behind_very_many(app, request, role, typed):
    reader = request.getfixturevalue(role)
    with transaction("rosters.import", by=COMMAND_LINE):
        register_many([cast.an_entry(name="陈桂英") for _ in range(MOST_FOUND + 40)])
    wanted = cast.a_person(name="陈四", phone=PHONE)

    assert [row.id for row in search_people(typed, reader=reader)] == [wanted.id]


@pytest.mark.parametrize("typed", ["单", "兰", "s", "sxl", "小兰", "石桥"])
def test_a_record_that_was_withdrawn_is_found_by_no_way(village, zhao, typed):
    with transaction("person.withdraw", by=COMMAND_LINE):
        village["namesake"].withdrawn_at = clock.now()

    assert village["namesake"].id not in {row.id for row in search_people(typed, reader=zhao)}


def test_what_is_foreign_is_absent(village, dr_wang):
    for person_id in (village["shan"].id, 999_999, 2**70):
        with pytest.raises(NotFound):
            get_person(person_id, reader=dr_wang)


def test_a_number_is_known_wherever_its_owner_lives(village):
    assert find_by_identity(NUMBER).id == village["shan"].id
    assert find_by_identity(cast.an_identity(serial=8)) is None


def test_sealed_fields_open_again(village):
    assert opened(village["shan"]) == (NUMBER, PHONE)


def test_everything_held_is_told_to_the_rulebook(granny_chen):
    (held,) = holdings_of([granny_chen.id]).values()

    assert {holding.what for holding in held} == {Category.DESTITUTE_SCATTERED, Condition.HYPERTENSION}


def test_housemates_are_the_others_of_the_household(app):
    man = cast.a_person(name="陈大山", head_name="陈大山", kinship="户主")
    woman = cast.a_person(name="李梅", head_name="陈大山", kinship="妻")
    cast.a_person(name="陈大山", head_name="陈大山", area_code=cast.SHIQIAO)

    assert [row.id for row in list_housemates(man)] == [woman.id]
    assert list_housemates(cast.a_person()) == []
