from __future__ import annotations

import pytest

from app.accounts.areas import AreaRow, AreasRefused, read_areas, sort_areas
from app.core.errors import Refused
from app.core.regions import Level

TREE = [("341502000000", "金安区"), ("341502109000", "三十铺镇"), ("341502109201", "柳塘村")]


def rows(*pairs: tuple[str, str]) -> list[AreaRow]:
    return [AreaRow(row, code, name) for row, (code, name) in enumerate(pairs, 2)]


@pytest.mark.parametrize(
    "raw",
    [
        "code,name\n341502,金安区\n341502109,三十铺镇\n".encode(),
        "code,name\r\n341502,金安区\r\n341502109,三十铺镇\r\n".encode("utf-8-sig"),
        "区划代码,名称\n341502,金安区\n\n341502109 , 三十铺镇\n,\n".encode("gb18030"),
        "名称,备注,代码\n金安区,,341502\n三十铺镇,x,341502109\n".encode(),
    ],
)
def test_a_table_is_read_in_any_usual_coding(raw):
    assert [(row.code, row.name) for row in read_areas(raw)] == [
        ("341502", "金安区"),
        ("341502109", "三十铺镇"),
    ]


@pytest.mark.parametrize(
    "raw", [b"", b"code,name\n", b"code;name\n341502;x\n", b"name\nx\n", b"\xff\xff\xff\x00"]
)
def test_a_file_that_is_no_table_of_areas_is_refused(raw):
    with pytest.raises(Refused):
        read_areas(raw)


def test_short_codes_are_filled_up_and_find_their_level():
    taken = sort_areas(
        rows(("341502", "金安区"), ("341502109", "三十铺镇"), ("341502109201", "柳塘村")), known={}
    )

    assert [(area.code, area.level) for area in taken.new] == [
        ("341502000000", Level.COUNTY),
        ("341502109000", Level.TOWN),
        ("341502109201", Level.VILLAGE),
    ]


def test_the_order_of_rows_does_not_matter():
    assert len(sort_areas(rows(*reversed(TREE)), known={}).new) == 3


def test_the_same_table_again_changes_nothing():
    again = sort_areas(rows(*TREE), known=dict(TREE))

    assert (again.new, again.changed, again.unchanged) == ((), (), 3)


def test_a_new_name_is_a_change():
    again = sort_areas(rows(("341502109201", "柳塘新村")), known=dict(TREE))

    assert [area.name for area in again.changed] == ["柳塘新村"]


FAULTS = {
    "a code of letters": ([*TREE, ("34150x", "甲")], [5]),
    "a code in scientific notation": ([("3.41502E+11", "金安区")], [2]),
    "a code of thirteen digits": ([*TREE, ("3415021092011", "甲村")], [5]),
    "no name": ([*TREE, ("341502109202", "")], [5]),
    "one code with two names": ([*TREE, ("341502109", "四十铺镇")], [5]),
    "a village without its town": ([*TREE, ("341502110201", "椿树村")], [5]),
    "several faults": ([("x", "甲"), *TREE, ("341502110201", "椿树村")], [2, 6]),
}


@pytest.mark.parametrize(("table", "at"), FAULTS.values(), ids=FAULTS.keys())
def test_every_wrong_row_is_named_and_nothing_is_taken(table, at):
    with pytest.raises(AreasRefused) as refused:
        sort_areas(rows(*table), known={})

    assert [fault.row for fault in refused.value.faults] == at


def test_a_missing_parent_is_named_with_its_code():
    with pytest.raises(AreasRefused) as refused:
        sort_areas(rows(("341502110201", "椿树村")), known=dict(TREE))

    assert "341502110000" in refused.value.faults[0].text.zh


def test_a_parent_that_is_already_known_need_not_stand_in_the_file():
    assert len(sort_areas(rows(("341502109202", "石桥村")), known=dict(TREE)).new) == 1


def test_the_highest_level_needs_nothing_above_it():
    assert len(sort_areas(rows(*TREE), known={}).new) == 3


def test_the_same_row_twice_counts_once():
    assert len(sort_areas(rows(*TREE, TREE[0]), known={}).new) == 3
