"""What is not settled in the documents is told in one place: drafts, figures to confirm, rules and articles left out."""

from __future__ import annotations

import re
from dataclasses import replace

import msgspec
import pytest

from app.policy import book
from app.policy.entries import Status


@pytest.fixture
def doctor(client, sign_in, dr_li):
    return sign_in(client, dr_li)


@pytest.fixture
def rulebook(app):
    """The rulebook of this run, put back afterwards."""
    kept = book.current()
    yield kept
    book.install(kept)


def section(page, name):
    return page.split(f'aria-labelledby="{name}"')[1].split("</section>")[0]


def test_every_figure_that_nobody_confirmed_stands_in_one_list(doctor, rulebook):
    table = section(doctor.get("/policy").text, "unsure")

    ids = [figure.id for pack in rulebook.packs for figure in pack.figures if not figure.confirmed]
    ids += [rule.id for rule in rulebook.all_rules.values() if not rule.confirmed]
    assert sorted(re.findall(r"<small>([a-z0-9._-]+)</small></th>", table)) == sorted(ids)
    assert f"待核实的数字（{len(ids)}）" in table


def test_a_confirmed_figure_leaves_the_list(doctor, rulebook):
    sure = [
        replace(
            pack,
            figures=tuple(msgspec.structs.replace(figure, confirmed=True) for figure in pack.figures),
            rules=tuple(replace(rule, confirmed=True) for rule in pack.rules),
        )
        for pack in rulebook.packs
    ]
    book.install(book.Rulebook(tuple(sure), rulebook.fingerprint))

    page = doctor.get("/policy").text

    assert "待核实的数字（0）" in page and "没有待核实的数字" in page


def test_rules_not_in_use_and_articles_left_outside_are_named(doctor, rulebook):
    page = doctor.get("/policy").text

    for rule in rulebook.all_rules.values():
        assert (f"#{rule.id}" in section(page, "idle")) is not rule.in_use
    for pack in rulebook.packs:
        for article in pack.articles:
            told = article.outside is not None and article.outside.zh in section(page, "left")
            assert told is not bool(article.carried_out_by), article.number


def test_a_draft_says_that_it_binds_nobody(doctor, rulebook):
    first, *rest = rulebook.packs
    assert "征求意见稿" not in doctor.get("/policy").text

    draft = replace(first, document=msgspec.structs.replace(first.document, status=Status.DRAFT))
    book.install(book.Rulebook((draft, *rest), rulebook.fingerprint))

    assert "这是征求意见稿，对谁都没有约束力" in doctor.get("/policy").text


def test_the_links_to_articles_lead_somewhere(doctor, rulebook):
    page = section(doctor.get("/policy").text, "unsure")

    for pack, anchor in set(re.findall(r'href="/policy/([\w-]+)#([^"]+)"', page)):
        assert f'id="{anchor.replace("%28", "(").replace("%29", ")")}"' in doctor.get(f"/policy/{pack}").text
