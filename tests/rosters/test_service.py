"""What lists do to the records: joined, changed, left, held back, refused. Everything goes through the command."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from app.audit.queries import verify
from app.core.db import db
from app.duties.queries import list_all
from app.people.models import Household, Person, PersonCategory, PersonCondition
from app.rosters.models import RosterMember
from app.visits.models import Visit
from tests.cast import LIUTANG, TOWN, a_person, an_identity
from tests.rosters.conftest import CHRONIC, LOW_INCOME, Office, chronic, low_income, visit

CHEN, LIU, SUN, ZHOU = (an_identity(serial=number) for number in (11, 12, 13, 14))
MANY = [
    (f"张桂{c}", an_identity(date(1949, 1, 1 + at), serial=20 + at))
    for at, c in enumerate("一二三四五六七八九十梅兰竹菊松柏荷莲桃李")
]


def count(model: type[object]) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def person(name: str) -> Person:
    return db.session.execute(sa.select(Person).filter_by(name=name)).scalar_one()


def categories(name: str) -> set[tuple[str, date, date | None]]:
    rows = db.session.scalars(sa.select(PersonCategory).filter_by(person_id=person(name).id))
    return {(row.category.value, row.started_on, row.ended_on) for row in rows}


def test_a_first_list_opens_records_and_what_follows_is_owed(office: Office) -> None:
    rows = [
        low_income(
            "陈桂英",
            CHEN,
            "特困人员",
            户主姓名="陈桂英",
            与户主关系="户主",
            村民组="上塘组",
            **{"供养方式/监测类别": "分散供养"},
        ),
        low_income(
            "刘大山",
            LIU,
            "防止返贫监测对象",
            **{"供养方式/监测类别": "突发严重困难户", "联系电话": 13800000000},
        ),
    ]

    answer = office.low_income(rows)

    assert answer.counts == {
        "rows": 2,
        "unchanged": 0,
        "new": 2,
        "changed": 0,
        "left": 0,
        "doubtful": 0,
        "refused": 0,
    }
    assert categories("陈桂英") == {("destitute-scattered", date(2025, 3, 5), None)}
    assert categories("刘大山") == {("monitored-sudden", date(2025, 3, 5), None)}
    assert person("陈桂英").area_code == LIUTANG and person("陈桂英").group_name == "上塘组"
    owed = {(duty.person, duty.duty.rule_id) for duty in list_all(TOWN, as_of=date(2026, 5, 20), which="all")}
    assert {
        ("陈桂英", "scattered-weekly-round"),
        ("陈桂英", "first-quarter-meeting"),
        ("刘大山", "first-quarter-meeting"),
    } <= owed
    assert verify() == []


def test_the_same_list_again_writes_nothing_new(office: Office) -> None:
    rows = [low_income(*who) for who in MANY]
    office.low_income(rows)
    db.session.expire_all()
    before = [count(model) for model in (Person, PersonCategory, RosterMember, Household)]

    answer = office.low_income(list(reversed(rows)))

    assert answer.counts == {
        "rows": 20,
        "unchanged": 20,
        "new": 0,
        "changed": 0,
        "left": 0,
        "doubtful": 0,
        "refused": 0,
    }
    assert [count(model) for model in (Person, PersonCategory, RosterMember, Household)] == before
    assert {one.version for one in db.session.scalars(sa.select(Person))} == {1}


def test_the_next_list_tells_who_joined_changed_and_left(office: Office) -> None:
    office.low_income([low_income(*who) for who in MANY], as_of="2026-04-20")
    kept = MANY[1:]
    changed = low_income(*kept[0], "低保边缘家庭", 联系电话="13900000000", 认定时间="2026.5.1")

    answer = office.low_income([changed, *(low_income(*who) for who in kept[1:]), low_income("陈桂英", CHEN)])

    assert answer.names("new") == ["陈桂英"]
    assert answer.names("changed") == ["张桂二"]
    assert answer.names("left") == ["张桂一"]
    assert answer.report["left"][0]["sheet"] is None and answer.report["left"][0]["row"] is None
    assert (
        "电话" in answer.report["changed"][0]["reason"]
        and "低保边缘" in answer.report["changed"][0]["reason"]
    )
    assert categories("张桂一") == {("minimum-living", date(2025, 3, 5), date(2026, 5, 20))}
    assert categories("张桂二") == {
        ("minimum-living", date(2025, 3, 5), date(2026, 5, 20)),
        ("low-margin", date(2026, 5, 1), None),
    }


def test_who_returns_after_leaving_is_new_on_the_list_under_the_old_record(office: Office) -> None:
    rows = [low_income(*who) for who in MANY]
    office.low_income(rows, as_of="2026-03-20")
    office.low_income(rows[1:], as_of="2026-04-20")

    answer = office.low_income([low_income(*MANY[0], 认定时间="2026.5.2"), *rows[1:]])

    assert answer.names("new") == ["张桂一"]
    assert count(Person) == len(MANY)
    assert ("minimum-living", date(2026, 5, 2), None) in categories("张桂一")


def test_more_than_a_tenth_leaving_must_be_confirmed(office: Office) -> None:
    office.low_income([low_income(*who) for who in MANY], as_of="2026-04-20")
    rows = [low_income(*who) for who in MANY[3:]]

    held = office.low_income(rows)
    done = office.low_income(rows, "--confirm-left")

    assert held.status != 0 and "--confirm-left" in held.error and "3" in held.error
    assert len(done.names("left")) == 3


def test_villages_without_sheet_or_row_are_untouched_and_named(office: Office) -> None:
    shiqiao = [low_income(name, number) for name, number in MANY[:2]]
    book = {
        "柳塘村": [LOW_INCOME, low_income("陈桂英", CHEN)],
        "石桥村": [LOW_INCOME, *([*r[:1], "", *r[2:]] for r in shiqiao)],
    }
    office.import_file(office.workbook(book), "low-income")

    answer = office.import_file(office.workbook({"柳塘村": book["柳塘村"]}), "low-income")

    assert answer.counts["unchanged"] == 1 and answer.names("left") == []
    assert any("石桥村" in warning and "桂花村" in warning for warning in answer.report["warnings"])


def test_a_village_with_a_sheet_but_no_row_has_lost_everybody(office: Office) -> None:
    rows = {
        "柳塘村": [LOW_INCOME, low_income("陈桂英", CHEN)],
        "石桥村": [LOW_INCOME, low_income("刘大山", LIU, **{"村（社区）": "石桥村"})],
    }
    office.import_file(office.workbook(rows), "low-income")

    answer = office.import_file(
        office.workbook({**rows, "石桥村": [LOW_INCOME]}), "low-income", "--confirm-left"
    )

    assert answer.names("left") == ["刘大山"]


def test_a_refused_row_of_somebody_on_the_last_list_makes_them_doubtful_and_not_left(office: Office) -> None:
    office.low_income([low_income("陈桂英", CHEN)])

    answer = office.low_income([low_income("陈桂英", "3.41502E+17")])

    assert answer.names("refused") == answer.names("doubtful") == ["陈桂英"] and answer.names("left") == []
    assert categories("陈桂英") == {("minimum-living", date(2025, 3, 5), None)}


def test_numbers_damaged_by_a_spreadsheet_are_refused_and_the_rest_applied(office: Office) -> None:
    answer = office.low_income([low_income("坏号甲", 341502195001010220.0), low_income("刘大山", LIU)])

    assert answer.status == 0
    assert answer.names("refused") == ["坏号甲"] and answer.names("new") == ["刘大山"]
    assert answer.report["refused"][0]["row"] == 2 and "文本" in answer.report["refused"][0]["reason"]


def test_a_column_of_numbers_that_lost_three_digits_is_refused_whole(office: Office) -> None:
    broken = []
    for day in range(1, 29):
        first17 = f"341502195001{day:02d}00"
        broken.append(low_income(f"坏号{day}", (first17 + "00")[:18]))

    answer = office.low_income(broken)

    assert answer.counts["refused"] == 28 and count(Person) == 0
    assert "000" in answer.report["refused"][0]["reason"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (low_income("陈桂枝", CHEN), "姓名不同"),
        (low_income("陈桂英", an_identity(serial=99)), "同名同出生日期"),
        (low_income("老号码", CHEN[:6] + CHEN[8:17]), "15 位"),
        (low_income("陈桂英", CHEN, 性别="男"), "性别"),
        (low_income("陈桂英", CHEN, 联系电话="13811111111", 与户主关系="户主"), ""),
    ],
)
def test_doubtful_rows_are_held_back_with_the_reason(office: Office, row: list[object], words: str) -> None:
    office.low_income([low_income("陈桂英", CHEN)])

    answer = office.low_income([row])

    assert [words in item["reason"] for item in answer.report["doubtful"]] == ([True] if words else [])
    assert answer.names("left") == [] and count(Person) == 1
    assert person("陈桂英").name == "陈桂英"


def test_doubtful_rows_are_applied_when_that_is_asked_for(office: Office) -> None:
    office.low_income([low_income("陈桂英", CHEN)])
    rows = [low_income("陈桂枝", CHEN), low_income("老号码", LIU[:6] + LIU[8:17])]

    answer = office.low_income(rows, "--accept-doubtful")
    again = office.low_income(rows, "--accept-doubtful")

    assert answer.names("changed") == ["陈桂枝"] and answer.names("new") == ["老号码"]
    assert again.counts["unchanged"] == 2 and again.counts["doubtful"] == 0


def test_one_number_under_two_names_or_in_two_villages_is_doubtful(office: Office) -> None:
    rows = [
        low_income("陈桂英", CHEN), low_income("陈桂芳", CHEN),
        low_income("刘大山", LIU), low_income("刘大山", LIU, **{"村（社区）": "石桥村"}),
    ]  # fmt: skip

    answer = office.low_income(rows)

    assert answer.names("new") == ["陈桂英", "刘大山"] and answer.names("doubtful") == ["陈桂芳", "刘大山"]


def test_a_number_on_record_in_another_area_is_doubtful_without_telling_of_whom(office: Office) -> None:
    a_person(name="外乡人", identity=CHEN, area_code="341503101201")

    answer = office.low_income([low_income("陈桂英", CHEN)])

    assert answer.names("doubtful") == ["陈桂英"]
    assert "外乡人" not in str(answer.report) and "南楼" not in answer.report["doubtful"][0]["reason"]


def test_who_died_is_refused_and_not_brought_back(office: Office) -> None:
    from app.core.transaction import COMMAND_LINE, transaction
    from app.duties.service import record_death

    office.low_income([low_income("陈桂英", CHEN)])
    with transaction("person.death", by=COMMAND_LINE):
        record_death(person("陈桂英"), on=date(2026, 5, 1))

    answer = office.low_income([low_income("陈桂英", CHEN, 联系电话="13900000000")])

    assert answer.names("refused") == ["陈桂英"] and "死亡" in answer.report["refused"][0]["reason"]


def test_rows_of_a_village_outside_the_area_are_refused(office: Office) -> None:
    rows = [
        low_income("陈桂英", CHEN, **{"村（社区）": "南楼村"}),
        low_income("刘大山", LIU, **{"村（社区）": "没有村"}),
    ]

    answer = office.low_income(rows)

    assert ["区域内" in item["reason"] for item in answer.report["refused"]] == [True, True]
    assert count(Person) == 0


def test_a_phone_a_doctor_put_right_stands_until_the_list_says_something_new(office: Office) -> None:
    from app.core.transaction import COMMAND_LINE, transaction
    from app.people.rules import read_entry
    from app.people.service import revise_many
    from app.rosters.queries import phone_index_of

    office.low_income([low_income("陈桂英", CHEN, 联系电话="13800000001")])
    entry = read_entry(identity=CHEN, name="陈桂英", area_code=LIUTANG, phone="13800000002", note="听力差")
    with transaction("person.revise", by=COMMAND_LINE):
        revise_many({person("陈桂英").id: entry})

    same = office.low_income([low_income("陈桂英", CHEN, 联系电话="13800000001")])
    regrouped = office.low_income([low_income("陈桂英", CHEN, 联系电话="13800000001", 村民组="下塘组")])

    db.session.expire_all()
    assert same.counts["unchanged"] == 1 and regrouped.names("changed") == ["陈桂英"]
    assert person("陈桂英").phone_index == phone_index_of("13800000002")
    assert (person("陈桂英").note, person("陈桂英").group_name) == ("听力差", "下塘组")


def test_a_household_is_one_by_its_head(office: Office) -> None:
    rows = [
        low_income("陈桂英", CHEN, 户主姓名="陈桂英", 与户主关系="户主", 村民组="上塘组"),
        [
            c if h not in ("村（社区）", "人员类别", "认定时间") else ""
            for h, c in zip(LOW_INCOME, low_income("刘大山", LIU, 与户主关系="配偶"), strict=True)
        ],
    ]

    office.low_income(rows)

    assert count(Household) == 1
    assert person("刘大山").household_id == person("陈桂英").household_id
    assert person("刘大山").group_name == "上塘组"
    assert categories("刘大山") == {("minimum-living", date(2025, 3, 5), None)}


def test_an_unreadable_or_future_day_falls_back_to_that_of_the_list(office: Office) -> None:
    rows = [
        low_income("陈桂英", CHEN, 认定时间="2024-02-30"),
        low_income("刘大山", LIU, 认定时间="2027.1.1"),
        low_income("孙三", SUN, 认定时间=""),
    ]

    answer = office.low_income(rows)
    later = office.low_income(rows, as_of="2026-05-25")

    assert {start for name in ("陈桂英", "刘大山", "孙三") for _, start, _ in categories(name)} == {
        date(2026, 5, 20)
    }
    assert sum("2026 年 5 月 20 日" in warning for warning in answer.report["warnings"]) == 2
    assert later.counts["unchanged"] == 3


def test_several_rows_of_one_person_are_one_person_with_several_diseases(office: Office) -> None:
    rows = [
        chronic("陈桂英", CHEN, "原发性高血压、2型糖尿病"),
        chronic("陈桂英", f" {CHEN[:6]} {CHEN[6:]}", "脑梗后遗症", 审批日期="2024.3"),
    ]

    answer = office.chronic(rows)

    held = {
        (row.condition.value, row.benefit_from, row.original_text)
        for row in db.session.scalars(sa.select(PersonCondition))
    }
    assert answer.counts["rows"] == 2 and answer.names("new") == ["陈桂英"]
    assert held == {
        ("hypertension", date(2025, 3, 5), "原发性高血压"),
        ("diabetes", date(2025, 3, 5), "2型糖尿病"),
        ("stroke", date(2024, 3, 1), "脑梗后遗症"),
    }


def test_leaving_the_chronic_list_ends_the_benefit_and_never_the_disease(office: Office) -> None:
    rows = [chronic(*who) for who in MANY]
    office.chronic(rows, as_of="2026-04-20")

    answer = office.chronic(rows[1:])

    gone = db.session.scalars(sa.select(PersonCondition).filter_by(person_id=person("张桂一").id)).one()
    owed = {
        duty.duty.rule_id
        for duty in list_all(TOWN, as_of=date(2026, 5, 20), which="all")
        if duty.person == "张桂一"
    }
    assert answer.names("left") == ["张桂一"]
    assert (gone.ended_on, gone.benefit_until) == (None, date(2026, 5, 20))
    assert "hypertension-followup" in owed and "chronic-home-visit" not in owed


def test_a_person_of_one_list_is_found_again_by_the_other(office: Office) -> None:
    office.low_income([low_income("陈桂英", CHEN, 联系电话="13800000001", 村民组="上塘组")])

    answer = office.chronic([chronic("陈　桂英 ", "'" + CHEN, 责任医生="李医生")])
    again = office.low_income([low_income("陈桂英", CHEN, 联系电话="13800000001", 村民组="上塘组")])

    assert answer.names("new") == ["陈桂英"] and "已有档案" in answer.report["new"][0]["reason"]
    assert (person("陈桂英").group_name, person("陈桂英").doctor_name) == ("上塘组", "李医生")
    assert again.counts["unchanged"] == 1 and count(Person) == 1


def test_columns_nobody_reads_are_named(office: Office) -> None:
    book = {
        "名单": [[*CHRONIC, "签约日期", "协议到期"], [*chronic("陈桂英", CHEN), "2025-12-20", "2026-12-31"]]
    }

    answer = office.import_file(office.workbook(book), "chronic")

    assert any("签约日期、协议到期" in warning for warning in answer.report["warnings"])


def test_visits_are_filed_once_and_settle_what_they_answer(office: Office) -> None:
    office.chronic([chronic("陈桂英", CHEN)])
    rows = [
        visit("陈桂英", CHEN),
        visit("陈桂英", CHEN, 随访类别="高血压、糖尿病", **{"空腹血糖(mmol/L)": "7.2mmol/l"}),
    ]

    answer = office.visits(rows)
    again = office.visits(rows)

    due = {(d.duty.rule_id, d.duty.due_on) for d in list_all(TOWN, as_of=date(2026, 5, 20), which="all")}
    assert (
        answer.names("new") == ["陈桂英", "陈桂英"]
        and again.counts["unchanged"] == 2
        and again.counts["new"] == 0
    )
    assert ("hypertension-followup", date(2026, 8, 10)) in due
    assert {one.answers["systolic"] for one in db.session.scalars(sa.select(Visit))} == {136}


@pytest.mark.parametrize(
    ("row", "list_name", "words"),
    [
        (visit("陌生人", LIU), "refused", "没有这个身份证号"),
        (visit("陈桂枝", CHEN), "doubtful", "姓名不同"),
        (visit("陈桂英", CHEN, "2026-05-21"), "refused", "还没到"),
        (visit("陈桂英", CHEN, "某日"), "refused", "认不出"),
        (visit("陈桂英", CHEN, 随访方式="飞鸽"), "refused", "随访方式"),
        (visit("陈桂英", CHEN, 随访类别="钓鱼"), "refused", "随访类别"),
        (visit("陈桂英", CHEN, **{"血压(mmHg)": "84/136"}), "refused", "不可能"),
        (visit("陈桂英", CHEN, **{"血压(mmHg)": "1360/84"}), "refused", "不可能"),
        (visit("陈桂英", CHEN, 此次随访分类="挺好的吧"), "refused", "分类"),
        (visit("陈桂英", CHEN, 此次随访分类="", **{"血压(mmHg)": ""}), "refused", "没有填此次随访分类"),
    ],
)
def test_a_visit_that_cannot_be_taken_is_named_with_the_mend(
    office: Office, row: list[object], list_name: str, words: str
) -> None:
    office.chronic([chronic("陈桂英", CHEN)])

    answer = office.visits([row])

    assert [words in item["reason"] for item in answer.report[list_name]] == [True]
    assert count(Visit) == 0


def test_a_blank_result_is_told_by_the_pressure(office: Office) -> None:
    office.chronic([chronic("陈桂英", CHEN)])

    office.visits([visit("陈桂英", CHEN, 此次随访分类="", **{"血压(mmHg)": "高压186低压112"})])

    filed = db.session.scalars(sa.select(Visit)).one()
    assert filed.results == {"hypertension": "uncontrolled"} and filed.emergency


def test_every_row_of_a_person_without_a_village_comes_back(office: Office) -> None:
    rows = [chronic("陈桂英", CHEN, disease, 村名="") for disease in ("高血压", "糖尿病")]

    answer = office.chronic(rows)

    assert [item["row"] for item in answer.report["refused"]] == [2, 3] and count(Person) == 0
