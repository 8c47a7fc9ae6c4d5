"""The curves of a resident: what was measured, against the rulebook's limits for the age of today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.core.transaction import transaction
from app.record.queries import read_measures
from app.record.rules import Shape
from app.visits.service import file_visit, void_visit
from tests import cast


@pytest.fixture
def measure(dr_li):
    """File a visit with what was measured at it."""

    def _measure(person, on=cast.TODAY, **answers):
        with transaction("visit.file", by=dr_li):
            return file_visit(cast.a_visit(visited_on=on, answers=answers), person=person, doctor=dr_li)

    return _measure


def _targets(chart):
    return {guide.label.zh for guide in chart.targets}


def test_the_target_follows_the_age_of_the_resident(granny_chen, measure):
    younger = cast.a_person(conditions=("hypertension",), born_on=date(1970, 3, 8))
    for person in (granny_chen, younger):
        measure(person, systolic=145, diastolic=80)

    old = read_measures(granny_chen.id, born_on=granny_chen.born_on, today=cast.TODAY)
    young = read_measures(younger.id, born_on=younger.born_on, today=cast.TODAY)

    assert _targets(old.pressure) == {"收缩压 <150", "舒张压 <90"}
    assert _targets(young.pressure) == {"收缩压 <140", "舒张压 <90"}
    assert old.pressure.lines[0].marks[0].shape is Shape.CIRCLE
    assert young.pressure.lines[0].marks[0].shape is Shape.TRIANGLE
    assert "达标" in old.rows[0].pressure.zh
    assert "偏高" in young.rows[0].pressure.zh


def test_two_readings_of_one_visit_are_their_mean(granny_chen, measure):
    measure(granny_chen, systolic=150, diastolic=90, systolic_2=140, diastolic_2=80)

    (row,) = read_measures(granny_chen.id, born_on=None, today=cast.TODAY).rows

    assert row.pressure.zh.startswith("145/85")


def test_only_two_years_are_drawn_and_voided_visits_are_not(granny_chen, measure, dr_li):
    measure(granny_chen, on=date(2024, 4, 30), systolic=200, diastolic=100)
    measure(granny_chen, on=date(2024, 5, 1), systolic=130, diastolic=80)
    wrong = measure(granny_chen, systolic=190, diastolic=100)
    with transaction("visit.void", by=dr_li):
        void_visit(wrong, reason="记错人", by=dr_li)

    measured = read_measures(granny_chen.id, born_on=None, today=cast.TODAY)

    assert [mark.label for mark in measured.pressure.lines[0].marks] == ["130"]
    assert len(measured.rows) == 1


def test_pressure_and_glucose_have_a_chart_each_and_none_where_nothing_was_measured(granny_chen, measure):
    assert read_measures(granny_chen.id, born_on=None, today=cast.TODAY).pressure is None
    measure(granny_chen, fasting_glucose=7.4)

    measured = read_measures(granny_chen.id, born_on=None, today=cast.TODAY)

    assert measured.pressure is None
    assert _targets(measured.glucose) == {"空腹血糖 <7", "空腹血糖 >3.9"}
    assert "7.4 偏高" in measured.rows[0].glucose.zh


def test_the_table_tells_the_newest_first(granny_chen, measure):
    for back in (30, 10, 20):
        measure(granny_chen, on=cast.TODAY - timedelta(days=back), systolic=130, diastolic=80)

    rows = read_measures(granny_chen.id, born_on=None, today=cast.TODAY).rows

    assert [(cast.TODAY - row.on).days for row in rows] == [10, 20, 30]
