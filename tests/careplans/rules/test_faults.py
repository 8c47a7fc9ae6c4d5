"""What a plan cannot say, each beside its field."""

from __future__ import annotations

from math import inf, nan

import pytest

from app.careplans.rules.faults import faults_of
from app.careplans.rules.plan import Plan
from app.careplans.rules.shelf import Shelf, fill, shipped
from app.careplans.rules.vocabulary import DoseUnit, HealthKind, Moment
from tests.careplans.rules.conftest import a_line, a_medicine, a_plan, advice

GOOD = {"name": "氨氯地平", "code": "amlodipine"}


def places(plan, shelf):
    return [place for place, _ in faults_of(plan, shelf=shelf)]


def test_a_plan_says_something(shelf):
    assert places(Plan(goal="平稳"), shelf) == ["plan"]
    assert places(Plan(monitoring=(a_line(),)), shelf) == []


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ({}, []),
        ({"name": " "}, ["name"]),
        ({"dose": 0, "quantity": 28}, ["dose"]),
        ({"dose": -1, "quantity": 28}, ["dose"]),
        ({"dose": nan, "quantity": 28}, ["dose"]),
        ({"days": 0, "quantity": 28}, ["days"]),
        ({"days": 400}, ["days"]),
        ({"times": 0, "quantity": 28}, ["times"]),
        ({"times": 7, "moments": ()}, ["times"]),
        ({"times": 2}, ["moments"]),
        ({"times": 2, "moments": (Moment.MORNING, Moment.MORNING)}, ["moments"]),
        ({"times": 2, "moments": ()}, []),
        ({"times": 6, "moments": tuple(Moment)}, []),
        ({"quantity": 0}, ["quantity"]),
        ({"quantity": 27}, ["quantity"]),
        ({"quantity": 30}, []),
        ({"strength": ""}, ["strength"]),
        ({"strength": "一盒"}, ["strength"]),
        ({"unit": DoseUnit.UNIT}, ["unit"]),
        ({"strength": "", "name": "某药", "code": ""}, []),
        ({"times": 0, "as_needed": True, "moments": (), "quantity": 10}, []),
        ({"times": 3, "as_needed": True, "moments": (), "quantity": 10}, []),
        ({"times": 3, "as_needed": True, "moments": (), "quantity": 0}, ["quantity"]),
    ],
)
def test_a_fault_of_a_medicine_stands_beside_its_field(line, fields, shelf):
    medicine = a_medicine(**GOOD | line)

    assert places(a_plan(medicine), shelf) == [f"medicines-0-{field}" for field in fields]


def test_a_quantity_too_small_says_for_how_long_it_is_enough(shelf):
    medicine = a_medicine(dose=0.5, times=2, moments=(), quantity=20)

    ((_, text),) = faults_of(a_plan(medicine), shelf=shelf)

    assert text.zh == "总量 20 片只够 20 天，不够 28 天，要 28 片。"


def test_no_figure_in_the_world_breaks_the_arithmetic(shelf):
    for odd in (inf, nan, -inf):
        assert places(a_plan(a_medicine(**GOOD, dose=odd, quantity=odd)), shelf)


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        (advice(HealthKind.DIET, "salt"), []),
        (advice(HealthKind.DIET, "salt", salt=3), []),
        (advice(HealthKind.DIET, "salt", salt=50), ["salt"]),
        (advice(HealthKind.DIET, "salt", salt=0), ["salt"]),
        (advice(HealthKind.DIET, "salt", salt=nan), ["salt"]),
        (advice(HealthKind.DIET, words="少吃腌菜"), []),
        (advice(HealthKind.DIET), ["words"]),
        (advice(HealthKind.DIET, "gone"), ["words"]),
    ],
)
def test_a_slip_in_a_figure_of_advice_is_found(told, fields, shelf):
    assert places(Plan(advice=(told,)), shelf) == [f"advice-0-{field}" for field in fields]


@pytest.mark.parametrize(("times", "fields"), [(1, []), (20, []), (0, ["times"]), (21, ["times"])])
def test_something_is_measured_at_least_once(times, fields, shelf):
    assert places(Plan(monitoring=(a_line(times=times),)), shelf) == [
        f"monitoring-0-{field}" for field in fields
    ]


def test_every_template_shipped_is_without_fault():
    shelf = Shelf(shipped())

    assert {one.code: found for one in shelf.templates if (found := places(fill(one, shelf), shelf))} == {}
