"""一行: who a row speaks of, and what it may be refused for. Common to lists of people and visit logs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from app.core.identity import BadIdentity, Identity, read_identity, tidy_number
from app.core.names import clean_name
from app.core.words import Text
from app.policy.terms import Sex
from app.rosters.rules.dates import BadDate, read_day
from app.rosters.rules.fields import Field
from app.rosters.rules.places import Gazetteer
from app.rosters.rules.table import Line, Table
from app.rosters.rules.values import read_sex

LONGEST_NAME = 40
DISABILITY_CARD = range(19, 23)
WHOLE = 18
FEW = 2


class BadRow(ValueError):
    """A row that cannot be taken; ``text`` says why and how to mend it."""

    def __init__(self, text: Text) -> None:
        super().__init__(text.zh)
        self.text = text


@dataclass(frozen=True, slots=True)
class Where:
    """A row's place in the file, and whom it names."""

    sheet: str
    row: int
    name: str
    area_code: str | None


@dataclass(slots=True)
class Circumstances:
    """What reading a row needs to know beside the row itself; ``notes`` collects what was put right on the way."""

    gazetteer: Gazetteer
    as_of: date
    today: date
    sheet_village: str | None = None
    damaged: bool = False
    notes: list[Text] = field(default_factory=list)

    def note(self, where: Where, text: Text) -> None:
        """Keep a note on a row."""
        place = Text("“{sheet}”第 {row} 行 {name}：", "“{sheet}” row {row} {name}:")
        self.notes.append(place.filled(sheet=where.sheet, row=where.row, name=where.name).joined(text))


def read_name(table: Table, line: Line) -> str:
    """Return the name of a row, which may be blank only where nobody needs it."""
    raw = table.text(line, Field.NAME)
    if raw.startswith(("=", "@", "+")):
        raise BadRow(
            Text(
                "姓名单元格是公式“{raw}”，没有文字。请在原表改为直接填写的姓名。",
                "The name is a formula (“{raw}”). Type the name itself.",
            ).filled(raw=raw[:40])
        )
    name = clean_name(raw)
    if len(name) > LONGEST_NAME or (name and name.replace(".", "").isdigit()):
        raise BadRow(
            Text("姓名“{raw}”不像姓名，请核对。", "“{raw}” is no name; please check.").filled(raw=raw[:40])
        )
    return name


def read_number(table: Table, line: Line, circumstances: Circumstances) -> Identity:
    """Return the identity number of a row; it is never guessed."""
    raw = table.cell(line, Field.IDENTITY)
    if isinstance(raw, str) and raw.startswith("="):
        raise BadRow(
            Text(
                "身份证号单元格是公式，没有算出的值。请在原表改为文字后重新填写。",
                "The identity number is a formula without a value. Type the number as text.",
            )
        )
    unusual = circumstances.damaged or (isinstance(raw, str) and len(raw) in DISABILITY_CARD)
    number = tidy_number(str(raw)) if unusual else ""
    if circumstances.damaged and len(number) == WHOLE and number.endswith("000"):
        raise BadRow(DAMAGED_COLUMN)
    if len(number) in DISABILITY_CARD:
        raise BadRow(
            Text(
                "号码有 {n} 位，像是残疾人证号。请填 18 位身份证号。",
                "The number has {n} characters, like a disability card. Enter the identity number of 18.",
            ).filled(n=len(number))
        )
    try:
        return read_identity(raw, today=circumstances.today)
    except BadIdentity as bad:
        raise BadRow(bad.text) from bad


DAMAGED_COLUMN = Text(
    "这一列的身份证号大多以 000 结尾，是被表格改成数字时丢了末三位，无法还原。请在原表把该列设为“文本”后重新填写。",
    "Most numbers of this column end in 000: the spreadsheet made them figures and lost the last three digits. Set the column "
    "to text and retype it.",
)


def is_damaged(table: Table) -> bool:
    """Return whether a column of numbers was cut to fifteen digits and then stored as text again."""
    cut = sum(
        len(tidy_number(raw)) == WHOLE
        for line in table.lines
        if isinstance(raw := table.cell(line, Field.IDENTITY), str) and raw.rstrip().endswith("000")
    )
    return cut > FEW and cut * 5 > len(table.lines)


def find_village(table: Table, line: Line, circumstances: Circumstances) -> str | None:
    """Return the village a row stands in: by its own columns, else by its sheet; refuse one outside the area."""
    gazetteer = circumstances.gazetteer
    text, town = table.text(line, Field.VILLAGE), table.text(line, Field.TOWN)
    if text:
        code = gazetteer.find(text, town=town) or gazetteer.find_within(text)
        if code is None:
            raise BadRow(_no_village(text, town, outside=gazetteer.is_outside(text) or bool(town)))
        return code
    group = table.text(line, Field.GROUP)
    return (gazetteer.find_within(group) if group else None) or circumstances.sheet_village


def _no_village(text: str, town: str, *, outside: bool) -> Text:
    if outside:
        return Text(
            "{town}“{village}”不在这次导入的区域内。请从名单中去掉，或用它所在的区域导入。",
            "{town} “{village}” lies outside the area of this import. Remove the row, or import it for its own area.",
        ).filled(town=town, village=text)
    return Text(
        "区域内没有叫“{village}”的村，或有不止一个。请核对村名，或加上乡镇一列。",
        "No village under this area is called “{village}”, or more than one. Check the name, or add the town.",
    ).filled(village=text)


def doubts_of(table: Table, line: Line, identity: Identity) -> list[Text]:
    """Return what in a row speaks against its own number."""
    doubts = []
    if identity.converted:
        doubts.append(
            Text(
                "身份证号只有 15 位，按规则补成了 18 位（出生年 19 开头）。请核对身份证后确认。",
                "The identity number has 15 digits and was completed to 18 by rule. Please confirm by the card.",
            )
        )
    sex = read_sex(table.cell(line, Field.SEX))
    if sex is not None and sex.value != identity.sex:
        doubts.append(
            Text(
                "性别写的是{sex}，与身份证号不符。",
                "The sex given ({sex}) disagrees with the identity number.",
            ).filled(sex=sex)
        )
    if (born_on := _born_on(table, line)) is not None and not _same_birth(born_on, identity.born_on):
        doubts.append(
            Text(
                "出生日期写的是 {day}，与身份证号不符。",
                "The birth date given ({day}) disagrees with the identity number.",
            ).filled(day=born_on)
        )
    return doubts


def sex_of(identity: Identity) -> Sex:
    """Return the sex a number tells."""
    return Sex(identity.sex)


def _born_on(table: Table, line: Line) -> date | None:
    if Field.BORN_ON not in table.header.columns:
        return None
    try:
        return read_day(table.cell(line, Field.BORN_ON), from_1904=table.from_1904, latest=date(2020, 1, 1))
    except BadDate:
        return None


def _same_birth(given: date, true: date) -> bool:
    """A month without a day is read as its first, a bare year as its first of January."""
    if given == true:
        return True
    if (given.year, given.month, given.day) == (true.year, 1, 1):
        return True
    return (given.year, given.month, given.day) == (true.year, true.month, 1)
