"""收表: which sheets of a file are lists of the kind that was asked for, and why a file is sent back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from app.core.errors import Refused
from app.core.words import Text
from app.rosters.rules.fields import Field, accepted_headings
from app.rosters.rules.kinds import LOG_ONLY, NEEDS, OF_A_CONTRACT, USED, ListKind
from app.rosters.rules.layout import ByHand, Header, find_header, holds_people
from app.rosters.rules.refusals import REASON_HEADING
from app.rosters.rules.table import Table, read_table
from app.sheets.sheet import Sheet

_TITLES = {
    ListKind.LOW_INCOME: re.compile(r"低收入|特困|低保|返贫|监测对象"),
    ListKind.CHRONIC: re.compile(r"慢特病|慢性病|慢病|门慢|门特|两病|患病|病种"),
    ListKind.VISITS: re.compile(r"随访|巡查|巡诊"),
    ListKind.CONTRACTS: re.compile(r"签约|履约"),
}
# Where a visit log heads a column more briefly than a list of people would.
_IN_A_LOG = {Field.VISIT_KIND: (Field.CONDITION, Field.CATEGORY)}
# Whoever somebody signed with is the responsible doctor, where a list of people names no other.
_ELSEWHERE = {Field.DOCTOR: (Field.CONTRACT_DOCTOR,)}


@dataclass(slots=True)
class Intake:
    """The lists of a file, and what was left aside on the way."""

    tables: list[Table] = field(default_factory=list)
    warnings: list[Text] = field(default_factory=list)

    @property
    def holds_mended_rows(self) -> bool:
        """Whether the file is one of refused rows that were mended: it carries the column of the reasons."""
        return any(REASON_HEADING in table.header.unknown for table in self.tables)


def take_in(sheets: Sequence[Sheet], *, kind: ListKind, headings: ByHand | None = None) -> Intake:
    """Return the lists of a file; refuse the file as a whole where one of them is not what was asked for."""
    intake = Intake()
    for sheet in sheets:
        header = find_header(sheet, headings=headings) if sheet.rows else None
        if header is None:
            _pass_over(sheet, kind, intake)
            continue
        header = adapted(header, kind)
        _refuse_wrong_kind(sheet, header, kind)
        _refuse_missing(sheet, header, kind)
        _name_ignored(sheet, header, kind, intake)
        intake.tables.append(read_table(sheet, header))
    if not any(table.lines for table in intake.tables):
        raise _no_rows(sheets, kind, headed=bool(intake.tables))
    return intake


def _pass_over(sheet: Sheet, kind: ListKind, intake: Intake) -> None:
    if holds_people(sheet):
        raise _missing(sheet, list(NEEDS[kind]))
    text = Text("工作表“{sheet}”不是名单，已跳过。", "Sheet “{sheet}” is no list and was skipped.")
    intake.warnings.append(text.filled(sheet=sheet.name))


def adapted(header: Header, kind: ListKind) -> Header:
    """Return a head as a list of this kind means it: some columns are headed alike in two lists."""
    if kind is ListKind.CONTRACTS:
        return header
    columns = dict(header.columns)
    for wanted, instead in (_IN_A_LOG | _ELSEWHERE if kind is ListKind.VISITS else _ELSEWHERE).items():
        found = next((meaning for meaning in instead if meaning in columns), None)
        if wanted not in columns and found is not None:
            columns[wanted] = columns.pop(found)
    return replace(header, columns=columns)


def _meets(fields: frozenset[Field], kind: ListKind) -> bool:
    return all(any(one in fields for one in need) for need in NEEDS[kind])


def _refuse_wrong_kind(sheet: Sheet, header: Header, kind: ListKind) -> None:
    if kind is not ListKind.VISITS and len(header.fields & LOG_ONLY) > 1:
        raise _wrong_kind(sheet, kind, ListKind.VISITS)
    titles = f"{header.title} {sheet.name}"
    if _meets(header.fields, kind):
        # Contracts come as columns of other lists, whatever those are called.
        told = [
            other
            for other, words in _TITLES.items()
            if words.search(titles) and kind is not ListKind.CONTRACTS
        ]
        if len(told) == 1 and told[0] is not kind and _meets(header.fields, told[0]):
            raise _wrong_kind(sheet, kind, told[0])
        return
    for other in NEEDS:
        if other is not kind and _meets(header.fields, other):
            raise _wrong_kind(sheet, kind, other)


def _wrong_kind(sheet: Sheet, kind: ListKind, other: ListKind) -> Refused:
    return Refused(
        Text(
            "工作表“{sheet}”看起来是“{other}”，不是“{kind}”。请换文件，或把 --list 改成 {value}。什么都没有导入。",
            "Sheet “{sheet}” looks like “{other}”, not “{kind}”. Choose another file, or --list {value}. Nothing was imported.",
        ).filled(sheet=sheet.name, other=other, kind=kind, value=other.value)
    )


def _refuse_missing(sheet: Sheet, header: Header, kind: ListKind) -> None:
    missing = [need for need in NEEDS[kind] if not any(one in header.fields for one in need)]
    if missing:
        raise _missing(sheet, missing)


def _missing(sheet: Sheet, needs: Sequence[tuple[Field, ...]]) -> Refused:
    said = Text("；".join(f"“{need[0].zh}”（可写：{accepted_headings(need[0])}）" for need in needs),
                "; ".join(f"“{need[0].en}” (any of: {accepted_headings(need[0])})" for need in needs))  # fmt: skip
    return Refused(
        Text(
            "工作表“{sheet}”缺少列：{columns}。请在表头补上这一列再导入。什么都没有导入。",
            "Sheet “{sheet}” lacks the column {columns}. Add it to the heading row. Nothing was imported.",
        ).filled(sheet=sheet.name, columns=said)
    )


def _no_rows(sheets: Sequence[Sheet], kind: ListKind, *, headed: bool) -> Refused:
    if headed:
        return Refused(
            Text(
                "名单里没有一行数据（只有表头）。请检查是否选错了文件。什么都没有导入。",
                "The list has headings but no rows. Was the right file chosen? Nothing was imported.",
            )
        )
    first = next((sheet for sheet in sheets if sheet.rows), None)
    return _missing(first or Sheet(name="", rows=[]), NEEDS[kind])


def _name_ignored(sheet: Sheet, header: Header, kind: ListKind, intake: Intake) -> None:
    unused = [
        meaning.zh for meaning in header.columns if meaning not in USED[kind] and meaning is not Field.SERIAL
    ]
    ignored = [name for name in dict.fromkeys([*header.unknown, *unused]) if name != REASON_HEADING]
    if ignored:
        text = Text("工作表“{sheet}”没有用到的列：{names}。", "Sheet “{sheet}”: columns not used: {names}.")
        intake.warnings.append(text.filled(sheet=sheet.name, names="、".join(name[:30] for name in ignored)))
    if kind is not ListKind.CONTRACTS and header.fields & OF_A_CONTRACT:
        text = Text(
            "工作表“{sheet}”里有签约信息：要登记签约，请把同一个文件再按“{kind}”（--list {value}）导入一次。",
            "Sheet “{sheet}” tells of contracts: to record them, import the same file once more as “{kind}” (--list {value}).",
        )
        kinds = {"kind": ListKind.CONTRACTS, "value": ListKind.CONTRACTS.value}
        intake.warnings.append(text.filled(sheet=sheet.name, **kinds))
