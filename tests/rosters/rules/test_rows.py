"""Identity numbers as cells hold them: read or refused, never guessed."""

from __future__ import annotations

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rosters.rules.kinds import ListKind
from app.rosters.rules.layout import find_header
from app.rosters.rules.people_rows import PersonRow, merge_rows, read_person
from app.rosters.rules.places import Gazetteer, Place
from app.rosters.rules.rows import BadRow, Circumstances, Where
from app.rosters.rules.table import Table, read_table
from app.sheets.sheet import Cell, Sheet
from tests.cast import TODAY, an_identity

VILLAGE = "341502109201"
GAZETTEER = Gazetteer.of(area="341502109000", villages=[Place(VILLAGE, "柳塘村")], others=[])
births = st.dates(min_value=date(1920, 1, 1), max_value=date(2010, 12, 31))
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


def table_of(number: Cell, **more: Cell) -> Table:
    cells: dict[str, Cell] = {"姓名": "陈桂英", "身份证号": number, "病种": "高血压"} | more
    sheet = Sheet(name="柳塘村", rows=[list(cells), list(cells.values())])
    header = find_header(sheet)
    assert header is not None
    return read_table(sheet, header)


def read(number: Cell, **more: Cell) -> PersonRow:
    table = table_of(number, **more)
    circumstances = Circumstances(GAZETTEER, TODAY, TODAY, VILLAGE)
    where = Where("柳塘村", 2, "陈桂英", None)
    return read_person(table, table.lines[0], where=where, kind=ListKind.CHRONIC, circumstances=circumstances)


@given(
    births,
    st.integers(min_value=0, max_value=499),
    st.sampled_from(["plain", "spaced", "quoted", "wide", "lower", "tab"]),
)
def test_a_number_is_read_however_it_is_dressed(born_on: date, serial: int, dress: str) -> None:
    number = an_identity(born_on, serial=serial)
    dressed = {
        "plain": number,
        "spaced": f" {number[:6]} {number[6:14]}　{number[14:]} ",
        "quoted": f"'{number}",
        "wide": number.translate(FULL_WIDTH),
        "lower": number.lower().replace("x", "х"),
        "tab": f"\t{number}\t",
    }[dress]

    row = read(dressed)

    assert (row.identity.number, row.identity.born_on, row.doubts) == (number, born_on, ())


@given(births, st.integers(min_value=0, max_value=499))
def test_a_number_stored_as_a_figure_is_never_taken(born_on: date, serial: int) -> None:
    with pytest.raises(BadRow, match="数字"):
        read(float(an_identity(born_on, serial=serial).replace("X", "0")))


@given(
    births,
    st.integers(min_value=0, max_value=499),
    st.integers(min_value=0, max_value=16),
    st.integers(min_value=1, max_value=9),
)
def test_one_wrong_digit_is_never_taken(born_on: date, serial: int, at: int, off: int) -> None:
    number = an_identity(born_on, serial=serial)
    wrong = f"{number[:at]}{(int(number[at]) + off) % 10}{number[at + 1 :]}"

    with pytest.raises(BadRow):
        read(wrong)


@given(st.one_of(st.text(max_size=25), st.floats(), st.integers(), st.none(), st.booleans()))
def test_nothing_in_the_cell_breaks_the_reading(cell: Cell) -> None:
    table = table_of(cell)
    if not table.lines:
        return
    with suppress(BadRow):
        assert isinstance(read(cell), PersonRow)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"性别": "男"}, "性别"),
        ({"出生日期": "1950-02-01"}, "出生日期"),
        ({"备注": "2026年3月病故"}, "死亡"),
    ],
)
def test_what_speaks_against_the_number_is_doubtful(more: dict[str, Cell], words: str) -> None:
    (doubt,) = read(an_identity(), **more).doubts

    assert words in doubt.zh


@pytest.mark.parametrize(
    "more", [{"性别": "女"}, {"出生日期": "1950.1"}, {"出生日期": "1950"}, {"出生日期": "?"}, {"性别": ""}]
)
def test_what_agrees_or_says_nothing_is_not(more: dict[str, Cell]) -> None:
    assert read(an_identity(), **more).doubts == ()


def test_a_disability_card_is_told_as_one() -> None:
    with pytest.raises(BadRow, match="残疾人证"):
        read(an_identity() + "43")


def test_rows_of_one_person_fill_each_other() -> None:
    number = an_identity()

    merged = merge_rows(
        [
            read(number, 病种="高血压", 审批日期="2024.5"),
            read(number, 病种="高血压、COPD", 审批日期="2023.5", 联系电话="13800000000"),
        ]
    )

    assert [(claim.term.value, claim.starts_on) for claim in merged.claims] == [
        ("hypertension", date(2023, 5, 1)),
        ("copd", date(2023, 5, 1)),
    ]
    assert merged.facts["phone"] == "13800000000"
