"""Lists as offices write them, and the command that takes them in."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from openpyxl import Workbook

from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.core.transaction import COMMAND_LINE, transaction
from app.rosters.models import RosterDraft
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.order import ImportOrder
from app.rosters.service import apply_roster, read_roster
from app.sheets.sheet import Sheet
from app.web import background
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


@dataclass
class Desk:
    """Hands files in by the page, reviews them and gives the word; each step waits for what goes on beside."""

    client: FlaskClient
    office: Office

    def hand_in(self, rows: Rows, kind: str, *, sheet: str = "名单", **more: Any) -> int:
        """Upload a workbook of one sheet and return the upload's number."""
        content = self.office.workbook({sheet: rows}).read_bytes()
        return self.send(content, kind, **more)

    def send(self, content: bytes, kind: str, *, name: str = "名单.xlsx", **more: Any) -> int:
        """Upload a file as it is."""
        typed = {"kind": kind, "area": TOWN, "as_of": "2026-05-20", "sender": "民政局"} | more
        answer = self.client.post("/rosters", data={**typed, "file": (BytesIO(content), name)})
        assert answer.status_code == 302, answer.text
        background.wait()
        return int(answer.location.rsplit("/", 1)[1])

    def press(self, draft_id: int, what: str, **typed: Any) -> Any:
        """Press a button of an upload's page."""
        answer = self.client.post(f"/rosters/{draft_id}/{what}", data=typed)
        background.wait()
        return answer

    def page(self, draft_id: int, **asked: Any) -> str:
        """Return the page of an upload."""
        return self.client.get(f"/rosters/{draft_id}", query_string=asked).text

    def draft(self, draft_id: int) -> RosterDraft:
        """Return the upload as it stands now."""
        db.session.rollback()
        db.session.expire_all()
        draft = db.session.get(RosterDraft, draft_id)
        assert draft is not None
        return draft

    def counts(self, draft_id: int) -> dict[str, int]:
        """Return what the review, or the import, came to."""
        told = self.draft(draft_id).counts
        return {name: told[name] for name in ("new", "changed", "left", "doubtful", "refused", "unchanged")}


@pytest.fixture
def office(app: Flask, tmp_path: Path) -> Office:
    """Somebody at the prompt with lists in hand."""
    return Office(app, tmp_path)


@pytest.fixture
def desk(office: Office, client: FlaskClient, sign_in: Any, zhao: Any) -> Iterator[Desk]:
    """Supervisor Zhao at the pages of the lists; whatever goes on beside has ended when the test has."""
    yield Desk(sign_in(client, zhao), office)
    background.wait()
