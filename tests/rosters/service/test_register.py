"""Records that speak for nobody, or under two numbers: how a list meets them."""

from __future__ import annotations

from typing import Any

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.people.models import Person
from app.people.queries import opened
from app.people.rules import NumberReason
from app.people.service import merge_records
from app.visits.models import Visit
from tests.cast import a_person, an_identity
from tests.rosters.conftest import low_income, visit
from tests.rosters.service.conftest import Desk

CHEN, OLD = (an_identity(serial=number) for number in (11, 12))


@pytest.fixture
def merged(app: Any) -> Person:
    """陈桂英 under her number, with a second record under an old one merged into hers."""
    kept = a_person(name="陈桂英", identity=CHEN, registered_place="金安区横塘", phone="13800001111")
    other = a_person(name="陈桂英", identity=OLD)
    with transaction("person.merge", by=COMMAND_LINE):
        merge_records(kept, other, chosen={}, reason=next(iter(NumberReason)), by=COMMAND_LINE)
    return kept


def test_the_number_of_a_merged_record_leads_to_the_one_that_stays(desk: Desk, merged: Person) -> None:
    report = desk.apply("low-income", [low_income("陈桂英", OLD, 村民组="下塘组")])

    assert report.counts["new"] == 1 and report.counts["doubtful"] == 0
    db.session.expire_all()
    assert merged.group_name == "下塘组" and opened(merged).identity == CHEN
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 2


def test_a_list_that_names_somebody_by_both_numbers_means_one_person(desk: Desk, merged: Person) -> None:
    report = desk.apply("low-income", [low_income("陈桂英", OLD), low_income("陈桂英", CHEN)])

    assert (report.counts["new"], report.counts["rows"], report.counts["refused"]) == (1, 2, 0)
    assert desk.apply("low-income", [low_income("陈桂英", CHEN)]).counts["unchanged"] == 1


def test_a_visit_under_the_number_of_a_merged_record_is_filed_for_the_one_that_stays(
    desk: Desk, merged: Person
) -> None:
    report = desk.apply("visits", [visit("陈桂英", OLD)])

    assert report.counts["new"] == 1
    assert db.session.execute(sa.select(Visit)).scalar_one().person_id == merged.id


def test_a_list_keeps_what_it_does_not_speak_of(desk: Desk, merged: Person) -> None:
    desk.apply("low-income", [low_income("陈桂英", CHEN, 村民组="下塘组")])

    db.session.expire_all()
    assert (merged.registered_place, opened(merged).phone) == ("金安区横塘", "13800001111")


def test_a_merged_record_is_nobodys_namesake(desk: Desk, merged: Person) -> None:
    report = desk.apply(
        "low-income", [low_income("陈桂英", CHEN), low_income("刘大山", an_identity(serial=13))]
    )

    assert report.doubtful == []


def test_a_visit_of_somebody_whose_record_was_withdrawn_is_refused(desk: Desk) -> None:
    first = desk.apply("low-income", [low_income("陈桂英", CHEN)])
    desk.undo(first.import_id)

    report = desk.apply("visits", [visit("陈桂英", CHEN)])

    assert report.counts["refused"] == 1 and "没有这个身份证号" in report.refused[0].reason.zh


def test_a_withdrawn_record_is_opened_again_under_another_name_without_a_doubt(desk: Desk) -> None:
    desk.undo(desk.apply("low-income", [low_income("陈桂花", CHEN)]).import_id)

    report = desk.apply("low-income", [low_income("陈桂英", CHEN)])

    assert report.counts["new"] == 1 and report.doubtful == []
    (person,) = db.session.scalars(sa.select(Person))
    assert person.name == "陈桂英" and person.withdrawn_at is None
