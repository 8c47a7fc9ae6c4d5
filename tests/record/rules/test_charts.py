"""Where marks, lines and words of a curve stand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.words import Text
from app.record.rules import Curve, Point, Shape, chart_of, months_before
from app.record.rules.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH
from tests.cast import TODAY

MMHG = Text("mmHg", "mmHg")
SINCE = months_before(TODAY, 24)


def _chart(*values, below=140.0, above=None, shape=Shape.CIRCLE, on=TODAY):
    points = [Point(on - timedelta(days=30 * back), value) for back, value in enumerate(reversed(values))]
    curve = Curve(Text("收缩压", "Systolic"), shape, points[::-1], below, above)
    return chart_of([curve], unit=MMHG, today=TODAY, step=20)


def test_nothing_measured_is_no_chart():
    assert _chart() is None


def test_what_reaches_the_target_line_is_marked_by_another_shape():
    chart = _chart(139, 140, 120, shape=Shape.SQUARE)

    assert [mark.shape for mark in chart.lines[0].marks] == [Shape.SQUARE, Shape.TRIANGLE, Shape.SQUARE]
    (target,) = chart.targets
    assert chart.lines[0].marks[1].y == target.y
    assert target.label == Text("收缩压 <140", "Systolic <140")


def test_a_value_too_low_misses_as_well_where_there_is_a_lower_limit():
    chart = _chart(3.9, 4.0, 6.9, 7.0, below=7.0, above=3.9)

    shapes = [mark.shape is Shape.TRIANGLE for mark in chart.lines[0].marks]
    assert shapes == [True, False, False, True]
    assert [guide.label.zh for guide in chart.targets] == ["收缩压 <7", "收缩压 >3.9"]


def test_higher_values_stand_higher_and_later_ones_further_right():
    first, second, third = _chart(150, 120, 180).lines[0].marks

    assert third.y < first.y < second.y
    assert first.x < second.x < third.x == WIDTH - RIGHT


def test_the_months_are_named_in_both_languages():
    chart = _chart(120)

    assert [label.en for _, label in chart.months] == ["May 2024", "Jan 2025", "Sep 2025", "May 2026"]
    assert chart.months[0] == (LEFT, Text("2024 年 5 月", "May 2024"))


@pytest.mark.parametrize(
    ("day", "months", "first"),
    [
        (date(2026, 5, 20), 24, date(2024, 5, 1)),
        (date(2026, 1, 31), 1, date(2025, 12, 1)),
        (date(2026, 12, 31), 12, date(2025, 12, 1)),
        (date(2028, 2, 29), 24, date(2026, 2, 1)),
    ],
)
def test_months_are_counted_by_the_calendar(day, months, first):
    assert months_before(day, months) == first


@given(
    st.lists(st.tuples(st.integers(0, 740), st.floats(0.5, 300)), min_size=1, max_size=60),
    st.sampled_from([2.0, 20.0]),
)
def test_whatever_was_measured_stays_inside_the_frame_and_the_scale_readable(measured, step):
    days = sorted((max(SINCE, TODAY - timedelta(days=back)), value) for back, value in measured)
    curve = Curve(Text("甲", "A"), Shape.CIRCLE, [Point(*one) for one in days], 7.0, 3.9)

    chart = chart_of([curve], unit=MMHG, today=TODAY, step=step)

    assert len(chart.lines[0].marks) == len(days)
    for mark in chart.lines[0].marks:
        assert LEFT <= mark.x <= WIDTH - RIGHT
        assert TOP <= mark.y <= HEIGHT - BOTTOM
    assert 2 <= len(chart.ticks) <= 10
