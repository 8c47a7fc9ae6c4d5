"""Places side by side: the one that misses most comes first, and each number says in words how it stands."""

from __future__ import annotations

from decimal import Decimal

from app.indicators.rules.definitions import INDICATORS, get_indicator
from app.indicators.rules.matrix import MET, NO_TARGET, NOTHING, SAME, Cell, counted_in, ranked
from app.indicators.rules.numbers import Number

ON_TIME, LATE = get_indicator("on-time"), get_indicator("late-entries")
PAIR = [ON_TIME, get_indicator("pressure-control")]
TARGETS = {"on-time": Decimal(90), "pressure-control": Decimal(60)}


def test_a_number_says_what_is_missing_to_its_target():
    cell = Cell(ON_TIME, Number(76, 100), Decimal(90))

    assert cell.told.zh == "还差 14 项" and cell.told.en == "duties short: 14"
    assert cell.is_red and cell.shortfall == Decimal("14.0")
    assert (cell.percent, cell.pair) == ("76.0%", "76/100")


def test_where_less_is_better_the_surplus_is_told():
    cell = Cell(LATE, Number(15, 100), Decimal(10))

    assert cell.told.zh == "多出 5 条" and cell.is_red


def test_a_number_without_target_or_without_anybody_is_not_red():
    told = [Cell(ON_TIME, Number(1, 2), None), Cell(ON_TIME, Number(), Decimal(90))]

    assert [cell.told for cell in told] == [NO_TARGET, NOTHING]
    assert not any(cell.is_red for cell in told)
    assert Cell(ON_TIME, Number(9, 10), Decimal(90)).told is MET


def test_a_move_says_its_way_in_words_and_which_way_is_good():
    up = Cell(ON_TIME, Number(8, 10), None).moved_from(Number(7, 10))
    more_late = Cell(LATE, Number(8, 10), None).moved_from(Number(7, 10))

    assert up.zh == "↑ 10.0 个百分点，好转" and more_late.zh == "↑ 10.0 个百分点，变差"
    assert Cell(ON_TIME, Number(8, 10), None).moved_from(Number(4, 5)) is SAME
    assert Cell(ON_TIME, Number(8, 10), None).moved_from(None) is None


def test_who_misses_more_targets_comes_first_then_who_misses_them_by_more():
    found = {
        "good": {"on-time": Number(95, 100), "pressure-control": Number(70, 100)},
        "far": {"on-time": Number(10, 100), "pressure-control": Number(70, 100)},
        "near": {"on-time": Number(89, 100), "pressure-control": Number(70, 100)},
        "both": {"on-time": Number(89, 100), "pressure-control": Number(59, 100)},
    }

    lines = ranked(found, PAIR, names={"far": "远村"}, targets=TARGETS)

    assert [line.key for line in lines] == ["both", "far", "near", "good"]
    assert [line.misses for line in lines] == [2, 1, 1, 0]
    assert (lines[1].name, lines[2].name) == ("远村", "near")


def test_an_indicator_that_counts_nothing_anywhere_has_no_column():
    found = {"one": {each.id: Number() for each in INDICATORS} | {"on-time": Number(0, 3)}}

    assert counted_in(found, INDICATORS) == [ON_TIME]
