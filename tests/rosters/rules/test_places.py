"""Villages by the names lists give them."""

from __future__ import annotations

import pytest

from app.rosters.rules.places import Gazetteer, Place

TOWNS = [Place("341502000000", "金安区"), Place("341502109000", "三十铺镇"), Place("341502100000", "木厂镇")]
VILLAGES = [
    Place("341502109201", "柳塘村"), Place("341502109202", "石桥村民委员会"), Place("341502109001", "柳塘社区"),
    Place("341502100201", "石桥村"), Place("341502100202", "新塘村"),
]  # fmt: skip
TOWN = Gazetteer.of(area="341502109000", villages=VILLAGES, others=TOWNS)
COUNTY = Gazetteer.of(area="341502000000", villages=VILLAGES, others=TOWNS)


@pytest.mark.parametrize(
    "text", ["石桥村", "石桥", "石桥村委会", "石桥村民委员会", " 石 桥 村 ", "三十铺镇石桥村", "341502109202"]
)
def test_a_village_is_found_by_every_form_of_its_name(text: str) -> None:
    assert TOWN.find(text) == "341502109202"


def test_the_whole_name_decides_where_the_short_one_cannot() -> None:
    assert (TOWN.find("柳塘村"), TOWN.find("柳塘社区"), TOWN.find("柳塘")) == (
        "341502109201",
        "341502109001",
        None,
    )


def test_the_town_decides_between_two_villages_of_one_name() -> None:
    assert COUNTY.find("石桥", town="木厂镇") == "341502100201"
    assert COUNTY.find("石桥") is None


def test_a_village_of_another_town_is_outside_even_under_the_same_name() -> None:
    assert TOWN.find("石桥村", town="木厂镇") is None
    assert TOWN.is_outside("新塘村") and not TOWN.is_outside("没有村")


def test_a_title_names_a_village_only_if_it_names_one() -> None:
    assert TOWN.find_within("三十铺镇柳塘村低收入人口花名册") == "341502109201"
    assert TOWN.find_within("三十铺镇低收入人口花名册") is None
