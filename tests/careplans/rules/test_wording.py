"""The words of a plan's lines, and which line is marked with what changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from app.careplans.rules.catalogue import Bound, Catalogue, HealthItem
from app.careplans.rules.difference import differences
from app.careplans.rules.plan import Advice, Medicine, Monitoring, Plan
from app.careplans.rules.shelf import Shelf, shipped
from app.careplans.rules.standing import StepRow, Version
from app.careplans.rules.telling import based_on, is_open, replaced_by, told
from app.careplans.rules.vocabulary import (
    Disease,
    DoseUnit,
    HealthKind,
    Meal,
    Measured,
    Moment,
    Per,
    Step,
)
from app.careplans.rules.wording import advised, dose_told, how_measured, how_much, how_taken, named, plain
from app.core.words import Text

TABLET = Medicine("缬沙坦", "80mg", 1, DoseUnit.TABLET, 2, 28, 56, moments=(Moment.MORNING, Moment.EVENING))
SALT = HealthItem(
    code="salt",
    kind=HealthKind.DIET,
    topic="salt",
    diseases=frozenset({Disease.HYPERTENSION}),
    figures={"grams": Bound(value=5, unit="克")},
    zh="每天吃盐不超过 {grams} 克。",
    en="No more than {grams} g of salt a day.",
    source="成人高血压食养指南（2023 年版）",
    dated_on=date(2023, 1, 1),
)
SHELF = Shelf(Catalogue(items=(SALT,)))


@pytest.mark.parametrize(
    ("amount", "words"),
    [(1, "1"), (1.0, "1"), (0.5, "0.5"), (12.25, "12.25"), (100, "100"), (1 / 3, "0.333")],
)
def test_an_amount_is_written_as_people_write_it(amount, words):
    assert plain(amount) == words


def test_a_medicine_says_how_much_how_often_when_and_which_way():
    taken = how_taken(replace(TABLET, meal=Meal.AFTER))

    assert named(TABLET) == "缬沙坦 80mg"
    assert taken.zh == "每次 1 片，每天 2 次，早上、晚上，饭后，口服"
    assert taken.en == "1 tablet each time, 2 times a day, morning, evening, after meals, by mouth"
    assert how_much(TABLET).zh == "28 天，共 56 片"
    assert how_much(TABLET).en == "28 days, 56 tablets in all"


@pytest.mark.parametrize(
    ("amount", "unit", "en"),
    [
        (0.5, DoseUnit.TABLET, "tablet"),
        (1, DoseUnit.PUFF, "puff"),
        (2, DoseUnit.PUFF, "puffs"),
        (5, DoseUnit.MILLILITRE, "ml"),
        (20, DoseUnit.MILLIGRAM, "mg"),
    ],
)
def test_a_unit_stands_in_the_number_of_its_amount(amount, unit, en):
    assert unit.counting(amount) == Text(unit.zh, en)


@pytest.mark.parametrize(
    ("words", "en"),
    [("1 片", "1 tablet"), ("2.5 毫升", "2.5 ml"), ("少许", "少许"), ("半 片", "半 片"), ("", "")],
)
def test_a_dose_kept_by_a_form_is_told_to_either_reader(words, en):
    assert dose_told(words) == Text(words, en)


@pytest.mark.parametrize(("times", "en"), [(1, "once a week"), (3, "3 times a week"), ("1", "once a week")])
def test_once_is_not_told_as_one_times(times, en):
    assert Per.WEEK.often(times).en == en


def test_what_is_taken_when_needed_says_at_most():
    needed = replace(TABLET, as_needed=True, times=3, moments=())

    assert "需要时用，一天最多 3 次" in how_taken(needed).zh
    assert "，需要时用，" in how_taken(replace(needed, times=0)).zh


def test_advice_has_its_figures_as_agreed_and_own_words_behind():
    agreed = Advice(HealthKind.DIET, "salt", {"grams": 3.5}, "少吃咸菜。")

    assert advised(agreed, SALT).zh == "每天吃盐不超过 3.5 克。少吃咸菜。"
    assert advised(Advice(HealthKind.DIET, "salt"), SALT).en == "No more than 5 g of salt a day."


def test_advice_the_catalogue_no_longer_knows_keeps_its_own_words():
    assert advised(Advice(HealthKind.TCM, "gone", words="泡脚"), None).zh == "泡脚"
    assert advised(Advice(HealthKind.TCM, "gone"), None) == HealthKind.TCM.text


def test_monitoring_says_how_often_the_target_and_who():
    line = Monitoring(Measured.PRESSURE, 2, Per.WEEK, "<140/90")

    assert how_measured(line).zh == "每周 2 次，目标 <140/90，本人或家人"


def test_each_line_that_changed_is_marked_and_no_other():
    before = Plan(
        goal="低于 140/90",
        medicines=(TABLET, replace(TABLET, name="氨氯地平")),
        advice=(Advice(HealthKind.DIET, "salt"),),
    )
    after = Plan(
        goal="低于 130/80",
        medicines=(replace(TABLET, dose=2, quantity=112), replace(TABLET, name="吲达帕胺")),
        advice=before.advice,
    )

    shown = told(after, shelf=SHELF, changes=differences(before, after, shelf=SHELF))

    assert [line.change.kind.value for line in shown.medicines] == ["changed", "added"]
    assert shown.advice[0].change is None
    assert [change.name.zh for change in shown.gone_from("medicines")] == ["氨氯地平 80mg"]
    assert [change.part.value for change in shown.others] == ["goal"] and shown.gone_from("advice") == ()


def test_advice_is_told_in_the_order_of_its_kinds_with_its_own_marks():
    before = Plan(advice=(Advice(HealthKind.TCM, words="泡脚"),))
    after = Plan(advice=(*before.advice, Advice(HealthKind.DIET, "salt")))

    shown = told(after, shelf=SHELF, changes=differences(before, after, shelf=SHELF))

    assert [line.name.zh for line in shown.advice] == ["饮食", "中医调养"]
    assert [line.change is not None for line in shown.advice] == [True, False]


def test_without_changes_nothing_is_marked_and_what_is_not_verified_says_so():
    shown = told(Plan(medicines=(TABLET, replace(TABLET, code="valsartan"))), shelf=SHELF)

    assert [line.change for line in shown.medicines] == [None, None]
    assert [line.unverified for line in shown.medicines] == [True, False]


def a_version(number: int, *steps: Step, based_on_id: int | None = None) -> Version:
    at = datetime(2026, 5, number, tzinfo=UTC)
    rows = tuple(StepRow(step, at, "周明") for step in steps)
    return Version(
        number,
        1,
        1,
        Disease.HYPERTENSION,
        number,
        based_on_id,
        date(2026, 5, number),
        Plan(),
        at,
        1,
        "周明",
        rows,
    )


def test_the_version_before_is_the_last_that_was_signed_and_no_draft():
    first = a_version(1, Step.SIGNED, Step.REPLACED)
    draft = a_version(2, Step.PROPOSED, Step.RETURNED, Step.REPLACED, based_on_id=1)
    third = a_version(3, Step.SIGNED, based_on_id=2)
    versions = (third, draft, first)

    assert replaced_by(third, versions) is first and replaced_by(first, versions) is None
    assert based_on(third, versions) is draft and based_on(first, versions) is None
    assert [is_open(version) for version in versions] == [False, False, False]
    assert is_open(a_version(4, Step.PROPOSED)) and not is_open(a_version(5, Step.DRAFTED, Step.WITHDRAWN))


def test_a_templates_stage_and_goal_are_told_in_english_and_own_words_as_they_are():
    template = shipped().templates[0]

    shown = told(Plan(stage=template.stage, goal="少吃药"), shelf=Shelf(shipped()))

    assert shown.stage == Text(template.stage, template.stage_en)
    assert shown.goal == Text("少吃药", "少吃药")
