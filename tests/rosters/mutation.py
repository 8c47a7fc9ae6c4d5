"""Lists gone wrong at random: everything a spreadsheet, a clerk and a bad line can do to a roster, drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from app.rosters.rules.kinds import ListKind
from app.rosters.rules.order import ImportOrder
from app.sheets.sheet import Sheet
from tests.cast import COUNTY, LIUTANG, OTHER_TOWN, TODAY, TOWN, an_identity
from tests.rosters.conftest import CHRONIC, LOW_INCOME, VISITS, chronic, low_income, visit

CONTRACTS = ("序号", "村名", "姓名", "身份证号", "签约团队", "签约医生", "服务包", "签约日期", "协议到期")
HEADS = {
    ListKind.LOW_INCOME: LOW_INCOME,
    ListKind.CHRONIC: CHRONIC,
    ListKind.CONTRACTS: CONTRACTS,
    ListKind.VISITS: VISITS,
}
VILLAGES = ("柳塘村", "石桥村", "桂花村")
CATEGORIES = ("最低生活保障对象", "特困人员", "低保边缘家庭", "防止返贫监测对象", "刚性支出困难家庭")
DISEASES = ("高血压", "糖尿病", "高血压、糖尿病", "慢性阻塞性肺疾病", "冠心病", "脑卒中", "严重精神障碍")
PEOPLE = tuple(
    (
        f"{surname}桂{given}",
        an_identity(date(1944 + at, 1 + at % 12, 1 + at), serial=700 + at),
        VILLAGES[at % 3],
    )
    for at, (surname, given) in enumerate(
        zip("陈刘孙周吴郑王冯褚卫蒋沈", "英兰竹菊松柏荷莲桃李梅枝", strict=True)
    )
)
WAS_ON, IS_ON = date(2026, 5, 1), TODAY

STRANGE: tuple[Any, ...] = (
    "", " ", "\u3000", "\t", "无", "/", "-", "——", "#N/A", "#REF!", "#VALUE!", "NULL", "nan", "None",
    "长" * 300, "x" * 40_000, "\x00", "柳\x00塘", "\x07\x1b[31m红", "一\n二\r\n三",
    "\ufeff", "\u200b\u200e", "\u202e倒", "\ue000",
    "𠮷野家", "😀", "é" * 90, "ﬁ", "㊀", "=A1+1", "=cmd|' /C calc'!A0", "@SUM(1)", "+1", "-1", "'", "''", '"', "\\",
    "{", "}", "{name}", "{0}", "{0.__class__}", "%", "%s", "%(n)s",
    "<script>alert(1)</script>", "'; DROP TABLE person;--", ";", "@", "|",
    float("nan"), float("inf"), float("-inf"), 1e308, -0.0, 5e-324, 3.41502195001e17, 341502195001010220.0, 0, -5, 2**53, 7,
    46_000, 46_000.75, 1.5, 2024.03, 20_240_315, 99_999_999, 10_000, 79_999, True, False,
    datetime(1900, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(1, 1, 1, tzinfo=UTC),
    datetime(2026, 5, 20, 23, 59, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC),
    "2026-02-30", "2026.13.45", "0000-00-00", "9999-99-99", "46000", "99/99/99", "5/20/2026",
    "二〇二六年二月三十日", "十十年十月十日",
    "2026年", "26.5", "1899-12-31", "2026-05-20T25:61:61", "12:00", "长期", "²⁰²⁶", "٢٠٢٦-٠٥-٢٠", "④", "½",
    "120/80/60", "900/20", "80/120", "mmHg", "7..2", "1,2,3", "男女", "3", "户主", "合计", "其他", "高血压" * 60,
    "、".join(DISEASES * 3), "|".join(CATEGORIES * 3), "死亡", "非低保", "341502109201", "安徽省六安市金安区三十铺镇柳塘村上塘组",
)  # fmt: skip
HEADINGS = (
    *LOW_INCOME, *CHRONIC, *VISITS, *CONTRACTS, "户主身份证号", "监护人姓名", "拒绝原因",
    "备注", "是否低保", "是否两病", "收缩压", "舒张压",
    "退出时间", "出生日期", "乡镇", "血型",
    "列1", "姓 名", "*身份证号码：", "姓名（必填）",
    "{name}", "%", "长" * 200, "\x00", "", 5, True, TODAY.isoformat(),
)  # fmt: skip


@dataclass(slots=True)
class Case:
    """One roster on its way to the office: its sheets, what it is said to be, and what happened to it."""

    dice: random.Random
    kind: ListKind
    sheets: list[Draft]
    area: str = TOWN
    as_of: date = IS_ON
    accept_doubtful: bool = False
    confirm_left: bool = True
    done: list[str] = field(default_factory=list)

    @property
    def order(self) -> ImportOrder:
        """What is asked for with it."""
        return ImportOrder(
            self.kind,
            self.area,
            self.as_of,
            max(self.as_of, TODAY),
            file_name="名单.xlsx",
            accept_doubtful=self.accept_doubtful,
            confirm_left=self.confirm_left,
        )

    def as_read(self) -> list[Sheet]:
        """Return the sheets as they come out of the reading process."""
        return [
            Sheet(
                name=one.name,
                rows=[list(row) for row in one.rows],
                first_row=one.first_row,
                from_1904=one.from_1904,
            )
            for one in self.sheets
        ]

    def __str__(self) -> str:
        return f"{self.kind.value} {self.area} {self.as_of}: {'; '.join(self.done) or 'as it should be'}"


@dataclass(slots=True)
class Draft:
    """A sheet that can still be spoilt."""

    name: str
    rows: list[list[Any]]
    first_row: int = 1
    from_1904: bool = False

    @classmethod
    def of(cls, sheet: Sheet) -> Draft:
        """Return a sheet that came out of a file."""
        return cls(sheet.name, sheet.rows, sheet.first_row, sheet.from_1904)


def a_case(seed: str) -> Case:
    """Draw a roster, then spoil it in up to four ways."""
    dice = random.Random(seed)
    kind = dice.choice(list(HEADS))
    people = dice.sample(PEOPLE, dice.randint(3, 8))
    case = Case(dice, kind, a_list(kind, people, dice))
    for _ in range(dice.choices((0, 1, 2, 3, 4), (1, 8, 6, 3, 2))[0]):
        change = dice.choices(CHANGES, WEIGHTS)[0]
        change(case)
        case.done.append(change.__name__)
    return case


def a_list(kind: ListKind, people: list[tuple[str, str, str]], dice: random.Random) -> list[Draft]:
    """Return a sound roster of some people, on one sheet or on one for each village."""
    rows = [a_row(kind, *who, dice) for who in people]
    if dice.random() < 0.7:
        return [Draft("名单", [list(HEADS[kind]), *rows])]
    by_village: dict[str, list[list[Any]]] = {}
    for who, row in zip(people, rows, strict=True):
        by_village.setdefault(who[2], []).append(row)
    return [Draft(village, [list(HEADS[kind]), *of_one]) for village, of_one in by_village.items()]


def a_row(kind: ListKind, name: str, number: str, village: str, dice: random.Random) -> list[Any]:
    """Return one person's row of a sound roster."""
    if kind is ListKind.LOW_INCOME:
        more = {
            "村（社区）": village,
            "联系电话": f"138{dice.randint(0, 9):08d}",
            "户主姓名": name,
            "与户主关系": "户主",
        }
        return low_income(name, number, dice.choice(CATEGORIES), **more)
    if kind is ListKind.CHRONIC:
        return chronic(name, number, dice.choice(DISEASES), 村名=village)
    if kind is ListKind.VISITS:
        return visit(name, number, f"2026-05-{dice.randint(1, 19):02d}")
    return ["", village, name, number, "三十铺镇签约团队", "周明", "基础包", "2026-01-05", "2026-12-31"]


Change = Callable[[Case], None]


def _sheet(case: Case) -> Draft:
    return case.dice.choice(case.sheets)


def _rows(case: Case) -> list[list[Any]]:
    return _sheet(case).rows


def _place(case: Case, *, below: int = 1) -> tuple[list[list[Any]], int, int] | None:
    """Choose a cell: its table, row and column."""
    rows = _rows(case)
    if len(rows) <= below:
        return None
    at = case.dice.randrange(below, len(rows))
    return (rows, at, case.dice.randrange(len(rows[at]))) if rows[at] else None


def strange_cell(case: Case) -> None:
    """Something else stands in a cell."""
    if place := _place(case, below=0 if case.dice.random() < 0.1 else 1):
        rows, at, column = place
        rows[at][column] = case.dice.choice(STRANGE)


def strange_column(case: Case) -> None:
    """Something else stands in a whole column."""
    if place := _place(case):
        rows, _, column = place
        value = case.dice.choice(STRANGE)
        for row in rows[1:]:
            if column < len(row):
                row[column] = value


def swapped_cells(case: Case) -> None:
    """Two cells changed places."""
    one, other = _place(case), _place(case)
    if one and other:
        a, b = one[0][one[1]], other[0][other[1]]
        a[one[2]], b[other[2]] = b[other[2]], a[one[2]]


def damaged_number(case: Case) -> None:
    """An identity number was mistyped or mangled by the spreadsheet."""
    rows, dice = _rows(case), case.dice
    for row in dice.sample(rows[1:], min(len(rows) - 1, dice.choice((1, 1, 1, 9)))) if len(rows) > 1 else ():
        for column, cell in enumerate(row):
            if isinstance(cell, str) and len(cell) == 18 and cell[:17].isdigit():
                row[column] = dice.choice(MANGLERS)(cell, dice)


MANGLERS: tuple[Callable[[str, random.Random], Any], ...] = (
    lambda cell, _: float(cell[:17] + "0"),
    lambda cell, _: int(cell[:17]),
    lambda cell, _: f"{float(cell[:17]) * 10:.5E}",
    lambda cell, _: cell[:15] + "000",
    lambda cell, _: cell[:6] + cell[8:17],
    lambda cell, _: f" {cell[:6]} {cell[6:14]}\u3000{cell[14:]}",
    lambda cell, _: "'" + cell,
    lambda cell, _: cell.translate(str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")),
    lambda cell, _: cell.lower(),
    lambda cell, _: cell + "52",
    lambda cell, dice: (at := dice.randrange(18)) and cell[:at] + dice.choice("0123456789X") + cell[at + 1 :],
    lambda cell, dice: (at := dice.randrange(17)) and cell[:at] + cell[at + 1] + cell[at] + cell[at + 2 :],
    lambda _, dice: dice.choice(PEOPLE)[1],
    lambda cell, _: cell + "、" + PEOPLE[0][1],
)  # fmt: skip


def strange_heading(case: Case) -> None:
    """A heading says something else, or nothing."""
    if (head := _rows(case)[:1]) and head[0]:
        head[0][case.dice.randrange(len(head[0]))] = case.dice.choice(HEADINGS)


def swapped_headings(case: Case) -> None:
    """Two headings changed places while their columns stayed."""
    if (head := _rows(case)[:1]) and len(head[0]) > 1:
        one, other = case.dice.sample(range(len(head[0])), 2)
        head[0][one], head[0][other] = head[0][other], head[0][one]


def heading_in_two_rows(case: Case) -> None:
    """The head takes two rows, with a group above some columns."""
    rows = _rows(case)
    if rows:
        above = [case.dice.choice(("", "基本情况", "户主", cell)) for cell in rows[0]]
        rows.insert(case.dice.choice((0, 1)), above)


def headless(case: Case) -> None:
    """The head is missing, stands deep below, or comes back in the middle."""
    rows, dice = _rows(case), case.dice
    if rows:
        head = rows[0] if dice.random() < 0.5 else rows.pop(0)
        rows.insert(dice.randrange(len(rows) + 1), list(head))


def title_rows(case: Case) -> None:
    """Titles, notes and blank rows stand above the head."""
    titles = (
        "金安区三十铺镇花名册",
        "填报单位：三十铺镇",
        "2026 年 5 月 20 日",
        "",
        "慢特病名单",
        "随访记录",
        "柳塘村",
        "低保",
    )
    _rows(case)[:0] = [[case.dice.choice(titles)] for _ in range(case.dice.choice((1, 2, 3, 25)))]


def moved_column(case: Case) -> None:
    """A column was taken out, doubled, moved, or one nobody knows came in."""
    rows, dice = _rows(case), case.dice
    width = len(rows[0]) if rows else 0
    if not width:
        return
    source, target, how = dice.randrange(width), dice.randrange(width), dice.randrange(4)
    for row in rows:
        cell = row[source] if source < len(row) else ""
        if how in (0, 2) and source < len(row):
            del row[source]
        if how in (1, 2):
            row.insert(min(target, len(row)), cell)
        if how == 3:
            row.insert(min(target, len(row)), dice.choice(STRANGE))


def moved_rows(case: Case) -> None:
    """Rows were taken out, doubled, shuffled, cut short or lengthened."""
    rows, dice = _rows(case), case.dice
    head, below = rows[:1], rows[1:]
    how = dice.randrange(6)
    if how == 0:
        below = [row for row in below if dice.random() < 0.5]
    elif how == 1:
        below = below + [list(row) for row in below if dice.random() < 0.5] * dice.choice((1, 1, 1, 20))
    elif how == 2:
        dice.shuffle(below)
    elif how == 3:
        below = [row[: dice.randrange(len(row) + 1)] if dice.random() < 0.3 else row for row in below]
    elif how == 4:
        below = [
            row + [dice.choice(STRANGE)] * dice.randrange(160) if dice.random() < 0.3 else row
            for row in below
        ]
    else:
        below = []
    rows[:] = head + below


def foreign_rows(case: Case) -> None:
    """Footers, blanks, households without numbers and rows of another list stand between the others."""
    rows, dice = _rows(case), case.dice
    width = len(rows[0]) if rows else 5
    for _ in range(dice.randint(1, 4)):
        kind = dice.choice(list(HEADS))
        row = dice.choice(
            ([""] * width, ["合计", *[dice.choice(STRANGE) for _ in range(width)]], ["填表人：", "李", "审核：赵"],
             [str(at + 1) for at in range(width)], ["甲", "乙", "丙", "丁"], a_row(kind, *dice.choice(PEOPLE), dice),
             [dice.choice(STRANGE) for _ in range(width)], list(rows[0]) if rows else [])
        )  # fmt: skip
        rows.insert(dice.randint(min(1, len(rows)), len(rows)), row)


def another_sheet(case: Case) -> None:
    """A sheet was renamed, emptied, doubled, or stands beside another list."""
    dice, sheet = case.dice, _sheet(case)
    how = dice.randrange(5)
    if how == 0:
        sheet.name = dice.choice(
            (*VILLAGES, "", "Sheet1", "慢特病", "低保", "随访记录", "柳塘村石桥村", "{x}", "\x00", "南楼村")
        )
    elif how == 1:
        sheet.rows = []
    elif how == 2:
        case.sheets.append(Draft(dice.choice((sheet.name, "副本")), [list(row) for row in sheet.rows]))
    elif how == 3:
        kind = dice.choice(list(HEADS))
        case.sheets += a_list(kind, dice.sample(PEOPLE, 3), dice)
    else:
        sheet.first_row, sheet.from_1904 = dice.choice(((5, False), (1, True)))


def another_order(case: Case) -> None:
    """The roster was handed in as something it is not."""
    dice = case.dice
    how = dice.randrange(4)
    if how == 0:
        case.kind = dice.choice(list(ListKind))
    elif how == 1:
        case.area = dice.choice((LIUTANG, COUNTY, OTHER_TOWN, "341502109203", "110000000000"))
    elif how == 2:
        case.as_of = IS_ON + timedelta(dice.choice((-400, -19, -20, -1, 1, 40, 4000)))
    else:
        case.accept_doubtful, case.confirm_left = dice.choice(((True, True), (True, False), (False, False)))


CHANGES: tuple[Change, ...] = (
    strange_cell, strange_column, swapped_cells, damaged_number, strange_heading, swapped_headings, heading_in_two_rows,
    headless, title_rows, moved_column, moved_rows, foreign_rows, another_sheet, another_order,
)  # fmt: skip
WEIGHTS = (12, 3, 4, 8, 5, 2, 2, 1, 3, 3, 5, 4, 4, 3)
