"""What differs between two versions."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.careplans.rules.difference import ChangeKind, Part, differences
from app.careplans.rules.plan import Acknowledged, LongTerm, Plan, Remote
from app.careplans.rules.shelf import Shelf
from app.careplans.rules.vocabulary import (
    Circumstance,
    DoseUnit,
    HealthKind,
    Meal,
    Measured,
    Measurer,
    Moment,
    Per,
    Route,
)
from tests.careplans.rules.conftest import SMALL, a_line, a_medicine, a_plan, advice

AMLODIPINE = a_medicine("氨氯地平", "amlodipine")
METFORMIN = a_medicine("二甲双胍", "metformin", strength="0.5g")
ENALAPRIL = a_medicine("依那普利", "enalapril", strength="10mg")


def marks(before, after, shelf):
    return [(one.key, one.kind.value, one.fields) for one in differences(before, after, shelf=shelf)]


def test_a_first_version_differs_from_nothing(shelf):
    assert differences(None, a_plan(AMLODIPINE), shelf=shelf) == ()


def test_each_line_says_whether_it_is_new_gone_or_changed(shelf):
    before = a_plan(AMLODIPINE, METFORMIN)
    after = a_plan(ENALAPRIL, replace(AMLODIPINE, dose=2, quantity=56))

    found = differences(before, after, shelf=shelf)

    assert [(one.key, one.kind, one.fields) for one in found] == [
        ("medicines-0", ChangeKind.ADDED, ()),
        ("medicines-1", ChangeKind.CHANGED, ("dose", "quantity")),
        ("medicines-1", ChangeKind.REMOVED, ()),
    ]
    assert found[1].text.zh == "氨氯地平 5mg：每次由“1 片”改为“2 片”；总量由“28 片”改为“56 片”"
    assert found[1].text.en.startswith("Amlodipine 5mg: each time from “1 tablet” to “2 tablets”")
    assert found[2].text.zh.startswith("停止：二甲双胍 0.5g")
    marked = {one.key: one.kind for one in found if one.kind is not ChangeKind.REMOVED}
    assert marked == {"medicines-0": ChangeKind.ADDED, "medicines-1": ChangeKind.CHANGED}


OTHERWISE = {
    "name": "络活喜",
    "code": "",
    "strength": "10mg",
    "dose": 2,
    "unit": DoseUnit.CAPSULE,
    "times": 2,
    "days": 14,
    "quantity": 30,
    "route": Route.OTHER,
    "moments": (Moment.NIGHT,),
    "meal": Meal.AFTER,
    "as_needed": True,
    "note": "起身要慢",
}


def test_every_word_of_a_medicine_that_can_differ_is_tried_here():
    assert set(OTHERWISE) == {field.name for field in fields(AMLODIPINE)}


@pytest.mark.parametrize("field", OTHERWISE)
def test_one_word_changed_is_one_mark(field, shelf):
    after = replace(AMLODIPINE, **{field: OTHERWISE[field]})

    assert marks(a_plan(AMLODIPINE), a_plan(after), shelf) == [("medicines-0", "changed", (field,))]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("stage", "控制达标"),
        ("goal", "低于 130/80"),
        ("note", "下月复查"),
        ("circumstances", (Circumstance.GOUT,)),
        ("long_term", LongTerm("平稳", True, "已记", "陈秀英")),
        ("remote", Remote("市人民医院", "张医生", date(2026, 5, 1))),
    ],
)
def test_what_stands_once_in_a_plan_is_marked_by_its_name(field, value, shelf):
    plan = a_plan(AMLODIPINE)

    assert marks(plan, replace(plan, **{field: value}), shelf) == [(field, "changed", (field,))]


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        (advice(HealthKind.DIET, "salt", salt=3), [("advice-0", "changed", ("figures",))]),
        (advice(HealthKind.DIET, "salt", "少吃腌菜", salt=5), [("advice-0", "changed", ("words",))]),
        (advice(HealthKind.DIET, "fruit"), [("advice-0", "added", ()), ("advice-0", "removed", ())]),
        (advice(HealthKind.DIET, "salt"), []),
    ],
)
def test_an_advice_changes_by_its_figure_or_its_words(after, changed, shelf):
    before = Plan(advice=(advice(HealthKind.DIET, "salt", salt=5),))

    assert marks(before, Plan(advice=(after,)), shelf) == changed


@pytest.mark.parametrize(
    ("after", "changed"),
    [
        (a_line(times=2), ("times",)),
        (a_line(per=Per.WEEK), ("per",)),
        (a_line(target="<130/80"), ("target",)),
        (a_line(by=Measurer.VILLAGE), ("by",)),
    ],
)
def test_a_line_of_monitoring_changes_word_by_word(after, changed, shelf):
    before, now = Plan(monitoring=(a_line(),)), Plan(monitoring=(after,))

    assert marks(before, now, shelf) == [("monitoring-0", "changed", changed)]


def test_lines_that_only_changed_places_are_not_marked(shelf):
    lines = (a_line(), a_line(Measured.WEIGHT, 1, Per.WEEK))

    before = Plan(medicines=(AMLODIPINE, METFORMIN), monitoring=lines)
    after = Plan(medicines=(METFORMIN, AMLODIPINE), monitoring=lines[::-1])

    assert marks(before, after, shelf) == []


def test_of_two_lines_of_one_medicine_only_the_one_that_changed_is_marked(shelf):
    morning = a_medicine("甘精胰岛素", "insulin-glargine", unit=DoseUnit.UNIT, dose=16)
    evening = replace(morning, dose=12, moments=(Moment.EVENING,))

    after = a_plan(replace(evening, dose=14), morning)

    assert marks(a_plan(morning, evening), after, shelf) == [("medicines-0", "changed", ("dose",))]


def test_the_same_medicine_under_its_brand_is_a_change_of_name_not_another_medicine(shelf):
    found = marks(a_plan(AMLODIPINE), a_plan(replace(AMLODIPINE, name="络活喜", code="")), shelf)

    assert found == [("medicines-0", "changed", ("name", "code"))]


def test_the_reasons_given_for_warnings_are_no_part_of_the_difference(shelf):
    plan = a_plan(AMLODIPINE)
    reason = Acknowledged("pair", "甲、乙", "合用", "说明书", "已会诊")

    assert marks(plan, replace(plan, acknowledged=(reason,)), shelf) == []


MEDICINES = st.lists(
    st.builds(
        a_medicine,
        name=st.sampled_from(["氨氯地平", "络活喜", "安神补脑液"]),
        dose=st.sampled_from([1, 2]),
        quantity=st.just(28),
        note=st.sampled_from(["", "饭后"]),
    ),
    max_size=4,
)
MONITORED = st.lists(st.builds(a_line, st.sampled_from(list(Measured)[:3]), st.integers(1, 2)), max_size=3)


def _sorted(lines):
    return sorted(map(repr, lines))


@given(MEDICINES, MEDICINES, MONITORED, MONITORED)
def test_a_mark_stands_exactly_where_something_differs(medicines, later, lines, lines_later):
    shelf = Shelf(SMALL)
    before = Plan(medicines=tuple(medicines), monitoring=tuple(lines))
    after = Plan(medicines=tuple(later), monitoring=tuple(lines_later))

    found = differences(before, after, shelf=shelf)

    for part, was, now in ((Part.MEDICINES, medicines, later), (Part.MONITORING, lines, lines_later)):
        mine = [one for one in found if one.part is part]
        marked = {one.place for one in mine if one.kind is not ChangeKind.REMOVED}
        unmarked = [line for place, line in enumerate(now) if place not in marked]
        touched = [one for one in mine if one.kind is not ChangeKind.ADDED]
        assert bool(mine) is (_sorted(was) != _sorted(now))
        assert len(unmarked) == len(was) - len(touched)
        assert all(_sorted(unmarked).count(one) <= _sorted(was).count(one) for one in _sorted(unmarked))
