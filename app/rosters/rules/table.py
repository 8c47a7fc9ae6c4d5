"""名单行: the rows below the head, footers dropped, household cells carried down."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from app.rosters.rules.fields import Field, field_of, tidy_heading
from app.rosters.rules.layout import IDENTITY_LIKE, Header
from app.rosters.rules.values import text_of
from app.sheets.sheet import Cell, Sheet, is_blank

_FOOTER = re.compile(
    r"^[(（]?(合计|总计|小计|共计|总人数|填表|制表|填报|审核|审批人|签字|签名|签章|盖章|公章|负责人|经办|说明|备注[:：]|注[:：]|注$|附注|单位|日期|以下空白|以下无)"
)
_OF_HOUSEHOLD = (Field.TOWN, Field.VILLAGE, Field.GROUP, Field.HEAD, Field.ADDRESS)
_OF_CLAIM = (Field.CATEGORY, Field.CATEGORY_DETAIL, Field.STARTED_ON)
LONG_ENOUGH = 15  # what has this many characters in the number's column is no heading
HEADS = frozenset({"户主", "本人", "本人(户主)", "户主本人"})


@dataclass(frozen=True, slots=True)
class Line:
    """One data row, with the number it has in the file."""

    row: int
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet's list: its head and its data rows."""

    sheet: str
    header: Header
    lines: list[Line] = field(default_factory=list)
    from_1904: bool = False
    _first: dict[Field, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        first = {meaning: columns[0] for meaning, columns in self.header.columns.items() if columns}
        object.__setattr__(self, "_first", first)

    def cell(self, line: Line, meaning: Field) -> Cell:
        """Return the cell of a field, blank where the list has no such column."""
        at = self._first.get(meaning)
        return "" if at is None or at >= len(line.cells) else line.cells[at]

    def text(self, line: Line, meaning: Field) -> str:
        """Return what the cell of a field shows."""
        at = self._first.get(meaning)
        return "" if at is None or at >= len(line.cells) else text_of(line.cells[at])

    def texts(self, line: Line, meaning: Field) -> list[str]:
        """Return what every column of a field shows."""
        return [
            text_of(line.cells[at]) for at in self.header.columns.get(meaning, ()) if at < len(line.cells)
        ]


def read_table(sheet: Sheet, header: Header) -> Table:
    """Return the data rows of a sheet."""
    table = Table(sheet.name, header, from_1904=sheet.from_1904)
    above: Line | None = None
    is_whole = _whole(header)
    for line in _candidates(sheet, header, is_whole):
        if is_whole(line.cells):
            table.lines.append(line)
        else:
            if above is not None:
                _carry_down(table, line, above)
            if _is_data(table, line):
                table.lines.append(line)
        above = line
    return table


def _whole(header: Header) -> Callable[[list[Cell]], bool]:
    """Return what tells a row that surely is data and lacks nothing a row above could say: nearly all of them."""
    columns = header.columns
    if Field.NAME not in columns or Field.IDENTITY not in columns:
        return lambda cells: False
    name, number = columns[Field.NAME][0], columns[Field.IDENTITY][0]
    said = [at for meaning in (Field.HEAD, Field.TOWN, Field.VILLAGE) for at in columns.get(meaning, ())]
    written = (name, *said)

    def is_whole(cells: list[Cell]) -> bool:
        told = cells[number]
        if type(told) is not str or len(told) < LONG_ENOUGH or not (told.isascii() and told[:-1].isdigit()):
            return False
        for at in written:
            if type(cell := cells[at]) is not str or not cell[:1].isalpha():
                return False
        return told[-1] in "0123456789Xx"

    return is_whole


def _candidates(sheet: Sheet, header: Header, is_whole: Callable[[list[Cell]], bool]) -> Iterator[Line]:
    width = max(at for columns in header.columns.values() for at in columns) + 1
    for index in range(header.below, len(sheet.rows)):
        cells = sheet.rows[index]
        if len(cells) < width:
            cells = [*cells, *[""] * (width - len(cells))]
        line = Line(sheet.row_number(index), cells)
        if is_whole(cells) or not (all(is_blank(cell) for cell in cells) or _is_footer(header, line)):
            yield line


def _is_footer(header: Header, line: Line) -> bool:
    first = next(str(cell).strip() for cell in line.cells if not is_blank(cell))
    if not _FOOTER.match(first):
        return False
    number = header.columns.get(Field.IDENTITY, (0,))[0]
    return not IDENTITY_LIKE.match(str(line.cells[number] or ""))


def _is_data(table: Table, line: Line) -> bool:
    name, number = table.text(line, Field.NAME), table.text(line, Field.IDENTITY)
    if not name and not number:
        return False
    if len(number) >= LONG_ENOUGH and name:
        return True
    if (meaning := field_of(tidy_heading(name or number))) is not None and meaning[0] in (
        Field.NAME,
        Field.IDENTITY,
    ):
        return False  # the head again, at the top of a printed page
    # A row that numbers the columns: 1, 2, 3 ... or 甲, 乙, 丙.
    return not (
        len(number) <= 2
        and (name.isdigit() or name in "甲乙丙丁戊")
        and (number.isdigit() or number in "甲乙丙丁戊")
    )


def _carry_down(table: Table, line: Line, above: Line) -> None:
    """Fill what only the first row of a household, or of a person with several diseases, says."""
    if _is_same_person(table, line):
        for columns in table.header.columns.values():
            _copy(columns, line, above)
        return
    if _is_same_household(table, line):
        _fill(table, line, above, _OF_HOUSEHOLD)
        if not any(text for meaning in _OF_CLAIM[:2] for text in table.texts(line, meaning)):
            _fill(table, line, above, _OF_CLAIM)
    else:
        _fill(table, line, above, (Field.TOWN, Field.VILLAGE))


def _is_same_person(table: Table, line: Line) -> bool:
    return (
        not table.text(line, Field.NAME)
        and not table.text(line, Field.IDENTITY)
        and any(table.texts(line, Field.CONDITION))
    )


def _is_same_household(table: Table, line: Line) -> bool:
    if Field.HEAD not in table.header.columns or table.text(line, Field.HEAD):
        return False
    return bool(table.text(line, Field.KINSHIP)) and table.text(line, Field.KINSHIP) not in HEADS


def _fill(table: Table, line: Line, above: Line, meanings: tuple[Field, ...]) -> None:
    for meaning in meanings:
        _copy(table.header.columns.get(meaning, ()), line, above)


def _copy(columns: tuple[int, ...], line: Line, above: Line) -> None:
    for at in columns:
        if is_blank(line.cells[at]):
            line.cells[at] = above.cells[at]
