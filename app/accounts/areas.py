"""The tree of areas as a table of codes and names: reading it, and judging it as a whole."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.core.errors import Refused
from app.core.regions import Level, full_code, level_of, parent_of
from app.core.words import Text

_HEADINGS = {
    "code": ("code", "代码", "区划代码", "行政区划代码", "统计用区划代码", "编码"),
    "name": ("name", "名称", "区划名称", "行政区划名称"),
}
_ORDER = tuple(Level)


@dataclass(frozen=True, slots=True)
class AreaRow:
    """A line of the file as it stands there."""

    row: int
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class NewArea:
    """A line that was understood."""

    row: int
    code: str
    name: str

    @property
    def level(self) -> Level:
        """How far down the tree it stands."""
        return level_of(self.code)

    @property
    def parent_code(self) -> str | None:
        """The code one level up."""
        return parent_of(self.code)


@dataclass(frozen=True, slots=True)
class AreasTaken:
    """What a table of areas would change; ``kept`` are rows older than a merger or a new name, left as they are."""

    new: tuple[NewArea, ...]
    changed: tuple[NewArea, ...]
    unchanged: int
    kept: tuple[NewArea, ...] = ()


@dataclass(frozen=True, slots=True)
class AreaFault:
    """A line that cannot be taken, and how to mend it."""

    row: int
    text: Text


class AreasRefused(Refused):
    """A table of areas with faults: none of it is taken in."""

    def __init__(self, faults: Sequence[AreaFault]) -> None:
        super().__init__(
            Text("{n} 处错误，没有导入任何区划。", "{n} faults; nothing was imported.").filled(n=len(faults))
        )
        self.faults = tuple(faults)


def read_areas(raw: bytes) -> list[AreaRow]:
    """Return the lines of a CSV file with the columns code and name, in UTF-8 or GB18030."""
    lines = list(csv.reader(io.StringIO(_decoded(raw), newline="")))
    heading = [cell.strip().lower() for cell in lines[0]] if lines else []
    code, name = (_column(heading, wanted) for wanted in ("code", "name"))
    filled = ((row, line) for row, line in enumerate(lines[1:], 2) if any(cell.strip() for cell in line))
    rows = [AreaRow(row, _cell(line, code), _cell(line, name)) for row, line in filled]
    if not rows:
        raise Refused(Text("文件里没有区划。", "The file holds no areas."))
    return rows


def sort_areas(
    rows: Iterable[AreaRow],
    *,
    known: Mapping[str, str],
    former: Collection[tuple[str, str]] = (),
    ended: Collection[str] = (),
) -> AreasTaken:
    """Return which areas are new, renamed or unchanged; refuse the whole table where a line is wrong.

    ``former`` are the names areas went by, ``ended`` the villages that were merged into others.
    """
    faults: list[AreaFault] = []
    areas: dict[str, NewArea] = {}
    for row in rows:
        if isinstance(area := _understood(row, areas), AreaFault):
            faults.append(area)
        else:
            areas[area.code] = area
    faults += _orphans(areas, known=known)
    if faults:
        raise AreasRefused(sorted(faults, key=lambda fault: fault.row))
    new = tuple(area for area in areas.values() if area.code not in known)
    other = {area.code for area in areas.values() if known.get(area.code, area.name) != area.name}
    late = {code for code in other if (code, areas[code].name) in former} | (set(ended) & set(areas))
    other -= late
    changed = tuple(area for area in areas.values() if area.code in other)
    kept = tuple(area for area in areas.values() if area.code in late)
    return AreasTaken(new, changed, len(areas) - len(new) - len(changed), kept)


def _understood(row: AreaRow, earlier: Mapping[str, NewArea]) -> NewArea | AreaFault:
    try:
        code = full_code(row.code)
    except Refused as refused:
        return AreaFault(row.row, refused.text)
    if not row.name:
        return AreaFault(
            row.row, Text("{code} 没有名称：请补上。", "{code} has no name: fill it in.").filled(code=code)
        )
    if code in earlier and earlier[code].name != row.name:
        twice = Text(
            "{code} 在第 {row} 行已是“{name}”：请只留一行。",
            "{code} is “{name}” in row {row}: keep only one of the two.",
        )
        return AreaFault(row.row, twice.filled(code=code, row=earlier[code].row, name=earlier[code].name))
    return earlier.get(code) or NewArea(row.row, code, row.name)


def _orphans(areas: Mapping[str, NewArea], *, known: Mapping[str, str]) -> list[AreaFault]:
    """A deployment may begin at any level; below its highest one every area needs the one above it."""
    codes = {*areas, *known}
    top = min((_ORDER.index(level_of(code)) for code in codes), default=0)
    missing = Text(
        "“{name}”（{code}）的上级 {parent} 不在文件里，也未导入过：请加上这一行。",
        "{code} “{name}”: the area above it, {parent}, is neither in the file nor known: add its row.",
    )
    return [
        AreaFault(area.row, missing.filled(name=area.name, code=area.code, parent=area.parent_code))
        for area in areas.values()
        if area.parent_code not in codes and _ORDER.index(area.level) > top
    ]


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(
        Text("读不出这个文件：请另存为 CSV（UTF-8）。", "This file cannot be read: save it as CSV (UTF-8).")
    )


def _column(heading: Sequence[str], wanted: str) -> int:
    for at, cell in enumerate(heading):
        if cell in _HEADINGS[wanted]:
            return at
    raise Refused(
        Text(
            "第一行缺少“{column}”列：表头应为 code,name。",
            "The first row lacks the column “{column}”: it must read code,name.",
        ).filled(column=wanted)
    )


def _cell(line: Sequence[str], at: int) -> str:
    return line[at].strip() if at < len(line) else ""
