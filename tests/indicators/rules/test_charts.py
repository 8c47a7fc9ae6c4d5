"""A year of a number as it is drawn: marks where the shares stand, gaps where nothing was counted."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.indicators.rules.charts import LARGE, SMALL, Month, short_month, trend_of
from app.indicators.rules.numbers import Number
from app.indicators.rules.vocabulary import Better

FIRST = [date(2025, month, 1) for month in range(1, 13)]
NUMBERS = st.builds(lambda of, part: Number(of * part // 100, of), st.integers(0, 300), st.integers(0, 100))


def year(*numbers: Number | None, target: str | None = None) -> list[Month]:
    """Return the first months of 2025 with some numbers and one target."""
    aim = None if target is None else Decimal(target)
    return [Month(day, number, aim) for day, number in zip(FIRST, numbers, strict=False)]


def test_a_better_share_stands_higher_and_later_months_further_right():
    drawn = trend_of(year(Number(6, 10), Number(8, 10)), better=Better.HIGHER, frame=SMALL)

    earlier, later = drawn.marks
    assert earlier.x < later.x and earlier.y > later.y
    assert drawn.last.label == "80.0%"


def test_a_month_never_counted_leaves_a_gap():
    drawn = trend_of(
        year(Number(6, 10), None, Number(8, 10), Number(7, 10)), better=Better.HIGHER, frame=SMALL
    )

    assert [way.count(",") for way in drawn.ways] == [1, 2]


def test_nothing_is_drawn_where_nothing_was_counted():
    assert trend_of(year(None, Number(0, 0)), better=Better.HIGHER, frame=SMALL) is None


def test_a_missed_target_has_another_shape_whichever_way_is_better():
    months = year(Number(5, 10), Number(6, 10), target="60")

    higher, lower = (trend_of(months, better=way, frame=SMALL) for way in (Better.HIGHER, Better.LOWER))

    assert [mark.misses for mark in higher.marks] == [True, False]
    assert [mark.misses for mark in lower.marks] == [False, False]
    assert higher.target_at == higher.marks[1].y


def test_january_tells_its_year():
    assert short_month(date(2026, 1, 1)).zh == "2026 年 1 月"
    assert short_month(date(2026, 5, 1)).en == "May"


@given(numbers=st.lists(st.none() | NUMBERS, min_size=1, max_size=12), target=st.none() | st.integers(0, 100))
def test_everything_drawn_stands_inside_its_frame(numbers, target):
    drawn = trend_of(
        year(*numbers, target=None if target is None else str(target)), better=Better.HIGHER, frame=LARGE
    )

    counted = [one for one in numbers if one is not None and one.denominator]
    assert (drawn is None) is (not counted)
    for mark in drawn.marks if drawn else ():
        assert LARGE.left <= mark.x <= LARGE.width - LARGE.right
        assert LARGE.top <= mark.y <= LARGE.height - LARGE.bottom
    for y, value in drawn.ticks if drawn else ():
        assert LARGE.top <= y <= LARGE.height - LARGE.bottom and -10 <= value <= 110
