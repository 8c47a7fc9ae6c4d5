"""A day on the stage of a tablet by touch: whoever is owed something, any form filled in with what a doctor would find."""

from __future__ import annotations

import re
from contextlib import closing
from datetime import datetime
from typing import Any

import pysqlite3.dbapi2 as sqlite3
from playwright.sync_api import Locator, Page, expect

from tests import cast
from tests.browser.hand import Hand
from tests.browser.inside import CLOCK
from tests.browser.serving import House

SAVED = "已存本机"
PERSON = re.compile(r"/people/(\d+)")
MOST_TRIES = 6
PATIENCE = 30_000
# What is found of somebody who is well; of what is not named here nothing is measured unless a form insists.
FOUND = {
    "systolic": "132", "diastolic": "82", "fasting_glucose": "6.2", "random_glucose": "7.9", "weight": "61", "height": "162",
    "waist": "81", "pulse": "72", "heart_rate": "72", "oxygen": "97", "spo2": "97", "temperature": "36.5", "cat_score": "8",
}  # fmt: skip
# The fields that a form was refused for, and of each section the first thing that counts as having worked on it.
REFUSED = "() => [...document.querySelectorAll('[data-faulty]')].map((field) => field.name)"
CORES = """() => {
  const form = document.getElementById("visit-form");
  const seen = (field) => (field.closest("label") ?? field).checkVisibility();
  const there = (name) => [...form.querySelectorAll(`[name="${name}"]`)].some(seen);
  return JSON.parse(form.dataset.told).sections.map((one) => [one.name, one.core.filter(there)]);
}"""
TAGS = """all => all.map((card) => [card.querySelector("a[href*='/visits/new']").getAttribute("href"),
  [...card.querySelectorAll(".tag")].map((tag) => tag.textContent.trim())])"""
UNFOLD = """(field) => {
  for (let fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}"""
# Nothing has the focus, and nothing stands there that was told before.
BARED = """() => {
  document.activeElement?.blur();
  for (const told of document.querySelectorAll("[data-told-line], .faults")) told.remove();
}"""


def keep_right_time(page: Page) -> None:
    """Set the tablet's clock right: it is the morning on which the township works."""
    ahead = cast.MORNING - datetime.now(tz=cast.MORNING.tzinfo)
    page.context.add_init_script(CLOCK % (ahead.total_seconds() * 1000))


def owed(page: Page) -> dict[int, frozenset[str]]:
    """Return everybody on the work list that stands there who is owed a visit, each with the tags of the card."""
    cards = page.locator("article.person:has(a[href*='/visits/new'])")
    expect(cards.first).to_be_visible()
    told: list[tuple[str, list[str]]] = cards.evaluate_all(TAGS)
    return {int(PERSON.search(address)[1]): frozenset(tags) for address, tags in told}  # type: ignore[index]  # each card has one


def varied(people: dict[int, frozenset[str]], count: int) -> list[int]:
    """Return so many of them, as different from each other as their tags tell."""
    chosen: list[int] = []
    seen: set[str] = set()
    for _ in range(count):
        one = max((each for each in people if each not in chosen), key=lambda each: len(people[each] - seen))
        chosen.append(one)
        seen |= people[one]
    return chosen


def record(page: Page, person: int) -> list[str]:
    """Record a visit from the card on the work list, by touch; return the sections that were worked on."""
    open_form(page, person)
    worked = fill_in(page)
    save(page)
    return worked


def open_form(page: Page, person: int) -> None:
    """Open somebody's visit form from the work list."""
    page.locator(f"article.person a[href^='/people/{person}/visits/new']").first.tap()
    expect(page.locator("#visit-form")).to_be_visible()


def fill_in(page: Page) -> list[str]:
    """Fill in what each section of the form is about; return their names."""
    worked = []
    for section, core in page.evaluate(CORES):
        figures = [name for name in core if name in FOUND]
        for name in figures or core[:1]:
            answer(page, name)
        worked += [section] if core else []
    return worked


def save(page: Page) -> None:
    """Touch the button that keeps the form, and answer whatever it still asks until it is kept."""
    told = page.locator("[data-told-line], .faults").first
    for _ in range(MOST_TRIES):
        page.evaluate(BARED)
        expect(page.locator("#pad")).to_be_hidden()
        page.locator("[data-save]").tap()
        expect(told).to_be_visible(timeout=PATIENCE)
        if page.locator("#visit-form").count() == 0:
            expect(page.locator("[data-told-line]")).to_have_text(SAVED)
            return
        for name in dict.fromkeys(page.evaluate(REFUSED)):
            answer(page, name)
    raise AssertionError(page.locator(".faults").inner_text())


def answer(page: Page, name: str) -> None:
    """Answer one question: a figure by the pad, a chip by a touch, a line by writing."""
    field = field_of(page, name)
    _unfold(field)
    if field.get_attribute("type") in ("radio", "checkbox"):
        none = page.locator(f"label.chip:has([name='{name}'][value=none])")
        (none if none.count() else page.locator(f"label.chip:has([name='{name}'])")).first.tap()
    elif "num" in (field.get_attribute("class") or "").split():
        field.fill("")
        _by_pad(page, name, FOUND.get(name) or field.get_attribute("data-low") or "0")
    else:
        field.fill("平稳")


def field_of(page: Page, name: str) -> Locator:
    """Return the first field of a name."""
    return page.locator(f"#visit-form [name='{name}']").first


def _unfold(field: Locator) -> None:
    field.evaluate(UNFOLD)


def _by_pad(page: Page, name: str, figure: str) -> None:
    hand = Hand(page)
    if not field_of(page, name).evaluate("(field) => field === document.activeElement"):
        hand.tap(field_of(page, name))
    for key in figure:
        hand.tap(page.locator(f"#pad [data-key='{key}']"))


def asked_of(house: House, words: str) -> list[tuple[Any, ...]]:
    """Ask the database of the township something."""
    with closing(sqlite3.connect(f"{house.environment['XUNHU_INSTANCE']}/xunhu.sqlite3", timeout=30)) as base:
        return list(base.execute(words))
