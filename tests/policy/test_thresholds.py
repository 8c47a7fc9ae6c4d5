"""What a measured value means, around every limit, by age and by day."""

from __future__ import annotations

from datetime import date

import pytest

from app.core.words import Text
from app.policy.thresholds import (
    fault_in,
    glucose_class,
    glucose_limits,
    heart_class,
    oxygen_class,
    pressure_class,
    pressure_fault,
    pressure_limits,
)
from tests.policy.packs import shipped

BEFORE, SINCE = date(2026, 2, 28), date(2026, 3, 1)
FIGURES = shipped().figures


@pytest.mark.parametrize(
    ("systolic", "diastolic", "age", "controlled"),
    [
        (139, 89, 50, True),
        (140, 89, 50, False),
        (139, 90, 50, False),
        (139, 89, 64, True),
        (140, 80, 64, False),
        (149, 89, 65, True),
        (150, 89, 65, False),
        (149, 90, 65, False),
        (149, 89, 80, True),
        (149, 89, None, False),
    ],
)
@pytest.mark.parametrize("on", [BEFORE, SINCE])
def test_the_assessment_of_2017_gives_the_result_on_any_day(systolic, diastolic, age, controlled, on):
    reading = pressure_class(systolic, diastolic, age=age, on=on, figures=FIGURES)

    assert reading.controlled_for_indicator is controlled


@pytest.mark.parametrize(
    ("systolic", "diastolic", "age", "on", "controlled"),
    [
        (139, 89, 50, BEFORE, True),
        (140, 89, 50, BEFORE, False),
        (149, 89, 65, BEFORE, True),
        (150, 89, 65, BEFORE, False),
        (149, 89, 80, BEFORE, True),
        (129, 79, 50, SINCE, True),
        (130, 79, 50, SINCE, False),
        (129, 80, 50, SINCE, False),
        (139, 89, 65, SINCE, False),
        (129, 79, 79, SINCE, True),
        (130, 79, 79, SINCE, False),
        (149, 89, 80, SINCE, True),
        (150, 89, 80, SINCE, False),
        (149, 90, 80, SINCE, False),
    ],
)
def test_the_clinical_aim_follows_age_and_day(systolic, diastolic, age, on, controlled):
    reading = pressure_class(systolic, diastolic, age=age, on=on, figures=FIGURES)

    assert reading.controlled_clinically is controlled
    assert (reading.advice is None) is controlled


@pytest.mark.parametrize(
    ("systolic", "diastolic", "emergency"),
    [(179, 109, False), (180, 80, True), (120, 110, True), (180, 110, True), (179, 110, True)],
)
@pytest.mark.parametrize("age", [30, 70, 85])
def test_one_value_is_danger_enough_at_any_age(systolic, diastolic, emergency, age):
    reading = pressure_class(systolic, diastolic, age=age, on=SINCE, figures=FIGURES)

    assert reading.emergency is emergency


@pytest.mark.parametrize(
    ("systolic", "diastolic", "zh", "en"),
    [
        (162, 98, "162/98 偏高", "162/98 high"),
        (136, 84, "136/84 达标", "136/84 on target"),
        (186, 112, "186/112 危险：立即处理并转诊", "186/112 dangerous: treat at once and refer"),
        (89, 55, "89/55 偏低", "89/55 low"),
        (89, 95, "89/95 偏高", "89/95 high"),
        (133.33, 84.5, "133.3/84.5 达标", "133.3/84.5 on target"),
    ],
)
def test_a_pressure_is_echoed_in_words(systolic, diastolic, zh, en):
    assert pressure_class(systolic, diastolic, age=60, on=SINCE, figures=FIGURES).echo == Text(zh, en)


def test_what_meets_the_assessment_but_not_the_clinical_aim_is_advised():
    reading = pressure_class(136, 84, age=60, on=SINCE, figures=FIGURES)

    assert reading.advice == Text("临床目标：低于 130/80 mmHg。", "Clinical aim: below 130/80 mmHg.")


def test_the_limits_are_told_for_whoever_judges_by_them():
    old = pressure_limits(age=80, on=SINCE, figures=FIGURES)
    glucose = glucose_limits(on=SINCE, figures=FIGURES)

    assert (old.systolic, old.diastolic, old.clinical_systolic, old.clinical_diastolic) == (150, 90, 150, 90)
    assert (old.emergency_systolic, old.emergency_diastolic) == (180, 110)
    assert (old.third_reading, old.arms_apart) == (10, 20)
    assert (glucose.fasting, glucose.emergency_high, glucose.emergency_low) == (7.0, 16.7, 3.9)


@pytest.mark.parametrize(
    ("value", "fasting", "controlled", "emergency", "echo"),
    [
        (6.9, True, True, False, "6.9 达标"),
        (7.0, True, False, False, "7 偏高"),
        (16.6, True, False, False, "16.6 偏高"),
        (16.7, True, False, True, "16.7 危险：立即处理并转诊"),
        (3.9, True, True, True, "3.9 危险：立即处理并转诊"),
        (4.0, True, True, False, "4 达标"),
        (9.9, False, None, False, "9.9 达标"),
        (10.0, False, None, False, "10 偏高"),
        (16.7, False, None, True, "16.7 危险：立即处理并转诊"),
    ],
)
def test_a_glucose_is_classed(value, fasting, controlled, emergency, echo):
    reading = glucose_class(value, on=SINCE, figures=FIGURES, fasting=fasting)

    assert (reading.controlled, reading.emergency, reading.echo.zh) == (controlled, emergency, echo)


@pytest.mark.parametrize(
    ("value", "echo", "emergency", "advised"),
    [
        (87, "87% 危险：立即处理并转诊", True, False),
        (88, "88% 偏低", False, True),
        (89, "89% 偏低", False, True),
        (90, "90% 可接受", False, False),
    ],
)
def test_an_oxygen_saturation_is_classed(value, echo, emergency, advised):
    reading = oxygen_class(value, on=SINCE, figures=FIGURES)

    assert (reading.echo.zh, reading.emergency, reading.advice is not None) == (echo, emergency, advised)


@pytest.mark.parametrize(
    ("value", "echo", "advised"),
    [(49, "49 偏低", False), (50, "50 正常", False), (100, "100 正常", False), (101, "101 偏高", True)],
)
def test_a_heart_rate_is_classed_and_never_alone_a_danger(value, echo, advised):
    reading = heart_class(value, on=SINCE, figures=FIGURES)

    assert (reading.echo.zh, reading.emergency, reading.advice is not None) == (echo, False, advised)


@pytest.mark.parametrize(
    ("name", "value", "possible"),
    [
        ("systolic", 49, False),
        ("systolic", 50, True),
        ("systolic", 300, True),
        ("systolic", 301, False),
        ("diastolic", 29, False),
        ("diastolic", 200, True),
        ("fasting_glucose", 0.4, False),
        ("fasting_glucose", 40.1, False),
        ("spo2", 101, False),
        ("heart_rate", 251, False),
        ("weight", 19.9, False),
        ("colour", 7, True),
    ],
)
def test_what_is_true_of_nobody_is_refused_and_an_unknown_name_is_let_be(name, value, possible):
    fault = fault_in(name, value, on=SINCE, figures=FIGURES)

    assert (fault is None) is possible


def test_a_refused_value_names_the_range_and_the_mend():
    assert fault_in("systolic", 1360, on=SINCE, figures=FIGURES) == Text(
        "收缩压 1360 不可能，应在 50 到 300 mmHg 之间，请核对后重填。",
        "Systolic pressure 1360 is impossible: it lies between 50 and 300 mmHg. Please check.",
    )


def test_a_diastolic_not_below_the_systolic_is_refused():
    assert pressure_fault(136, 84) is None
    assert pressure_fault(84, 136) is not None
    assert pressure_fault(100, 100) is not None


def test_a_figure_is_found_by_day_and_age():
    assert FIGURES.value("bp.clinical.systolic", on=BEFORE, age=70) == 150
    assert FIGURES.value("bp.clinical.systolic", on=SINCE, age=70) == 130
    assert FIGURES.figure("bp.clinical.systolic", on=BEFORE).value == 140
    assert FIGURES.find("bp.clinical.systolic.80", on=BEFORE) is None
    with pytest.raises(KeyError):
        FIGURES.value("no.such", on=SINCE)
