"""A clerk's desk: lists handed in as sheets, looked at, applied and taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from flask import Flask

from app.core import clock
from app.core.transaction import COMMAND_LINE, transaction
from app.rosters.queries import get_import
from app.rosters.rules.kinds import ListKind
from app.rosters.rules.order import ImportOrder
from app.rosters.rules.report import Preview, Report
from app.rosters.service import Losses, Roster, apply_roster, preview_roster, read_roster, undo_roster
from app.sheets.sheet import Sheet
from tests.cast import TOWN
from tests.rosters.conftest import CHRONIC, LOW_INCOME, VISITS

CONTRACTS = (
    "序号", "村名", "姓名", "身份证号码", "签约团队", "签约医生", "服务包", "签约日期", "协议到期",
)  # fmt: skip
HEADS = {"low-income": LOW_INCOME, "chronic": CHRONIC, "visits": VISITS, "contracts": CONTRACTS}


def contract(name: str, number: object, **more: Any) -> list[Any]:
    """Return a row of a contract list."""
    cells = {
        "村名": "柳塘村",
        "姓名": name,
        "身份证号码": number,
        "签约团队": "三十铺第一团队",
        "签约医生": "周明",
        "服务包": "基础包",
        "签约日期": "2025-12-20",
        "协议到期": "2026-12-31",
    } | more
    return [cells.get(heading, "") for heading in CONTRACTS]


class Desk:
    """Hands in lists of one kind after another."""

    def read(
        self,
        kind: str,
        rows: Sequence[Sequence[Any]],
        *,
        as_of: str = "2026-05-20",
        head: Sequence[str] | None = None,
        **order: Any,
    ) -> Roster:
        asked = ImportOrder(
            ListKind(kind),
            order.pop("area", TOWN),
            date.fromisoformat(as_of),
            clock.today(),
            confirm_left=order.pop("confirm_left", True),
            **order,
        )
        sheet = Sheet(name="名单", rows=[list(head or HEADS[kind]), *(list(row) for row in rows)])
        return read_roster([sheet], order=asked)

    def preview(self, kind: str, rows: Sequence[Sequence[Any]], **order: Any) -> Preview:
        return preview_roster(self.read(kind, rows, **order))

    def apply(self, kind: str, rows: Sequence[Sequence[Any]], **order: Any) -> Report:
        with transaction("roster.import", by=COMMAND_LINE):
            return apply_roster(self.read(kind, rows, **order), by=COMMAND_LINE)

    def undo(self, import_id: int | None) -> Losses:
        assert import_id is not None
        with transaction("roster.undo", by=COMMAND_LINE):
            return undo_roster(get_import(import_id), by=COMMAND_LINE)


@pytest.fixture
def desk(app: Flask) -> Desk:
    """Somebody with lists in hand."""
    return Desk()
