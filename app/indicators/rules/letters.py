"""The monthly letter in words: counts of a unit and nothing else, neither a name nor what anybody wrote. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.core.words import Text
from app.indicators.rules.meetings import Row, Sheet, month_text
from app.indicators.rules.vocabulary import Better

SUBJECT: Final = Text("巡护月度分析 {month}：{n} 项未达目标", "Xunhu, {month}: {n} below target")
OPENING: Final = Text(
    "您好！{month}已经关账，月度分析表已做好，共 {n} 张。",
    "Good morning. {month} is closed and the meeting sheet is made ({n} in all).",
)
HEAD: Final = Text("{unit}：{n} 项未达目标，共 {of} 项", "{unit}: {n} of {of} below target")
LINE: Final = Text("{name}：{n}/{of}，{share}%", "{name}: {n} of {of}, {share}%")
AIM: Final = Text("，目标 {target}%", ", target {target}%")
LACKS: Final = Text("，还差 {n} {unit}", ", {unit} short: {n}")
TOO_MANY: Final = Text("，须减少 {n} {unit}", ", {unit} too many: {n}")
MET: Final = Text("，已达到", ", reached")
WARNED: Final = Text("{unit}：季度预警 {n} 条，待答复", "{unit}: warnings of the quarter to be answered: {n}")


@dataclass(frozen=True, slots=True)
class UnitTold:
    """What the letter tells of one unit: its sheet, and how many warnings were issued to it and its places."""

    meeting_id: int
    name: str
    sheet: Sheet
    warnings: int = 0

    @property
    def path(self) -> str:
        """Where the sheet is read."""
        return f"/indicators/meetings/{self.meeting_id}"

    def lines(self) -> list[tuple[Text, str]]:
        """Return the unit's lines with the page each leads to: those that miss their target first."""
        red, counted = self.sheet.red, self.sheet.counted
        others = [row for row in counted if not row.is_red]
        head = HEAD.filled(unit=self.name, n=len(red), of=len(counted))
        told = [(head, self.path), *((said_row(row), self.path) for row in (*red, *others))]
        if self.warnings:
            told.append((WARNED.filled(unit=self.name, n=self.warnings), "/indicators/warnings"))
        return told


def said_row(row: Row) -> Text:
    """Return an indicator in one line: numerator, denominator, share, target and what is missing."""
    number = row.number
    told = LINE.filled(name=row.indicator.name, n=number.numerator, of=number.denominator, share=number.share)
    if row.target is None:
        return told
    return told.joined(AIM.filled(target=plain(row.target)), en="").joined(_distance(row), en="")


def subject_of(month: date, units: Sequence[UnitTold]) -> Text:
    """Return the subject of the letter of a month."""
    return SUBJECT.filled(month=month_text(month), n=sum(len(unit.sheet.red) for unit in units))


def opening_of(month: date, units: Sequence[UnitTold]) -> Text:
    """Return the first sentence of the letter."""
    return OPENING.filled(month=month_text(month), n=len(units))


def plain(value: object) -> str:
    """Return a figure as people write it: no zeros behind the point."""
    return f"{float(str(value)):g}"


def _distance(row: Row) -> Text:
    if not row.missing:
        return MET
    lower = row.indicator.better is Better.LOWER
    return (TOO_MANY if lower else LACKS).filled(n=row.missing, unit=row.indicator.unit)
