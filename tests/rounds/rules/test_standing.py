"""Counts of places, and townships made of villages."""

from __future__ import annotations

from app.rounds.rules import PlaceCounts, folded, summed

LIUTANG = PlaceCounts("341502109201", "柳塘村", "341502109000", "三十铺镇", 5, 2, 1, 1)
SHIQIAO = PlaceCounts("341502109202", "石桥村", "341502109000", "三十铺镇", 4, 0, 0, 0)
XINAN = PlaceCounts("341502106201", "新安村", "341502106000", "双河镇", 3, 3, 0, 0)


def test_who_is_neither_met_nor_excused_is_still_to_be_met():
    assert (LIUTANG.met, LIUTANG.unmet) == (3, 1)


def test_no_place_at_all_counts_nobody():
    assert (summed([]).owed, summed([]).unmet) == (0, 0)


def test_the_villages_of_one_township_stand_alone_the_furthest_behind_first():
    assert [place.name for place in folded([LIUTANG, SHIQIAO])] == ["石桥村", "柳塘村"]


def test_several_townships_stand_for_their_villages_and_lose_nobody():
    towns = folded([XINAN, LIUTANG, SHIQIAO])

    assert [(town.code, town.name, town.owed, town.met) for town in towns] == [
        ("341502109000", "三十铺镇", 9, 3),
        ("341502106000", "双河镇", 3, 3),
    ]
    assert summed(towns)[4:] == summed([LIUTANG, SHIQIAO, XINAN])[4:]
