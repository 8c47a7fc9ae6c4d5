"""Taking the last list back: everything as it was, or a refusal that names who stands in the way."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from app.audit.queries import verify
from app.core import clock
from app.core.db import Model, db
from app.core.errors import Conflict, Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.duties.queries import find_open_duty, list_all
from app.duties.service import excuse, withdraw
from app.people.models import Contract, Person, PersonCategory, PersonCondition
from app.people.queries import search_people
from app.people.service import revise
from app.policy.terms import Category, ExcuseReason
from app.rosters.models import RosterImport, RosterMember
from app.rosters.queries import get_import
from app.rosters.service import losses_of
from app.visits.models import Visit
from app.visits.service import file_visit
from tests.cast import TOWN, a_visit, an_entry, an_identity
from tests.rosters.conftest import chronic, low_income, visit
from tests.rosters.service.conftest import Desk, contract

CHEN, LIU, SUN, ZHOU = (an_identity(serial=number) for number in (11, 12, 13, 14))
FIRST = [low_income("陈桂英", CHEN), low_income("刘大山", LIU), low_income("孙三", SUN)]
SECOND = [
    low_income("陈桂英", CHEN, "低保边缘家庭", 联系电话="13900000000", 村民组="下塘组"),
    low_income("孙三", SUN),
    low_income("周四", ZHOU, "特困人员"),
]
KEPT = (Person, PersonCategory, PersonCondition, Contract, RosterMember)


def person(name: str) -> Person:
    return db.session.execute(sa.select(Person).filter_by(name=name)).scalar_one()


def everything() -> dict[str, list[dict[str, Any]]]:
    """All that speaks for somebody: rows that are not withdrawn, without the count of their versions."""
    db.session.expire_all()
    said: dict[str, list[dict[str, Any]]] = {}
    for model in KEPT:
        rows = [dict(row) for row in db.session.execute(sa.select(model.__table__)).mappings()]
        spoken = [row for row in rows if not row.get("withdrawn") and not row.get("withdrawn_at")]
        for row in spoken:
            row.pop("version", None)
        said[model.__tablename__] = sorted(spoken, key=lambda row: str(sorted(row.items(), key=str)))
    return said


def owed() -> set[tuple[str, str, date]]:
    listed = list_all(TOWN, as_of=date(2026, 5, 20), which="all")
    return {(one.person, one.duty.rule_id, one.duty.due_on) for one in listed}


def rows(model: type[Model]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_a_list_taken_back_leaves_everything_as_it_was(desk: Desk, zhao: Any) -> None:
    desk.apply("low-income", FIRST, as_of="2026-04-20")
    before, duties = everything(), owed()
    second = desk.apply("low-income", SECOND)

    losses = desk.undo(second.import_id)

    assert everything() == before and owed() == duties and verify() == []
    assert (losses.people, losses.revised, losses.enrolments, losses.reopened) == (1, 1, 2, 2)
    assert person("周四").withdrawn_at is not None and search_people("周四", reader=zhao) == []
    assert get_import(second.import_id or 0).undone_by_name == "command line"


def test_what_would_be_lost_is_said_first_and_nothing_is_written(desk: Desk) -> None:
    desk.apply("low-income", FIRST, as_of="2026-04-20")
    second = desk.apply("low-income", SECOND)
    before = everything()

    losses = losses_of(get_import(second.import_id or 0))

    assert (losses.people, losses.members, losses.obstacles) == (1, 3, [])
    assert everything() == before


def test_a_list_taken_back_and_applied_again_gives_the_same_counts(desk: Desk) -> None:
    desk.apply("low-income", FIRST, as_of="2026-04-20")
    first = desk.apply("low-income", SECOND)
    desk.undo(first.import_id)

    again = desk.apply("low-income", SECOND)

    assert again.counts == first.counts
    assert rows(Person) == 4 and person("周四").withdrawn_at is None
    assert owed() >= {("周四", "first-quarter-meeting", date(2026, 3, 31))}


def test_a_record_opened_again_is_taken_back_again(desk: Desk) -> None:
    desk.apply("low-income", FIRST, as_of="2026-04-20")
    before = everything()
    desk.undo(desk.apply("low-income", SECOND).import_id)

    losses = desk.undo(desk.apply("low-income", SECOND).import_id)

    assert losses.people == 1 and everything() == before


def test_a_chronic_list_taken_back_gives_the_benefit_back(desk: Desk) -> None:
    desk.apply("chronic", [chronic("陈桂英", CHEN), chronic("刘大山", LIU, "糖尿病")], as_of="2026-04-20")
    before, duties = everything(), owed()
    second = desk.apply("chronic", [chronic("陈桂英", CHEN, "高血压、冠心病")])

    losses = desk.undo(second.import_id)

    assert everything() == before and owed() == duties
    assert (losses.enrolments, losses.reopened) == (1, 1)


def test_a_contract_list_taken_back_gives_the_contracts_back(desk: Desk) -> None:
    desk.apply("contracts", [contract("陈桂英", CHEN), contract("刘大山", LIU)], as_of="2026-04-20")
    before = everything()
    renewed = contract("陈桂英", CHEN, 签约日期="2026-05-01", 协议到期="2027-04-30", 签约医生="王建国")
    second = desk.apply("contracts", [renewed, contract("孙三", SUN)])

    losses = desk.undo(second.import_id)

    assert everything() == before
    assert (losses.people, losses.contracts, losses.reopened) == (1, 2, 2)


def test_a_visit_log_taken_back_is_owed_again_and_comes_back_with_its_file(desk: Desk) -> None:
    desk.apply("chronic", [chronic("陈桂英", CHEN)], as_of="2026-04-20")
    duties = owed()
    log = [visit("陈桂英", CHEN), visit("陈桂英", CHEN, "2026-05-11")]
    first = desk.apply("visits", log)

    losses = desk.undo(first.import_id)

    assert losses.visits == 2 and owed() == duties
    assert all(one.voided_at is not None for one in db.session.scalars(sa.select(Visit)))
    assert desk.apply("visits", log).counts == first.counts


def test_lists_are_taken_back_one_after_the_other_from_the_last(desk: Desk) -> None:
    nothing = everything()
    first = desk.apply("low-income", FIRST, as_of="2026-04-20")
    second = desk.apply("low-income", SECOND)

    with pytest.raises(Refused, match="请先撤销那一次"):
        desk.undo(first.import_id)
    desk.undo(second.import_id)
    desk.undo(first.import_id)

    assert everything() == nothing and owed() == set()


def test_a_list_is_taken_back_once(desk: Desk) -> None:
    first = desk.apply("low-income", FIRST)
    desk.undo(first.import_id)

    with pytest.raises(Conflict):
        desk.undo(first.import_id)


def test_a_list_applied_again_after_being_taken_back_is_compared_with_the_one_before(desk: Desk) -> None:
    desk.apply("low-income", FIRST, as_of="2026-03-20")
    desk.undo(desk.apply("low-income", SECOND, as_of="2026-05-20").import_id)

    report = desk.apply("low-income", FIRST, as_of="2026-04-20")

    assert report.counts["unchanged"] == 3


def _visited() -> None:
    file_visit(a_visit(), person=person("周四"), doctor=_doctor())


def _doctor() -> Any:
    from app.accounts.queries import find_reader

    return find_reader("dr_li")


def _excused() -> None:
    excuse(person("周四"), reason=ExcuseReason.AWAY_FOR_WORK, from_on=clock.today(), return_on=clock.today())


def _edited() -> None:
    changed = an_entry(identity=ZHOU, name="周四", area_code=person("周四").area_code, address="新址 1 号")
    revise(person("周四"), changed, version=person("周四").version)


def _ended() -> None:
    withdraw(person("周四"), on=clock.today(), reason="核实", category=Category.DESTITUTE)


@pytest.mark.parametrize(
    ("deed", "words"),
    [(_visited, "已有随访记录"), (_excused, "已登记暂缓"), (_edited, "有人改过"), (_ended, "有人改过")],
)
def test_a_list_on_which_something_was_built_is_kept_and_the_people_are_named(
    desk: Desk, deed: Any, words: str
) -> None:
    second = desk.apply("low-income", SECOND)
    with transaction("something", by=COMMAND_LINE):
        deed()
    before = everything()

    obstacles = losses_of(get_import(second.import_id or 0)).obstacles
    with pytest.raises(Refused, match=f"周四：.*{words}"):
        desk.undo(second.import_id)

    assert {one.name for one in obstacles} == {"周四"}
    assert everything() == before and get_import(second.import_id or 0).undone_at is None


def test_a_later_list_on_a_record_it_opened_keeps_the_first_one(desk: Desk) -> None:
    first = desk.apply("low-income", FIRST)
    later = desk.apply("chronic", [chronic("陈桂英", CHEN)])

    with pytest.raises(Refused, match="陈桂英：又进了别的名单"):
        desk.undo(first.import_id)
    desk.undo(later.import_id)
    desk.undo(first.import_id)

    assert all(one.withdrawn_at is not None for one in db.session.scalars(sa.select(Person)))


def test_care_given_to_somebody_known_before_does_not_keep_a_list(desk: Desk, dr_li: Any) -> None:
    desk.apply("low-income", FIRST, as_of="2026-04-20")
    second = desk.apply("chronic", [chronic("陈桂英", CHEN)])
    with transaction("visit.file", by=dr_li):
        file_visit(a_visit(), person=person("陈桂英"), doctor=dr_li)

    desk.undo(second.import_id)

    assert find_open_duty(person("陈桂英").id, "hypertension-followup") is None
    assert db.session.execute(sa.select(Visit)).scalar_one().voided_at is None


def test_an_import_without_a_journal_is_not_taken_back(desk: Desk) -> None:
    from app.rosters.models import RosterJournal

    first = desk.apply("low-income", FIRST)
    db.session.execute(sa.delete(RosterJournal))
    db.session.commit()

    with pytest.raises(Refused, match="没有留下撤销"):
        desk.undo(first.import_id)


def test_an_import_that_changed_nothing_is_taken_back_too(desk: Desk) -> None:
    desk.apply("low-income", FIRST)
    again = desk.apply("low-income", FIRST)

    losses = desk.undo(again.import_id)

    assert losses.members == 0
    assert db.session.scalar(sa.select(RosterImport.undone_at).filter_by(id=again.import_id)) is not None
