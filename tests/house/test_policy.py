"""Every article of every pack is answered, and every rule in use has a section that answers it."""

from __future__ import annotations

from pathlib import Path

import config
from app.policy.book import PACKS, ROOMS, load_book
from app.policy.terms import Kind
from app.visits.sections import answered_kinds
from tests.house import APP

SHIPPED = tuple(sorted(path.stem for path in Path(PACKS).glob("*.toml")))
EXPECTED_RULES = {
    "hypertension-followup",
    "diabetes-followup",
    "copd-followup",
    "coronary-followup",
    "stroke-followup",
    "heart-failure-followup",
    "low-income-home-visit",
    "chronic-home-visit",
    "mental-disorder-followup",
    "tuberculosis-followup",
    "elderly-check",
    "scattered-weekly-round",
    "first-quarter-meeting",
    "referral-check",
    "discharge-visit",
    "contract-renewal",
    "refill-due",
    "cross-province-followup",
}


def test_the_packs_of_the_default_are_shipped():
    assert set(config.DEFAULT_PACKS.split(",")) <= set(SHIPPED)


def test_the_default_packs_hold_the_rules_of_the_plan():
    assert set(load_book(config.DEFAULT_PACKS.split(",")).all_rules) >= EXPECTED_RULES


def test_every_article_says_what_carries_it_out_or_why_it_lies_outside():
    book = load_book(SHIPPED)

    unanswered = [
        (pack.id, article.number)
        for pack in book.packs
        for article in pack.articles
        if not (article.carried_out_by or article.outside)
    ]

    assert not unanswered


def test_every_rule_in_use_is_answered_by_a_section_or_by_the_room_that_gives_medicine_out():
    rules = load_book(config.DEFAULT_PACKS.split(",")).rules

    answered = answered_kinds() | {Kind.REFILL}

    assert not [rule.id for rule in rules.values() if rule.answered_by.kind not in answered]


def test_every_room_an_article_names_exists():
    assert not [room for room in ROOMS if not (APP / room / "__init__.py").exists()]
