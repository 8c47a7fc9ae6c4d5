"""Definitions: every number has one, its article stands in a pack, and its target holds by year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from app.core.errors import NotFound
from app.indicators.queries.statements import STATEMENTS
from app.indicators.rules.definitions import BY_ID, INDICATORS, get_indicator, target_of
from app.indicators.rules.vocabulary import Better
from app.policy import book
from tests.policy.packs import shipped

IN_ORDER = [
    *(
        "management",
        "standard-management",
        "pressure-control",
        "pressure-control-clinical",
        "glucose-control",
    ),
    *("on-time", "weekly-round", "campaign", "contract-coverage", "contract-performance", "base-care"),
    *("adherence", "referral-closed", "reviews-done", "confirmed", "late-entries"),
]


def test_each_number_is_defined_once_and_in_this_order():
    assert [each.id for each in INDICATORS] == list(BY_ID) == IN_ORDER


def test_each_definition_has_a_statement_and_no_statement_lacks_one():
    assert list(STATEMENTS) == IN_ORDER


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.id)
def test_each_definition_names_an_article_that_there_is(indicator):
    document = shipped().document(indicator.pack, indicator.article)

    assert shipped().article(indicator.pack, indicator.article).summary
    assert indicator.pack != "national" or indicator.source.zh in (
        document.title.zh + document.short.zh + document.number + "本系统设置"
    )


@pytest.mark.parametrize("indicator", INDICATORS, ids=lambda each: each.id)
def test_each_definition_is_worded_in_both_languages(indicator):
    for text in (indicator.name, indicator.numerator, indicator.denominator, indicator.source):
        assert text.zh
        assert text.en
    assert len(indicator.id) <= 40


def test_only_late_entries_are_better_when_few():
    assert [each.id for each in INDICATORS if each.better is Better.LOWER] == ["late-entries"]


def test_what_is_not_defined_is_not_found():
    assert get_indicator("campaign").name.zh == "人人见面进度"
    with pytest.raises(NotFound):
        get_indicator("happiness")


def test_a_target_is_the_one_in_force_on_the_day():
    standard, figures = get_indicator("standard-management"), shipped().figures

    assert target_of(standard, date(2026, 5, 31), figures) == Decimal(65)
    assert target_of(standard, date(2030, 1, 31), figures) == Decimal(70)


def test_a_target_that_no_pack_states_is_none():
    without = book.load_book(["national"]).figures

    assert target_of(get_indicator("weekly-round"), date(2026, 5, 31), without) is None
    assert target_of(get_indicator("management"), date(2026, 5, 31), without) is not None


def test_no_target_is_shown_as_read_in_a_primary_text():
    targets = [figure for figure in shipped().figures if figure.id.startswith("target.")]

    assert {figure.id.removeprefix("target.") for figure in targets} == set(IN_ORDER)
    assert not [figure.id for figure in targets if figure.confirmed or figure.unit != "%"]
