"""How long a prescription may be, and what is asked over four weeks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.careplans.rules.catalogue import Catalogue
from app.careplans.rules.issuing import (
    barred_class,
    general_days,
    longest_days,
    period_faults,
    plan_period_faults,
)
from app.careplans.rules.plan import LongTerm
from app.careplans.rules.shelf import Shelf, shipped
from app.careplans.rules.vocabulary import Barred, DoseUnit
from app.policy.book import load_book
from tests.careplans.rules.conftest import a_drug, a_medicine, a_plan

FIGURES = load_book(["national"]).figures
DAY = date(2026, 5, 20)
STABLE = LongTerm(assessment="血压平稳三个月", taught=True, note="已记入病历", signed_by="陈秀英")
AMLODIPINE = a_medicine("氨氯地平", "amlodipine")
INSULIN = a_medicine("甘精胰岛素", "insulin-glargine", unit=DoseUnit.UNIT, dose=10)
RULE = "长期处方管理规范（试行）"


def asked(days, *medicines, long_term=None, shelf):
    return list(period_faults(days, medicines, long_term=long_term, shelf=shelf, figures=FIGURES, on=DAY))


def test_the_figures_are_those_of_the_rule_of_2021():
    assert (general_days(FIGURES, on=DAY), longest_days(FIGURES, on=DAY)) == (28, 84)


@pytest.mark.parametrize("days", [1, 14, 28])
def test_up_to_four_weeks_nothing_more_is_asked(days, shelf):
    assert asked(days, AMLODIPINE, INSULIN, shelf=shelf) == []


@pytest.mark.parametrize("days", [29, 56, 84])
def test_over_four_weeks_each_of_the_four_conditions_is_demanded(days, shelf):
    found = asked(days, AMLODIPINE, shelf=shelf)

    assert [place for place, _ in found] == [
        "long_term-assessment",
        "long_term-taught",
        "long_term-note",
        "long_term-signed_by",
    ]
    assert all(RULE in text.zh for _, text in found)
    assert asked(days, AMLODIPINE, long_term=STABLE, shelf=shelf) == []


@pytest.mark.parametrize(
    ("field", "left"), [("assessment", " "), ("taught", False), ("note", ""), ("signed_by", "")]
)
def test_a_condition_left_out_is_named_beside_its_field(field, left, shelf):
    found = asked(84, AMLODIPINE, long_term=replace(STABLE, **{field: left}), shelf=shelf)

    assert [place for place, _ in found] == [f"long_term-{field}"]


@pytest.mark.parametrize("days", [85, 112, 400])
def test_over_twelve_weeks_is_refused_with_the_rule_named(days, shelf):
    (fault,) = asked(days, AMLODIPINE, long_term=STABLE, shelf=shelf)

    assert fault[0] == "days"
    assert RULE in fault[1].zh and "12 周" in fault[1].zh and "long-term prescriptions" in fault[1].en


def test_no_day_at_all_is_no_prescription(shelf):
    assert [place for place, _ in asked(0, AMLODIPINE, shelf=shelf)] == ["days"]


@pytest.mark.parametrize("medicine", [INSULIN, replace(INSULIN, code="", name="甘精胰岛素注射液")])
def test_an_excluded_class_is_refused_over_four_weeks_with_the_rule_named(medicine, shelf):
    (fault,) = asked(56, AMLODIPINE, medicine, long_term=STABLE, shelf=shelf)

    assert fault[0] == "medicines-1-days"
    assert RULE in fault[1].zh and "对储存条件有特殊要求的药品" in fault[1].zh


@pytest.mark.parametrize("barred", list(Barred))
def test_each_excluded_class_is_refused_by_its_name(barred):
    drug = a_drug("kept", "受限药", barred=barred)
    shelf = Shelf(Catalogue(drugs=(drug,)))

    found = asked(29, a_medicine("受限药", "kept"), long_term=STABLE, shelf=shelf)

    assert [place for place, _ in found] == ["medicines-0-days"]
    assert barred.zh in found[0][1].zh and barred.en in found[0][1].en
    assert asked(28, a_medicine("受限药", "kept"), shelf=shelf) == []


@pytest.mark.parametrize("name", ["甘精胰岛素", "阿莫西林"])
def test_the_catalogue_shipped_knows_what_is_excluded(name):
    shelf = Shelf(shipped())

    assert barred_class(a_medicine(name), shelf=shelf) is not None


def test_in_a_plan_every_medicine_has_days_of_its_own(shelf):
    long, short = replace(AMLODIPINE, days=84), replace(INSULIN, days=28)

    def faults(*medicines, long_term=STABLE):
        plan = a_plan(*medicines, long_term=long_term)
        return [place for place, _ in plan_period_faults(plan, shelf=shelf, figures=FIGURES, on=DAY)]

    assert faults(long, short) == []
    assert faults(long, replace(short, days=29)) == ["medicines-1-days"]
    assert faults(replace(long, days=85), short) == ["medicines-0-days"]
    assert len(faults(long, short, long_term=None)) == 4
    assert faults(replace(long, days=28), short, long_term=None) == []
