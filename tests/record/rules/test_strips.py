"""Strips of how medicine was taken: on the axis of the curves, told by shapes and words."""

from __future__ import annotations

from datetime import date

from app.careplans.rules.vocabulary import Disease, Taken
from app.core.words import Text
from app.record.rules import Curve, Point, Shape, chart_of
from app.record.rules.strips import Told, strips_of

TODAY = date(2026, 5, 20)
PRESSURE, SUGAR = Disease.HYPERTENSION, Disease.DIABETES


def test_nothing_told_is_no_strip():
    assert strips_of([], today=TODAY) is None
    assert strips_of([Told(date(2020, 1, 1), PRESSURE, Taken.NOT)], today=TODAY) is None


def test_every_disease_has_a_line_of_its_own_in_their_order_the_oldest_answer_first():
    told = [
        Told(date(2026, 5, 1), SUGAR, Taken.PARTLY),
        Told(date(2026, 4, 1), PRESSURE, Taken.NOT),
        Told(date(2026, 2, 1), PRESSURE, Taken.AS_AGREED),
    ]

    strips = strips_of(told, today=TODAY)

    assert [strip.disease for strip in strips.strips] == [PRESSURE, SUGAR]
    assert [mark.taken for mark in strips.strips[0].marks] == [Taken.AS_AGREED, Taken.NOT]
    assert strips.strips[0].y < strips.strips[1].y < strips.bottom < strips.height


def test_each_answer_has_its_shape_and_the_last_one_is_said():
    told = [Told(date(2026, month, 1), PRESSURE, taken) for month, taken in enumerate(Taken, start=1)]

    (strip,) = strips_of(told, today=TODAY).strips

    assert [mark.shape for mark in strip.marks] == [Shape.CIRCLE, Shape.SQUARE, Shape.TRIANGLE]
    assert (strip.called.zh, strip.called.en) == ("高血压 · 最近：没有", "Hypertension · last: Not")


def test_an_answer_stands_below_the_value_of_its_day():
    day = date(2025, 11, 3)
    curve = Curve(Text("收缩压", "Systolic"), Shape.CIRCLE, [Point(day, 136)], 150)

    chart = chart_of([curve], unit=Text("mmHg", "mmHg"), today=TODAY, step=20)
    strips = strips_of([Told(day, PRESSURE, Taken.AS_AGREED)], today=TODAY)

    assert strips.strips[0].marks[0].x == chart.lines[0].marks[0].x
    assert (strips.left, strips.right, strips.width) == (chart.left, chart.right, chart.width)
    assert list(strips.months) == list(chart.months)
