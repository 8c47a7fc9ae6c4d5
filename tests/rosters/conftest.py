"""Lists as offices write them, and the command that takes them in."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import Workbook

from app.core import clock
from app.core.errors import Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.order import ImportOrder
from app.rosters.service import apply_roster, read_roster
from app.sheets.sheet import Sheet
from tests.cast import TOWN

LOW_INCOME = (
    "序号", "村（社区）", "村民组", "户主姓名", "与户主关系", "姓名", "性别", "身份证号码", "联系电话",
    "人员类别", "供养方式/监测类别", "认定时间",
)  # fmt: skip
CHRONIC = ("序号", "村名", "患者姓名", "证件号码", "门诊慢特病名称", "审批日期", "责任医生")
VISITS = (
    "姓名",
    "身份证号",
    "随访日期",
    "随访方式",
    "随访类别",
    "血压(mmHg)",
    "空腹血糖(mmol/L)",
    "此次随访分类",
    "随访医生",
)

Rows = Sequence[Sequence[Any]]


def low_income(name: str, number: object, category: str = "最低生活保障对象", **more: Any) -> list[Any]:
    """Return a row of a low-income list."""
    cells = {
        "村（社区）": "柳塘村",
        "姓名": name,
        "身份证号码": number,
        "人员类别": category,
        "认定时间": "2025.3.5",
    } | more
    return [cells.get(heading, "") for heading in LOW_INCOME]


def chronic(name: str, number: object, disease: str = "高血压", **more: Any) -> list[Any]:
    """Return a row of a chronic list."""
    cells = {
        "村名": "柳塘村",
        "患者姓名": name,
        "证件号码": number,
        "门诊慢特病名称": disease,
        "审批日期": "2025/3/5",
    } | more
    return [cells.get(heading, "") for heading in CHRONIC]


def visit(name: str, number: object, day: str = "2026-05-10", **more: Any) -> list[Any]:
    """Return a row of a visit log."""
    cells = {
        "姓名": name, "身份证号": number, "随访日期": day, "随访方式": "家庭", "随访类别": "高血压",
        "血压(mmHg)": "136/84", "此次随访分类": "控制满意",
    } | more  # fmt: skip
    return [cells.get(heading, "") for heading in VISITS]


@dataclass
class Answer:
    """What the command said."""

    status: int
    report: dict[str, Any]
    error: str

    def names(self, which: str) -> list[str]:
        return [item["name"] for item in self.report[which]]

    @property
    def counts(self) -> dict[str, int]:
        return {
            key: value if isinstance(value, int) else len(value)
            for key, value in self.report.items()
            if key != "warnings"
        }


@dataclass
class Office:
    """Makes files and hands them in."""

    app: Flask
    folder: Path

    def import_file(
        self, file: Path, kind: str, *options: str, area: str = TOWN, as_of: str = "2026-05-20"
    ) -> Answer:
        command = [
            "rosters",
            "import",
            str(file),
            "--list",
            kind,
            "--area",
            area,
            "--as-of",
            as_of,
            "--json",
            *options,
        ]
        done = self.app.test_cli_runner().invoke(args=command)
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Answer(done.exit_code, json.loads(done.stdout) if done.stdout else {}, done.stderr)

    def workbook(self, sheets: Mapping[str, Rows]) -> Path:
        book = Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append(list(row))
        path = self.folder / f"名单{len(list(self.folder.iterdir()))}.xlsx"
        book.save(path)
        return path

    def hand_in(self, sheet: str, rows: Rows, kind: str, *options: str, as_of: str = "2026-05-20") -> Answer:
        """Give a list as it comes out of the reading process: the same deed as the command, without the process."""
        order = ImportOrder(
            ListKind(kind),
            TOWN,
            date.fromisoformat(as_of),
            clock.today(),
            accept_doubtful="--accept-doubtful" in options,
            confirm_left="--confirm-left" in options,
        )
        try:
            with transaction("roster.import", by=COMMAND_LINE):
                report = apply_roster(
                    read_roster([Sheet(name=sheet, rows=[list(row) for row in rows])], order=order),
                    by=COMMAND_LINE,
                )
        except Refused as refused:
            return Answer(1, {}, refused.text.zh)
        return Answer(0, report.as_json(), "")

    def low_income(self, rows: Rows, *options: str, as_of: str = "2026-05-20") -> Answer:
        return self.hand_in("名单", [LOW_INCOME, *rows], "low-income", *options, as_of=as_of)

    def chronic(self, rows: Rows, *options: str, as_of: str = "2026-05-20") -> Answer:
        return self.hand_in("名单", [CHRONIC, *rows], "chronic", *options, as_of=as_of)

    def visits(self, rows: Rows, *options: str, as_of: str = "2026-05-20") -> Answer:
        return self.hand_in("记录", [VISITS, *rows], "visits", *options, as_of=as_of)


@pytest.fixture
def office(app: Flask, tmp_path: Path) -> Office:
    """Somebody at the prompt with lists in hand."""
    return Office(app, tmp_path)
