"""The tablet's own pages and those of the stage, looked at: sound to axe, large enough, no wider than the screen."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_comfort import (
    BODY_LETTERS,
    LARGEST,
    MAIN_HIGH,
    OTHERS_HIGH,
    ROUNDED,
    SMALL_LETTERS,
    SMALL_TARGETS,
    SMALLEST,
    turned,
)
from tests.browser.test_pages import axe_faults, overflow, speak
from tests.browser.test_tablet_stage import choose_pin, measured, unlock

LONG = pytest.mark.timeout(300)  # a dozen pages, each judged whole and held two ways
PATIENCE = 60_000
# A page read online told the tablet how large letters are.
SIZED = """() => new Promise((done) => {
  const asked = indexedDB.open("xunhu");
  asked.onsuccess = () => {
    const size = asked.result.transaction("meta").objectStore("meta").get("size");
    size.onsuccess = () => { asked.result.close(); done(Boolean(size.result)); };
  };
})"""
ONLINE = {
    "wu": ("/tablet/devices", "/tablet/mends", "/tablet/hand-in"),
    "zhao": ("/tablet/devices", "/tablet/mends"),
}


@LONG
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_of_the_tablet_is_sound_and_large_enough(visit, language):
    page = a_tablet_in(visit, language)

    judged: set[str] = set()
    faults = {
        name: found for name in walk(page) if (found := [*axe_faults(page, judged), *turned(page, small)])
    }

    assert not faults
    assert not page.complaints


@LONG
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_largest_letters_fit_on_every_page_of_the_tablet(visit, language):
    page = a_tablet_in(visit, language, letters=LARGEST)

    faults = {name: found for name in walk(page) if (found := turned(page, overflow))}

    assert page.evaluate(BODY_LETTERS) == LARGEST
    assert not faults


@pytest.mark.parametrize("username", ONLINE)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_about_tablets_are_sound_and_large_enough(visit, username, language):
    page = visit(username)
    speak(page, language)

    faults = {}
    for address in ONLINE[username]:
        page.goto(address)
        faults[address] = [*axe_faults(page, set()), *turned(page, small)]

    assert not {address: found for address, found in faults.items() if found}


def a_tablet_in(visit: Callable[..., Page], language: str, letters: int = 20) -> Page:
    """Return a doctor's page in a language, with letters of a size."""
    page = visit("wu")
    speak(page, language)
    page.goto("/me")
    page.locator(f"button[name=size][value='{letters}']").first.click()
    page.owed = measured(page)
    return page


def walk(page: Page) -> Iterator[str]:
    """Go through every page of the tablet, and stop on each."""
    page.goto("/tablet")
    expect(page.locator("#pin-1")).to_be_visible()
    page.locator("[data-selftest] summary").tap()
    yield "setting up"
    choose_pin(page)
    yield "before a pack"
    page.goto("/")
    page.wait_for_function(SIZED)
    page.goto("/tablet")
    expect(page.locator("[data-view=lock]")).to_be_visible()
    yield "locked"
    unlock(page)
    expect(page.locator("[data-view=home]")).to_be_visible(timeout=PATIENCE)
    page.locator("[data-take] [type=submit]").tap()
    expect(page.locator("[data-places]")).to_be_visible(timeout=PATIENCE)
    yield "home"
    yield from stage(page, page.owed)
    page.locator(".tabs a[href='/tablet#queue']").tap()
    expect(page.locator("[data-view=queue]")).to_be_visible()
    yield "queue"


def stage(page: Page, person: str) -> Iterator[str]:
    """Go through the pages of the pack."""
    page.locator("[data-go='/']").tap()
    card = page.locator(f"article.person:has(a[href='{person}'])").first
    expect(card).to_be_visible()
    yield "work list"
    for form, place in (("visits/new", "#visit-form"), ("attempts/new", "form#attempt")):
        card.locator(f"a[href^='{person}/{form}']").first.tap()
        expect(page.locator(place)).to_be_visible()
        page.evaluate("() => document.activeElement?.blur()")
        yield form
        page.go_back()
        expect(card).to_be_visible()
    card.locator(f".name a[href='{person}']").tap()
    expect(page.locator("#phone")).to_be_visible()
    yield "person"
    page.locator(f".foot a[href='{person}/edit']").tap()
    expect(page.locator("form#person")).to_be_visible()
    yield "edit"
    for _ in range(2):
        page.go_back()
    expect(card).to_be_visible()
    for tab, place in (("/people", "li.person"), ("/rounds", "main .counts")):
        page.locator(f".tabs a[href='{tab}']").tap()
        expect(page.locator(place).first).to_be_visible()
        yield tab


def small(page: Page) -> list[str]:
    """Return what is too small to be touched or read, or too wide."""
    return [
        *page.evaluate(SMALL_TARGETS, [MAIN_HIGH - ROUNDED, OTHERS_HIGH - ROUNDED]),
        *page.evaluate(SMALL_LETTERS, SMALLEST - ROUNDED),
        *overflow(page),
    ]
