"""Categories over one column or several."""

from __future__ import annotations

import pytest

from app.policy.terms import Category
from app.rosters.rules.categories import read_categories


@pytest.mark.parametrize(
    ("main", "detail", "values"),
    [
        ("特困人员", "分散供养", ["destitute-scattered"]),
        ("特困人员", "集中", ["destitute-centralised"]),
        ("特困人员", "", ["destitute"]),
        ("特困（集中供养）", "", ["destitute-centralised"]),
        ("分散特困", "", ["destitute-scattered"]),
        ("", "分散供养", ["destitute-scattered"]),
        ("最低生活保障对象", "", ["minimum-living"]),
        ("农村低保", "", ["minimum-living"]),
        ("低保", "分散供养", ["minimum-living"]),
        ("防止返贫监测对象", "突发严重困难户", ["monitored-sudden"]),
        ("防止返贫监测对象（脱贫不稳定户）", "", ["monitored-unstable"]),
        ("边缘易致贫户", "", ["monitored-marginal"]),
        ("防止返贫致贫对象", "", ["monitored"]),
        ("低保边缘家庭", "", ["low-margin"]),
        ("最低生活保障边缘家庭成员", "", ["low-margin"]),
        ("刚性支出困难家庭", "", ["rigid-expenditure"]),
        ("低保、监测对象", "边缘易致贫户", ["monitored-marginal", "minimum-living"]),
        ("特困人员/分散供养", "", ["destitute-scattered"]),
        ("孤儿", "", ["other-difficulty"]),
        ("非低保", "", []),
        ("普通居民", "", []),
    ],
)
def test_a_row_names_these_categories(main: str, detail: str, values: list[str]) -> None:
    assert [category.value for category in read_categories(main, details=[detail])] == values


def test_ticked_columns_count_too() -> None:
    assert read_categories("", ticked=[Category.MINIMUM_LIVING]) == (Category.MINIMUM_LIVING,)
