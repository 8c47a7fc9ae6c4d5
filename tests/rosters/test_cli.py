"""The command with real files: what a whole file is sent back for, and the quirks it is read through."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import Workbook

from app.audit.queries import verify
from app.core.db import db
from app.people.models import Person
from app.rosters.models import RosterImport
from tests.cast import an_identity
from tests.rosters.conftest import CHRONIC, LOW_INCOME, VISITS, Office, chronic, low_income, visit

CHEN, LIU, SUN, ZHOU = (an_identity(serial=number) for number in (11, 12, 13, 14))


def names() -> set[str]:
    return set(db.session.scalars(sa.select(Person.name)))


def a_monthly_book(folder: Path) -> Path:
    """A cover, a village with merged households and a footer, a village with other columns under a two-row head."""
    book = Workbook()
    cover = book.active
    cover.title = "封面"
    cover["B3"] = "三十铺镇2026年5月低收入人口花名册"
    one = book.create_sheet("柳塘村")
    one["A1"] = "三十铺镇柳塘村低收入人口花名册"
    one.merge_cells("A1:L1")
    one["A2"], one["E2"] = "填报单位：民政办", "填报日期：2026.5.5"
    one.append([])
    one.append(list(LOW_INCOME))
    one.append(low_income("陈桂英", CHEN, 村民组="上塘组", 户主姓名="陈桂英", 与户主关系="户主"))
    one.append([None if h in ("村（社区）", "村民组", "户主姓名") else c for h, c in
                zip(LOW_INCOME, low_income("刘　大山", f"'{LIU}", 与户主关系="配偶"), strict=True)])  # fmt: skip
    for column in "BCD":
        one.merge_cells(f"{column}5:{column}6")
    one.append(["合计", "2人"])
    one.append(["填表人：        审核人：        （公章）"])
    two = book.create_sheet("石桥村")
    two.append(["序号", "户主", "", "家庭成员", "", "对象类别", "纳入时间"])
    two.append(["", "姓名", "身份证号", "姓名", "公民身份号码", "", ""])
    two.append([1, "孙三", SUN, "周四", " ".join(ZHOU), "特困人员（分散供养）", "24.3.5"])
    two.append(["说明：本表一式两份"])
    path = folder / "五月.xlsx"
    book.save(path)
    return path


def test_a_monthly_book_of_a_township_is_read_through_all_its_quirks(office: Office) -> None:
    answer = office.import_file(a_monthly_book(office.folder), "low-income", area="341502109")

    people = {one.name: one for one in db.session.scalars(sa.select(Person))}
    assert answer.status == 0 and answer.counts["rows"] == 3 and set(people) == {"陈桂英", "刘大山", "周四"}
    assert (
        people["刘大山"].household_id == people["陈桂英"].household_id
        and people["刘大山"].group_name == "上塘组"
    )
    assert people["周四"].area_code == "341502109202"
    assert [item["row"] for item in answer.report["new"]] == [5, 6, 3]
    assert any("封面" in warning for warning in answer.report["warnings"])
    assert any("户主身份证号" in warning or "身份证号" in warning for warning in answer.report["warnings"])


def test_a_chinese_csv_with_a_title_and_tabs_is_read(office: Office) -> None:
    rows = ["慢特病人员名单,,,,,,", ",".join(CHRONIC)]
    rows += [
        f"1,柳塘村,陈桂英,\t{CHEN},高血压2级（高危）、糖尿病胰岛素治疗,2023.2.22,李医生",
        "合计,1条,,,,,",
    ]
    path = office.folder / "名单.csv"
    path.write_bytes("\r\n".join(rows).encode("gb18030"))

    answer = office.import_file(path, "chronic")

    assert answer.status == 0 and answer.counts["rows"] == 1 and names() == {"陈桂英"}


def test_a_rehearsal_tells_everything_and_writes_nothing(office: Office) -> None:
    file = office.workbook({"名单": [LOW_INCOME, low_income("陈桂英", CHEN)]})

    answer = office.import_file(file, "low-income", "--dry-run")

    assert answer.names("new") == ["陈桂英"] and names() == set()
    assert db.session.scalar(sa.select(sa.func.count()).select_from(RosterImport)) == 0 and verify() == []


def test_a_formula_in_place_of_a_number_is_refused_as_one(office: Office) -> None:
    rows = [low_income("陈桂英", "=A1"), low_income('=HYPERLINK("x","刘大山")', LIU), low_income("孙三", SUN)]

    answer = office.import_file(office.workbook({"名单": [LOW_INCOME, *rows]}), "low-income")

    assert ["公式" in item["reason"] for item in answer.report["refused"]] == [True, True]
    assert names() == {"孙三"}


LOW, SICK, SEEN = (
    [LOW_INCOME, low_income("陈桂英", CHEN)],
    [CHRONIC, chronic("陈桂英", CHEN)],
    [VISITS, visit("陈桂英", CHEN)],
)


@pytest.mark.parametrize(
    ("rows", "kind", "words"),
    [
        (SICK, "low-income", "--list 改成 chronic"),
        (LOW, "chronic", "--list 改成 low-income"),
        (SEEN, "chronic", "--list 改成 visits"),
        (LOW, "visits", "--list 改成 low-income"),
        ([("姓名", "村"), ("陈桂英", "柳塘村")], "low-income", "身份证号"),
        ([("甲", "乙"), ("陈桂英", CHEN)], "low-income", "身份证号码"),
        ([("姓名", "身份证号", "备注"), ("陈桂英", CHEN, "")], "chronic", "病种"),
        ([LOW_INCOME], "low-income", "没有一行数据"),
        ([LOW_INCOME, ("合计", "0人")], "low-income", "没有一行数据"),
        ([("一封信",), ("请查收",)], "low-income", "缺少列"),
        (LOW, "contracts", "--list 改成 low-income"),
        (LOW, "settlements", "还不能导入"),
    ],
)
def test_a_file_of_the_wrong_shape_is_sent_back_whole(
    office: Office, rows: list[list[object]], kind: str, words: str
) -> None:
    answer = office.import_file(office.workbook({"名单一": rows}), kind)

    assert answer.status != 0 and words in answer.error and answer.report == {}
    assert names() == set()


@pytest.mark.parametrize(("area", "words"), [("341502999", "没有区划"), ("三十铺", "不是行政区划代码")])
def test_an_area_that_is_none_is_named(office: Office, area: str, words: str) -> None:
    answer = office.import_file(office.workbook({"名单": LOW}), "low-income", area=area)

    assert answer.status != 0 and words in answer.error


def test_a_file_that_is_no_workbook_is_sent_back_without_a_trace(office: Office) -> None:
    path = office.folder / "坏.xlsx"
    path.write_bytes(b"not a workbook")

    answer = office.import_file(path, "low-income")

    assert answer.status != 0 and "不是表格" in answer.error


def test_people_read_a_summary_instead_of_json(office: Office) -> None:
    file = office.workbook({"名单": LOW})
    command = ["rosters", "import", str(file), "--list", "low-income", "--area", "341502109", "--dry-run"]

    said = office.app.test_cli_runner().invoke(args=command)

    assert (
        said.exit_code == 0 and "预演" in said.stdout and "新增 1" in said.stdout and "陈桂英" in said.stdout
    )


def said(office: Office, *command: str) -> Any:
    return office.app.test_cli_runner().invoke(args=["rosters", *command])


def test_an_older_list_is_imported_only_when_that_is_meant(office: Office) -> None:
    file = office.workbook({"名单": LOW})
    office.import_file(file, "low-income", as_of="2026-05-20")

    held = office.import_file(file, "low-income", as_of="2026-04-20")
    done = office.import_file(file, "low-income", "--accept-older", as_of="2026-04-20")

    assert held.status != 0 and "--accept-older" in held.error and held.report == {}
    assert done.status == 0 and done.counts["unchanged"] == 1


def test_contracts_are_imported_by_the_command(office: Office) -> None:
    head = ("村", "姓名", "身份证号", "签约团队", "签约日期", "协议到期")
    file = office.workbook(
        {"名单": [head, ("柳塘村", "陈桂英", CHEN, "第一团队", "2025-12-20", "2026-12-31")]}
    )

    answer = office.import_file(file, "contracts")

    assert answer.names("new") == ["陈桂英"] and "家庭医生签约" in answer.report["new"][0]["reason"]


def test_the_history_lists_imports_and_the_last_one_is_taken_back(office: Office) -> None:
    office.import_file(office.workbook({"名单": LOW}), "low-income", as_of="2026-04-20")
    office.import_file(office.workbook({"名单": [*LOW, low_income("刘大山", LIU)]}), "low-income")
    first, last = sorted(json.loads(said(office, "history", "--json").stdout), key=lambda one: one["id"])
    assert (first["as_of"], last["counts"]["new"], last["undone_at"]) == ("2026-04-20", 1, None)

    held = said(office, "undo", str(first["id"]), "--yes")
    done = said(office, "undo", str(last["id"]), "--yes", "--json")
    again = said(office, "undo", str(last["id"]), "--yes")

    assert held.exit_code != 0 and "请先撤销那一次" in held.stderr
    assert done.exit_code == 0 and json.loads(done.stdout)["people"] == 1
    assert again.exit_code != 0 and "已经撤销" in again.stderr
    listed = said(office, "history", "--area", "341502109")
    assert "已撤销" in listed.stdout.splitlines()[0] and "已撤销" not in listed.stdout.splitlines()[1]


def test_taking_back_asks_first_and_says_what_is_lost(office: Office) -> None:
    office.import_file(office.workbook({"名单": LOW}), "low-income")
    (record,) = json.loads(said(office, "history", "--json").stdout)

    asked = office.app.test_cli_runner().invoke(args=["rosters", "undo", str(record["id"])], input="n\n")

    assert asked.exit_code != 0 and "撤回新建档案 1" in asked.stderr
    assert json.loads(said(office, "history", "--json").stdout)[0]["undone_at"] is None


def test_an_import_that_is_none_is_not_taken_back(office: Office) -> None:
    assert said(office, "undo", "7", "--yes").exit_code != 0
