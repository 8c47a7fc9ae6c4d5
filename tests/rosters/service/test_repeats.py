"""A list whose rows say to the letter what they said last time: none of them is read, and none is trusted blindly."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.models import Duty
from app.duties.service import record_death
from app.people.models import Person, PersonCategory
from app.rosters.models import RosterMember
from app.rosters.service import apply_roster, preview_roster
from tests.cast import an_identity
from tests.rosters.conftest import low_income
from tests.rosters.service.conftest import Desk

NAMES = ("陈桂英", "李建国", "王秀兰", "张德明", "刘玉珍", "赵志强")
NUMBERS = {name: an_identity(serial=at) for at, name in enumerate(NAMES, start=21)}
FIRST = [low_income(name, number, 村民组="上塘组") for name, number in NUMBERS.items()]


@pytest.fixture(autouse=True)
def first_list(desk: Desk) -> None:
    """Six people stand on the first list."""
    desk.apply("low-income", FIRST, as_of="2026-04-20")


def test_the_same_rows_in_another_order_are_known_without_reading_and_change_nothing(desk: Desk) -> None:
    before = [
        db.session.execute(sa.select(model.__table__)).all() for model in (Person, PersonCategory, Duty)
    ]
    shuffled = random.Random(7).sample(FIRST, len(FIRST))

    roster = desk.read("low-income", shuffled)
    report = desk.apply("low-income", shuffled)

    assert not roster.people and len(roster.repeated) == len(FIRST)
    assert report.counts["unchanged"] == len(FIRST) and not (report.new or report.changed or report.left)
    assert before == [
        db.session.execute(sa.select(model.__table__)).all() for model in (Person, PersonCategory, Duty)
    ]


def test_one_changed_cell_and_one_missing_row_are_found_among_rows_that_stayed(desk: Desk) -> None:
    changed = low_income("李建国", NUMBERS["李建国"], 村民组="下塘组")

    report = desk.apply("low-income", [FIRST[0], changed, *FIRST[3:]])

    assert [item.name for item in report.changed] == ["李建国"]
    assert [item.name for item in report.left] == ["王秀兰"]
    assert report.counts["unchanged"] == len(FIRST) - 2


def test_another_village_list_in_the_meantime_does_not_make_the_same_rows_new(desk: Desk) -> None:
    desk.apply("low-income", [*FIRST, low_income("孙和平", an_identity(serial=40))])

    report = desk.apply("low-income", [*FIRST, low_income("孙和平", an_identity(serial=40))])

    assert report.counts["unchanged"] == len(FIRST) + 1 and not report.changed


def test_a_name_put_right_on_the_record_makes_the_row_doubtful_as_before(desk: Desk) -> None:
    _change("陈桂英", name="陈桂瑛")

    report = desk.apply("low-income", FIRST)

    assert [item.name for item in report.doubtful] == ["陈桂英"]
    assert report.counts["unchanged"] == len(FIRST) - 1 and not report.left


def test_a_death_between_reading_and_applying_is_seen(desk: Desk) -> None:
    roster = desk.read("low-income", FIRST)
    with transaction("person.death", by=COMMAND_LINE):
        record_death(_person("陈桂英"), on=date(2026, 5, 1))

    with transaction("roster.import", by=COMMAND_LINE):
        report = apply_roster(roster, by=COMMAND_LINE)

    assert [item.name for item in report.refused] == ["陈桂英"]
    assert report.counts["unchanged"] == len(FIRST) - 1


def test_a_second_row_of_somebody_is_read_together_with_the_first(desk: Desk) -> None:
    other = low_income("陈桂英", NUMBERS["陈桂英"], 村民组="上塘组", 人员类别="特困人员")

    report = desk.apply("low-income", [*FIRST, other])

    assert [item.name for item in report.changed] == ["陈桂英"] and report.rows == len(FIRST) + 1
    assert not report.left and report.counts["unchanged"] == len(FIRST) - 1


def test_the_row_of_a_list_that_was_taken_back_is_not_taken_for_the_last_one(desk: Desk) -> None:
    changed = [low_income(name, number, 村民组="下塘组") for name, number in NUMBERS.items()]
    desk.undo(desk.apply("low-income", changed).import_id)

    report = desk.apply("low-income", changed)

    assert len(report.changed) == len(FIRST)


def test_a_mark_whose_member_says_something_else_is_not_trusted(desk: Desk) -> None:
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(sa.update(RosterMember.__table__).values(terms="minimum-living@2001-01-01@"))

    roster = desk.read("low-income", FIRST)

    assert not roster.repeated and len(roster.people) == len(FIRST)


def test_a_preview_is_known_by_the_same_word_however_its_rows_were_read(desk: Desk) -> None:
    shown = preview_roster(desk.read("low-income", FIRST))
    _change("陈桂英", doctor_name="王医生")

    again = preview_roster(desk.read("low-income", FIRST))

    assert again.digest == shown.digest


def _person(name: str) -> Person:
    return db.session.execute(sa.select(Person).where(Person.name == name)).scalar_one()


def _change(who: str, **columns: Any) -> None:
    with transaction("person.edit", by=COMMAND_LINE):
        for column, value in columns.items():
            setattr(_person(who), column, value)
