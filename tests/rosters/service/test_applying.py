"""Preview and application agree; what changed in between, what is older, what two people do at once."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.people.models import Person
from app.people.service import revise
from app.rosters.models import RosterImport, RosterMember
from app.rosters.rules.report import Item
from app.rosters.service import apply_roster
from tests.cast import ELSEWHERE, OTHER_TOWN, a_person, an_entry, an_identity
from tests.rosters.conftest import LOW_INCOME, chronic, low_income, visit
from tests.rosters.service.conftest import Desk, contract

CHEN, LIU, SUN, ZHOU = (an_identity(serial=number) for number in (11, 12, 13, 14))
FIRST = [
    low_income("陈桂英", CHEN, 联系电话="13800001111"),
    low_income("刘大山", LIU),
    low_income("孙三", SUN),
]
SECOND = [
    low_income("陈桂英", CHEN, "低保边缘家庭", 联系电话="13900002222"),
    low_income("孙三", "3.41502E+17"),
    low_income("周四", ZHOU, "特困人员"),
    low_income("刘大海", LIU),
]


def person(name: str) -> Person:
    return db.session.execute(sa.select(Person).filter_by(name=name)).scalar_one()


def told(items: list[Item]) -> list[tuple[Any, ...]]:
    return [(item.name, item.village, item.key, item.reason) for item in items]


def sides(item: Item) -> dict[str, tuple[str, str]]:
    return {side.label.zh: (side.old.zh, side.new.zh) for side in item.sides}


LISTS = {
    "low-income": (FIRST, SECOND),
    "chronic": (
        [chronic("陈桂英", CHEN), chronic("刘大山", LIU)],
        [chronic("陈桂英", CHEN, "糖尿病"), chronic("刘大海", LIU)],
    ),
    "contracts": (
        [contract("陈桂英", CHEN)],
        [contract("陈桂英", CHEN, 协议到期="2027-12-31"), contract("孙三", SUN)],
    ),
    "visits": (
        [visit("陈桂英", CHEN)],
        [visit("陈桂英", CHEN), visit("陈桂花", CHEN, "2026-05-11"), visit("无名", ZHOU)],
    ),
}


@pytest.mark.parametrize("kind", LISTS)
def test_what_was_previewed_is_what_is_applied(desk: Desk, kind: str) -> None:
    desk.apply("low-income", FIRST, as_of="2026-03-20")
    first, second = LISTS[kind]
    desk.apply(kind, first, as_of="2026-04-20")
    imports = db.session.scalar(sa.select(sa.func.count()).select_from(RosterImport))

    preview = desk.preview(kind, second)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RosterImport)) == imports
    report = desk.apply(kind, second, expected=preview.digest)

    assert preview.report.counts == report.counts
    for name in ("new", "changed", "left", "doubtful", "refused"):
        assert told(getattr(preview.report, name)) == told(getattr(report, name))
    assert [str(text) for text in preview.report.warnings] == [str(text) for text in report.warnings]


def test_old_and_new_stand_side_by_side_with_numbers_masked(desk: Desk) -> None:
    desk.apply("low-income", FIRST, as_of="2026-04-20")

    report = desk.preview("low-income", SECOND).report

    (changed,) = report.changed
    assert sides(changed) == {
        "电话": ("138****1111", "139****2222"),
        "低保边缘": ("", "2025 年 3 月 5 日起"),
        "低保": ("2025 年 3 月 5 日起", ""),
    }
    assert changed.person_id == person("陈桂英").id
    (new,) = report.new
    assert sides(new)["身份证号"] == ("", f"3415{'*' * 10}{ZHOU[-4:]}") and new.lacks_doctor
    assert ZHOU not in str(report) and "13900002222" not in str(report)


def test_a_doubtful_row_is_shown_beside_the_record_and_may_be_confirmed_one_by_one(desk: Desk) -> None:
    desk.apply("low-income", FIRST, as_of="2026-04-20")
    preview = desk.preview("low-income", SECOND)
    doubts = {item.name: item for item in preview.report.doubtful}
    assert (doubts["刘大海"].decidable, doubts["孙三"].decidable) == (True, False)
    assert sides(doubts["刘大海"])["姓名"] == ("刘大山", "刘大海")

    accepted = frozenset({doubts["刘大海"].key, doubts["孙三"].key})
    report = desk.apply("low-income", SECOND, accepted=accepted, expected=preview.digest)

    assert [item.name for item in report.changed] == ["陈桂英", "刘大海"]
    assert [item.name for item in report.doubtful] == ["孙三"] and person("刘大海")


def test_somebody_of_another_area_is_not_taken_over_by_confirming_a_row(desk: Desk) -> None:
    a_person(name="周四", identity=ZHOU, area_code=ELSEWHERE)
    (doubt,) = desk.preview("low-income", [low_income("周四", ZHOU)]).report.doubtful

    report = desk.apply("low-income", [low_income("周四", ZHOU)], accepted=frozenset({doubt.key}))

    assert not doubt.decidable and doubt.person_id is None
    assert report.counts["doubtful"] == 1 and person("周四").area_code == ELSEWHERE


def test_two_rows_that_disagree_behind_one_number_must_be_mended(desk: Desk) -> None:
    rows = [low_income("陈桂英", CHEN), low_income("陈桂花", CHEN)]
    (doubt,) = desk.preview("low-income", rows).report.doubtful

    report = desk.apply("low-income", rows, accepted=frozenset({doubt.key}))

    assert not doubt.decidable and report.counts["doubtful"] == 1


@pytest.mark.parametrize("kind", LISTS)
def test_what_changed_since_the_preview_is_not_applied(desk: Desk, kind: str) -> None:
    desk.apply("low-income", FIRST, as_of="2026-03-20")
    first, second = LISTS[kind]
    preview = desk.preview(kind, first)
    desk.apply(kind, second, as_of="2026-05-20")

    with pytest.raises(Conflict, match="预览之后"):
        desk.apply(kind, first, expected=preview.digest)

    assert desk.preview(kind, first).digest != preview.digest


def test_a_record_that_somebody_edited_since_the_preview_is_a_conflict_only_where_the_list_would_touch_it(
    desk: Desk,
) -> None:
    desk.apply("low-income", FIRST, as_of="2026-04-20")
    rows = [low_income("陈桂英", CHEN, 村民组="下塘组"), *FIRST[1:]]
    preview = desk.preview("low-income", rows)
    with transaction("person.edit", by=COMMAND_LINE):
        granny = person("陈桂英")
        revise(
            granny,
            an_entry(
                identity=CHEN,
                name="陈桂英",
                phone="13800001111",
                group_name="下塘组",
                area_code=granny.area_code,
            ),
            version=granny.version,
        )
    touched = desk.preview("low-income", rows).digest
    with transaction("person.edit", by=COMMAND_LINE):
        liu = person("刘大山")
        revise(
            liu,
            an_entry(identity=LIU, name="刘大山", area_code=liu.area_code, note="好"),
            version=liu.version,
        )

    assert touched != preview.digest
    assert desk.preview("low-income", rows).digest == touched


def test_a_list_older_than_the_last_one_is_refused_until_it_is_confirmed(desk: Desk) -> None:
    desk.apply("low-income", FIRST, as_of="2026-05-20")

    for deed in (desk.preview, desk.apply):
        with pytest.raises(Refused, match=r"5 月 20 日.*4 月 20 日.*--accept-older"):
            deed("low-income", FIRST, as_of="2026-04-20")
    assert desk.apply("low-income", FIRST, as_of="2026-05-20").counts["unchanged"] == 3
    assert desk.apply("low-income", FIRST, as_of="2026-04-20", accept_older=True).counts["unchanged"] == 3


def test_a_list_of_the_town_makes_an_older_one_of_its_village_old_and_no_other(desk: Desk) -> None:
    desk.apply("low-income", FIRST, as_of="2026-05-20")

    with pytest.raises(Refused):
        desk.apply("low-income", FIRST, as_of="2026-04-20", area="341502109201")
    desk.apply("chronic", [chronic("陈桂英", CHEN)], as_of="2026-04-20")
    desk.apply("visits", [visit("陈桂英", CHEN, "2026-04-10")], as_of="2026-04-20")
    row = low_income("周四", ZHOU, **{"村（社区）": "南楼村"})
    desk.apply("low-income", [row], as_of="2026-04-20", area=OTHER_TOWN)


def test_mended_rows_join_and_nobody_leaves_by_them(desk: Desk) -> None:
    report = desk.apply(
        "low-income", [*FIRST[:2], low_income("孙三", "3.41502E+17"), low_income("周四", "1")]
    )
    assert report.counts["refused"] == 2
    head = [*LOW_INCOME, "拒绝原因"]
    mended = [[*low_income("孙三", SUN), "身份证号成了科学计数法"], [*low_income("周四", ZHOU), "应为 18 位"]]

    preview = desk.preview("low-income", mended, head=head, confirm_left=False)
    done = desk.apply("low-income", mended, head=head, confirm_left=False)

    assert done.counts == preview.report.counts
    assert (done.counts["new"], done.counts["left"], done.counts["refused"]) == (2, 0, 0)
    assert preview.too_many_left is None
    assert any("改好的行" in text.zh for text in done.warnings)
    assert not any("没有用到的列" in text.zh and "拒绝原因" in text.zh for text in done.warnings)
    record = db.session.get(RosterImport, done.import_id)
    assert record is not None and record.supplements_id == report.import_id
    standing = sa.select(sa.func.count()).select_from(RosterMember).where(RosterMember.left_on.is_(None))
    assert db.session.scalar(standing) == 4


def test_a_preview_says_when_more_than_a_tenth_would_leave(desk: Desk) -> None:
    desk.apply("low-income", FIRST, as_of="2026-04-20")

    preview = desk.preview("low-income", FIRST[:2], confirm_left=False)
    with pytest.raises(Refused, match="少了 1 人"):
        desk.apply("low-income", FIRST[:2], confirm_left=False, expected=preview.digest)

    assert preview.too_many_left is not None and "孙三" in preview.too_many_left.zh
    assert desk.apply("low-income", FIRST[:2], expected=preview.digest).counts["left"] == 1


def test_of_two_people_who_apply_at_once_the_second_is_told(app: Flask, desk: Desk) -> None:
    digest = desk.preview("low-income", FIRST).digest
    rosters = [desk.read("low-income", FIRST, expected=digest) for _ in range(2)]
    db.session.rollback()
    ends: list[str] = []
    start = threading.Barrier(2)

    def _apply(roster: Any) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction("roster.import", by=COMMAND_LINE):
                    apply_roster(roster, by=COMMAND_LINE)
                ends.append("applied")
            except Conflict as refused:
                ends.append(refused.text.zh[:4])
            finally:
                db.session.remove()

    workers = [threading.Thread(target=_apply, args=(roster,)) for roster in rosters]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(ends) == ["applied", "预览之后"]
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Person)) == 3
