"""The curves of a resident: what was measured, against the rulebook's limits for the age of today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.core.transaction import transaction
from app.record.queries import read_measures
from app.record.queries.measures import MOST_DRAWN, MOST_TOLD
from app.record.queries.readings import list_readings
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


@pytest.fixture
def measure_every(measure, granny_chen):
    """File a visit every so many days, the last one today: so many in all, the pressure rising from one to the next."""

    def _measure_every(days, *, times, start=100, **others):
        for time in range(times):
            on = cast.TODAY - timedelta(days=days * (times - 1 - time))
            measure(granny_chen, on=on, systolic=start + time, diastolic=80, **others)

    return _measure_every


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


def test_readings_are_what_was_measured_oldest_first_without_voided_visits(granny_chen, measure, dr_li):
    first, second = date(2026, 3, 1), date(2026, 5, 1)
    measure(granny_chen, on=first, systolic=150, drugs="氨氯地平")
    measure(granny_chen, on=second, systolic=150, systolic_2=140, diastolic=90, fasting_glucose=6.1)
    measure(granny_chen, drugs="氨氯地平", systolic="不详")
    wrong = measure(granny_chen, systolic=190)
    with transaction("visit.void", by=dr_li):
        void_visit(wrong, reason="记错人", by=dr_li)

    readings = list_readings(granny_chen.id, since=first)

    assert [reading[1:] for reading in readings] == [(first, 150, None, None), (second, 145, 90, 6.1)]
    assert list_readings(granny_chen.id, since=first + timedelta(days=1)) == readings[1:]


def test_rounds_between_take_no_place_from_what_was_measured(granny_chen, measure):
    measure(granny_chen, on=date(2026, 3, 1), systolic=150)
    for back in range(5):
        measure(granny_chen, on=cast.TODAY - timedelta(days=back), condition_state="stable")

    assert [
        reading.systolic for reading in list_readings(granny_chen.id, since=date(2026, 1, 1), limit=2)
    ] == [150]


def test_of_very_many_measurements_the_newest_are_drawn_and_it_is_said(granny_chen, measure_every, doctor):
    measure_every(3, times=MOST_DRAWN + 1)

    measured = read_measures(granny_chen.id, born_on=None, today=cast.TODAY)
    drawn = [mark.label for mark in measured.pressure.lines[0].marks]

    assert drawn == [str(value) for value in range(101, 101 + MOST_DRAWN)]
    assert [row.pressure.zh[:3] for row in measured.rows[:2]] == [str(100 + MOST_DRAWN), str(99 + MOST_DRAWN)]
    assert len(measured.rows) == MOST_TOLD
    assert f"只画最近 {MOST_DRAWN} 次" in doctor.get(f"/people/{granny_chen.id}").text


def test_as_many_as_the_rulebook_asks_for_in_two_years_are_all_drawn(granny_chen, measure_every):
    measure_every(14, times=MOST_DRAWN)

    measured = read_measures(granny_chen.id, born_on=None, today=cast.TODAY)

    assert len(measured.pressure.lines[0].marks) == MOST_DRAWN
    assert measured.cut_to is None
