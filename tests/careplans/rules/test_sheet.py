"""What the patient's sheet says, what it marks, and what fits on its two sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.careplans.rules.combine import combine
from app.careplans.rules.lasting import lasting_told
from app.careplans.rules.marks import Mark, marks_of
from app.careplans.rules.paper import SIDES, WIDTH, fitted, lines_of
from app.careplans.rules.patient import Patient
from app.careplans.rules.sheet import sheet_of
from app.careplans.rules.shelf import Shelf, fill, shipped
from app.careplans.rules.vocabulary import Disease, HealthKind, Meal, Measured, Measurer, Moment, Per, Route
from tests.careplans.rules.conftest import SMALL, a_line, a_medicine, a_plan, advice

PRESSURE, SUGAR, LUNG = Disease.HYPERTENSION, Disease.DIABETES, Disease.COPD
SHIPPED = Shelf(shipped())
CODES = [template.code for template in SHIPPED.templates]
TODAY, LEAD = date(2026, 5, 20), timedelta(days=7)


def a_sheet(now, *, before=None, shelf=None):
    """Return the sheet of plans by disease, beside the versions they replaced."""
    shelf = shelf or Shelf(SMALL)
    combined = combine(now, shelf=shelf, patient=Patient())
    return sheet_of(combined, marks=marks_of(now, before=before or {}, shelf=shelf))


def of_templates(*codes):
    """Return the sheet of the plans some templates of the shipped catalogue propose."""
    templates = [SHIPPED.template(code) for code in codes]
    return a_sheet({each.disease: fill(each, SHIPPED) for each in templates}, shelf=SHIPPED)


def marks(sheet):
    """Return the mark of every medicine by its name."""
    return {one.name: one.mark for group in sheet.groups for one in group.servings}


def test_medicines_stand_by_the_time_of_day_and_those_taken_as_needed_apart():
    now = {
        PRESSURE: a_plan(a_medicine()),
        SUGAR: a_plan(a_medicine("二甲双胍", times=2, moments=(Moment.MORNING, Moment.NIGHT))),
        LUNG: a_plan(
            a_medicine("沙丁胺醇", as_needed=True, times=4, moments=()), a_medicine("维生素", moments=())
        ),
    }

    told = [(group.label.zh, [one.name for one in group.servings]) for group in a_sheet(now).groups]

    assert told == [
        ("早上", ["氨氯地平 5mg", "二甲双胍 5mg"]),
        ("睡前", ["二甲双胍 5mg"]),
        ("每天", ["维生素 5mg"]),
        ("需要时", ["沙丁胺醇 5mg"]),
    ]


def test_a_medicine_says_its_dose_its_meal_its_way_and_what_the_doctor_noted():
    inhaled = a_medicine(dose=0.5, meal=Meal.AFTER, route=Route.INHALED, note="吸完漱口")

    (one,) = a_sheet({LUNG: a_plan(inhaled)}).groups[0].servings

    assert (one.amount, one.unit.zh, one.disease) == ("0.5", "片", LUNG)
    assert [hint.zh for hint in one.hints] == ["饭后", "吸入", "吸完漱口"]


def test_how_often_is_said_where_no_time_of_day_is():
    plan = a_plan(
        a_medicine("甲", times=3, moments=()), a_medicine("乙", times=4, as_needed=True, moments=())
    )

    daily, needed = a_sheet({LUNG: plan}).groups

    assert [hint.zh for hint in daily.servings[0].hints] == ["每天 3 次"]
    assert [hint.en for hint in needed.servings[0].hints] == ["at most 4 times a day"]


@pytest.mark.parametrize(
    ("changed", "mark"),
    [
        ({}, None),
        ({"dose": 0.5}, Mark.AMOUNT),
        ({"strength": "10mg"}, Mark.AMOUNT),
        ({"times": 2}, Mark.AMOUNT),
        ({"moments": (Moment.NIGHT,)}, Mark.CHANGED),
        ({"meal": Meal.BEFORE}, Mark.CHANGED),
        ({"note": "别和柚子一起吃"}, Mark.CHANGED),
        ({"days": 56, "quantity": 56}, None),
    ],
)
def test_a_change_is_marked_where_it_is_one_to_the_patient(changed, mark):
    before = a_medicine()

    sheet = a_sheet({PRESSURE: a_plan(replace(before, **changed))}, before={PRESSURE: a_plan(before)})

    assert set(marks(sheet).values()) == {mark}


def test_what_came_is_new_and_what_went_is_stopped():
    before = {PRESSURE: a_plan(a_medicine())}

    sheet = a_sheet({PRESSURE: a_plan(a_medicine("氯沙坦", strength="50mg"))}, before=before)

    assert marks(sheet) == {"氯沙坦 50mg": Mark.NEW}
    assert sheet.stopped == ("氨氯地平 5mg",)


def test_a_first_version_marks_nothing():
    assert set(marks(a_sheet({PRESSURE: a_plan(a_medicine())})).values()) == {None}


def test_nobody_is_told_to_stop_what_another_plan_still_asks_for():
    before = {PRESSURE: a_plan(a_medicine("络活喜")), SUGAR: a_plan()}

    sheet = a_sheet({PRESSURE: a_plan(), SUGAR: a_plan(a_medicine("氨氯地平"))}, before=before)

    assert sheet.stopped == ()
    assert set(marks(sheet).values()) == {Mark.CHANGED}


def test_of_two_lines_of_one_medicine_the_one_that_stays_is_marked_when_the_other_goes():
    evening = a_medicine(moments=(Moment.EVENING,))

    sheet = a_sheet({PRESSURE: a_plan(a_medicine())}, before={PRESSURE: a_plan(a_medicine(), evening)})

    assert set(marks(sheet).values()) == {Mark.AMOUNT}
    assert sheet.stopped == ()


def test_new_advice_and_another_target_are_marked_too():
    before = a_plan(advice=(advice(HealthKind.DIET, "salt"),), monitoring=(a_line(target="<140/90"),))
    now = a_plan(
        advice=(advice(HealthKind.DIET, "salt", salt=3), advice(HealthKind.SLEEP, "sleep")),
        monitoring=(a_line(target="<130/80"),),
    )

    sheet = a_sheet({PRESSURE: now}, before={PRESSURE: before})

    assert {one.name.zh: one.mark for one in sheet.advice} == {"饮食": Mark.CHANGED, "睡眠": Mark.NEW}
    assert [one.mark for one in sheet.measured] == [Mark.CHANGED]


def test_what_is_measured_at_home_stands_apart_from_what_others_measure():
    plan = a_plan(
        monitoring=(
            a_line(target="<130/80"),
            a_line(Measured.LIPIDS, 1, Per.YEAR, by=Measurer.TOWNSHIP),
            a_line(Measured.KIDNEY, 2, Per.YEAR, by=Measurer.TOWNSHIP),
        )
    )

    sheet = a_sheet({PRESSURE: plan})

    assert [one.whole.zh for one in sheet.measured] == ["血压：每天 1 次，目标 <130/80"]
    assert [one.whole.zh for one in sheet.elsewhere] == ["卫生院：血脂 每年 1 次、肾功能和尿蛋白 每年 2 次"]


def test_reasons_to_come_at_once_stand_apart_from_the_advice_of_every_day():
    plan = a_plan(
        advice=(advice(HealthKind.WARNING_SIGNS, words="胸痛"), advice(HealthKind.DIET, words="少盐"))
    )

    sheet = a_sheet({PRESSURE: plan})

    assert [one.zh for one in sheet.signs] == ["胸痛"]
    assert [one.text.zh for one in sheet.advice] == ["少盐"]


def test_the_gravest_advice_comes_first_and_every_kind_has_its_say_before_one_has_many():
    told = (
        advice(HealthKind.DIET, "fluid"),
        advice(HealthKind.DIET, "salt"),
        advice(HealthKind.DIET, "fruit"),
        advice(HealthKind.EXERCISE, "brisk"),
        advice(HealthKind.SLEEP, words="午睡半小时"),
    )

    sheet = a_sheet({PRESSURE: a_plan(advice=told)})

    assert [one.name.zh for one in sheet.advice] == ["睡眠", "饮食", "运动", "饮食", "饮食"]


@pytest.mark.parametrize(
    ("ends", "told"),
    [
        ({PRESSURE: date(2026, 6, 17)}, ["高血压的药，6 月 17 日用完。", "6 月 10 日以前来拿药，带上这张单子和药盒。"]),
        ({PRESSURE: date(2026, 5, 25)}, ["高血压的药，5 月 25 日用完。", "这几天就来拿药，带上这张单子和药盒。"]),
        ({PRESSURE: TODAY}, ["高血压的药，5 月 20 日就该用完了，马上来拿药。"]),
        ({PRESSURE: None}, ["高血压的药还没有发，问问医生。"]),
        (
            {PRESSURE: date(2026, 8, 12), SUGAR: date(2026, 6, 17), LUNG: date(2026, 6, 17)},
            [
                "糖尿病、慢阻肺的药，6 月 17 日用完。",
                "高血压的药，8 月 12 日用完。",
                "6 月 10 日以前来拿药，带上这张单子和药盒。",
            ],
        ),
    ],
)  # fmt: skip
def test_the_sheet_says_when_the_medicine_ends_and_when_to_come(ends, told):
    assert [one.zh for one in lasting_told(ends, lead=LEAD, today=TODAY)] == told


def test_a_plan_of_few_lines_is_printed_whole():
    sheet = a_sheet({PRESSURE: a_plan(a_medicine(), monitoring=(a_line(),))})

    fit = fitted(sheet)

    assert (fit.sheet, fit.left, fit.sides, fit.left_told) == (sheet, 0, 1, None)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_of_three_diseases_the_medicines_and_signs_are_whole_and_the_rest_is_counted(language):
    sheet = of_templates("hypertension-uncontrolled", "diabetes-uncontrolled", "copd-frequent")

    fit = fitted(sheet, language=language)

    assert fit.sides == SIDES and not fit.too_long
    assert (fit.sheet.groups, fit.sheet.signs) == (sheet.groups, sheet.signs)
    printed = len(fit.sheet.advice) + len(fit.sheet.measured) + len(fit.sheet.elsewhere)
    assert fit.left == len(sheet.advice) + len(sheet.measured) + len(sheet.elsewhere) - printed > 0
    assert fit.left_told.zh == f"其余 {fit.left} 条请看医生那份。"


@given(st.dictionaries(st.sampled_from(list(Disease)), st.integers(0, 9)), st.sampled_from(["zh", "en"]))
def test_medicines_and_warning_signs_are_never_cut_and_nothing_goes_silently(chosen, language):
    codes = []
    for disease, number in chosen.items():
        templates = SHIPPED.templates_for(disease)
        codes.append(templates[number % len(templates)].code)
    sheet = of_templates(*codes)

    fit = fitted(sheet, language=language)

    cut = fit.sheet
    assert (cut.groups, cut.stopped, cut.signs, cut.lasting) == (
        sheet.groups,
        sheet.stopped,
        sheet.signs,
        sheet.lasting,
    )
    for kept, all_of_it in (
        (cut.advice, sheet.advice),
        (cut.measured, sheet.measured),
        (cut.elsewhere, sheet.elsewhere),
    ):
        assert all_of_it[: len(kept)] == kept
    assert bool(fit.left) is (cut != sheet) is (fit.left_told is not None)
    assert fit.sides <= SIDES or not (cut.advice or cut.measured or cut.elsewhere)


def test_more_medicines_than_two_sides_hold_are_printed_all_the_same():
    many = [a_medicine(f"第{number}种药", moments=tuple(Moment)) for number in range(20)]

    fit = fitted(a_sheet({PRESSURE: a_plan(*many, monitoring=(a_line(),))}))

    assert fit.too_long
    assert sum(len(group.servings) for group in fit.sheet.groups) == 80
    assert fit.left == 1


@pytest.mark.parametrize(
    ("text", "lines"), [("", 1), ("盐" * 28, 1), ("盐" * 29, 2), ("a" * 50, 1), ("a" * 60, 2)]
)
def test_a_line_of_the_sheet_holds_so_many_letters(text, lines):
    assert lines_of(text, WIDTH) == lines
