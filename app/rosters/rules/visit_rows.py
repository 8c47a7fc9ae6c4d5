"""随访行: one row of a visit log kept elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.core.identity import Identity
from app.core.words import Text
from app.policy.terms import Kind, Mode, Result
from app.rosters.rules.dates import BadDate, read_day
from app.rosters.rules.fields import Field
from app.rosters.rules.rows import BadRow, Circumstances, Where, doubts_of, read_number
from app.rosters.rules.table import Line, Table
from app.rosters.rules.values import read_kinds, read_measure, read_mode, read_pressure, read_result

SYSTOLIC = range(50, 301)
DIASTOLIC = range(30, 201)
GLUCOSE = (1.0, 50.0)
# Diseases are classed at every visit; rounds, meetings and the rest are only seen to have happened.
CLASSED = frozenset(
    {Kind.HYPERTENSION, Kind.DIABETES, Kind.COPD, Kind.CORONARY, Kind.STROKE, Kind.HEART_FAILURE}
    | {Kind.MENTAL_DISORDER, Kind.TUBERCULOSIS}
)
_ADHERENCE = {
    "规律": "regular",
    "1": "regular",
    "间断": "irregular",
    "2": "irregular",
    "不服药": "none",
    "3": "none",
}


@dataclass(frozen=True, slots=True)
class VisitRow:
    """What a row of the log says; ``result`` holds for each disease it names."""

    where: Where
    identity: Identity
    visited_on: date
    mode: Mode
    kinds: tuple[Kind, ...]
    answers: Mapping[str, str | int | float]
    result: Result | None
    doctor_name: str = ""
    note: str = ""
    doubts: tuple[Text, ...] = ()

    @property
    def classed(self) -> tuple[Kind, ...]:
        """The diseases among its kinds."""
        return tuple(kind for kind in self.kinds if kind in CLASSED)


def read_visit(table: Table, line: Line, *, where: Where, circumstances: Circumstances) -> VisitRow:
    """Return what a row of a visit log says, or raise `BadRow`."""
    identity = read_number(table, line, circumstances)
    return VisitRow(
        where,
        identity,
        _visited_on(table, line, circumstances),
        _mode(table, line),
        _kinds(table, line),
        _answers(table, line),
        _result(table, line),
        doctor_name="".join(table.text(line, Field.DOCTOR).split())[:80],
        note=table.text(line, Field.NOTE)[:400],
        doubts=tuple(doubts_of(table, line, identity)),
    )


def _visited_on(table: Table, line: Line, circumstances: Circumstances) -> date:
    shown = table.text(line, Field.VISITED_ON)
    try:
        cell = table.cell(line, Field.VISITED_ON)
        day = read_day(cell, from_1904=table.from_1904, latest=circumstances.as_of)
    except BadDate:
        day = None
    if day is None:
        raise BadRow(
            Text("随访日期“{shown}”认不出，请核对。", "The visit date “{shown}” is unreadable.").filled(
                shown=shown
            )
        )
    if day > circumstances.as_of:
        raise BadRow(
            Text(
                "随访日期 {day} 晚于 {as_of}，还没到。请核对。",
                "The visit date {day} is after {as_of}. Please check.",
            ).filled(day=day, as_of=circumstances.as_of)
        )
    return day


def _mode(table: Table, line: Line) -> Mode:
    shown = table.text(line, Field.MODE)
    if (mode := read_mode(shown)) is None:
        raise BadRow(
            Text(
                "随访方式“{shown}”认不出。可写：门诊、家庭、电话、视频。",
                "The way of visiting “{shown}” is not known. Write 门诊, 家庭, 电话 or 视频.",
            ).filled(shown=shown)
        )
    return mode


def _kinds(table: Table, line: Line) -> tuple[Kind, ...]:
    shown = "、".join(text for text in table.texts(line, Field.VISIT_KIND) if text)
    kinds, unknown = read_kinds(shown)
    if not kinds or unknown:
        raise BadRow(
            Text(
                "随访类别“{shown}”认不出。可写：高血压、糖尿病、慢阻肺、冠心病、脑卒中、心功能不全、巡查、人人见面、上门随访。",
                "The kind of visit “{shown}” is not known. Write 高血压, 糖尿病, 慢阻肺, 巡查, 人人见面, 上门随访 …",
            ).filled(shown="、".join(unknown) or shown)
        )
    return kinds


def _answers(table: Table, line: Line) -> dict[str, str | int | float]:
    answers: dict[str, str | int | float] = {}
    if (pressure := _pressure(table, line)) is not None:
        answers["systolic"], answers["diastolic"] = pressure
    if (glucose := _measure(table, line, Field.GLUCOSE)) is not None:
        if not GLUCOSE[0] <= glucose <= GLUCOSE[1]:
            raise _implausible(Field.GLUCOSE, table.text(line, Field.GLUCOSE))
        answers["fasting_glucose"] = glucose
    if adherence := _ADHERENCE.get(table.text(line, Field.ADHERENCE)):
        answers["adherence"] = adherence
    adverse = table.text(line, Field.ADVERSE)
    if adverse and adverse not in ("/", "-"):
        answers["adverse_reaction"] = "no" if adverse in ("无", "1", "没有", "否") else "yes"
    return answers


def _pressure(table: Table, line: Line) -> tuple[int, int] | None:
    shown = table.text(line, Field.PRESSURE)
    try:
        pressure = read_pressure(shown)
    except ValueError as error:
        raise _implausible(Field.PRESSURE, shown) from error
    if pressure is None:
        upper, lower = _measure(table, line, Field.SYSTOLIC), _measure(table, line, Field.DIASTOLIC)
        if upper is None and lower is None:
            return None
        pressure, shown = (int(upper or 0), int(lower or 0)), f"{upper or ''}/{lower or ''}"
    if pressure[0] not in SYSTOLIC or pressure[1] not in DIASTOLIC or pressure[0] <= pressure[1]:
        raise _implausible(Field.PRESSURE, shown)
    return pressure


def _measure(table: Table, line: Line, meaning: Field) -> float | None:
    try:
        return read_measure(table.cell(line, meaning))
    except ValueError as error:
        raise _implausible(meaning, table.text(line, meaning)) from error


def _implausible(meaning: Field, shown: str) -> BadRow:
    return BadRow(
        Text("{field}“{shown}”不可能，请核对。", "{field} “{shown}” is implausible; please check.").filled(
            field=meaning, shown=shown[:40]
        )
    )


def _result(table: Table, line: Line) -> Result | None:
    shown = table.text(line, Field.RESULT)
    result = read_result(shown)
    if result is None and shown and shown not in ("/", "-", "—", "无"):
        raise BadRow(
            Text(
                "此次随访分类“{shown}”认不出。可写：控制满意、控制不满意、不良反应、并发症。",
                "The result “{shown}” is not known. Write 控制满意, 控制不满意, 不良反应 or 并发症.",
            ).filled(shown=shown)
        )
    return result
