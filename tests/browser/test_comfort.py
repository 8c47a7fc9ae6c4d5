"""The comfort of the plan in figures: letters, buttons, what a page weighs, for doctor, supervisor and administrator."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DESK, TABLET
from tests.browser.test_pages import overflow, reach, speak

READERS = ("li", "zhao", "admin")
USUAL, SMALLEST, LARGEST = 20, 18, 30
MAIN_HIGH, OTHERS_HIGH = 60, 48
ROUNDED = 0.5
FIRST_VISIT, LATER_PAGE, SCRIPTS = 150_000, 40_000, 60_000

BODY_LETTERS = "parseFloat(getComputedStyle(document.body).fontSize)"
# What can be touched, and is lower than the plan allows; a box that is ticked counts with the label around it.
# What is hidden from the eye (the button that Enter presses) is not for a finger.
SMALL_TARGETS = """([main, others]) => [...document.querySelectorAll(
        'button, .btn, input, select, textarea, nav a, summary, label.chip')]
    .filter(e => e.type !== 'hidden' && !e.matches('.hidden-label') && e.checkVisibility())
    .map(e => [e, (e.closest('label') || e).getBoundingClientRect().height])
    .filter(([e, high]) => high > 1 && high < (e.matches('.btn.main') ? main : others))
    .map(([e, high]) => `${e.outerHTML.slice(0, 90)} ${Math.round(high)}`)"""
# Words smaller than the smallest letter size of the plan, where they say something.
SMALL_LETTERS = """smallest => [...document.querySelectorAll('main *')]
    .filter(e => e.checkVisibility() && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .filter(e => !e.closest('svg, .hidden-label') && parseFloat(getComputedStyle(e).fontSize) < smallest)
    .map(e => `${e.outerHTML.slice(0, 90)} ${getComputedStyle(e).fontSize}`)"""


@pytest.mark.parametrize("username", READERS)
def test_letters_and_buttons_are_large_enough_on_every_page(visit, username):
    page = visit(username)

    faults = {}
    for kind in reach(page):
        found = page.evaluate(SMALL_TARGETS, [MAIN_HIGH - ROUNDED, OTHERS_HIGH - ROUNDED])
        found += page.evaluate(SMALL_LETTERS, SMALLEST - ROUNDED)
        if page.evaluate(BODY_LETTERS) != USUAL:
            found.append(f"letters of {page.evaluate(BODY_LETTERS)} px")
        if found:
            faults[kind] = found

    assert not faults


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("username", READERS)
def test_the_largest_letters_need_no_sideways_scroll_on_a_tablet(visit, username, language):
    page = visit(username, screen=TABLET)
    speak(page, language)
    page.goto("/me")
    page.locator(f"button[name=size][value='{LARGEST}']").first.click()

    faults = {kind: found for kind in reach(page) if (found := overflow(page))}

    assert page.evaluate(BODY_LETTERS) == LARGEST
    assert not faults


def test_every_letter_size_offered_is_one_of_the_plan(visit):
    page = visit("li")
    page.goto("/me")

    offered = [
        int(value)
        for value in page.locator("button[name=size]").evaluate_all("all => all.map(one => one.value)")
    ]

    assert (min(offered), max(offered)) == (SMALLEST, LARGEST) and USUAL in offered


def test_the_first_visit_is_light(visit):
    page = visit(screen=DESK)

    with weighing(page) as scale:
        page.goto("/sign-in", wait_until="networkidle")

    assert scale.bytes <= FIRST_VISIT, scale.parts
    assert scale.hosts == {urlsplit(page.url).netloc}


@pytest.mark.parametrize("username", READERS)
def test_every_later_page_is_light_and_asks_nobody_else(visit, username):
    page = visit(username)
    page.goto("/")

    faults = {}
    with weighing(page) as scale:
        for kind in reach(page):
            page.wait_for_load_state("networkidle")
            foreign = scale.hosts - {urlsplit(page.url).netloc}
            if scale.document > LATER_PAGE or scale.scripts > SCRIPTS or foreign:
                faults[kind] = (scale.document, scale.scripts, foreign)
            scale.clear()

    assert not faults


@dataclass
class Scale:
    """What came over the wire, by address, headers and all, as packed as it came."""

    parts: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    asked: dict[str, str] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """Everything together."""
        return sum(self.parts.values())

    @property
    def document(self) -> int:
        """What this page needs beyond what the device has already, scripts of a first use aside."""
        return self._of(lambda kind: kind not in ("Script", "Stylesheet", "Image", "Font"))

    @property
    def scripts(self) -> int:
        """The scripts that came with it."""
        return self._of(lambda kind: kind == "Script")

    @property
    def hosts(self) -> set[str]:
        """Whoever was asked."""
        return {urlsplit(url).netloc for url in self.asked.values() if not re.match("(data|blob):", url)}

    def clear(self) -> None:
        """Weigh the next page from nothing."""
        for each in (self.parts, self.kinds, self.asked):
            each.clear()

    def _of(self, wanted) -> int:
        return sum(weight for request, weight in self.parts.items() if wanted(self.kinds.get(request, "")))


@contextmanager
def weighing(page: Page) -> Iterator[Scale]:
    """Weigh what the browser receives."""
    scale, wire = Scale(), page.context.new_cdp_session(page)

    def asked(event):
        scale.asked[event["requestId"]], scale.kinds[event["requestId"]] = (
            event["request"]["url"],
            event["type"],
        )

    def received(event):
        scale.parts[event["requestId"]] = scale.parts.get(event["requestId"], 0) + event["encodedDataLength"]

    wire.on("Network.requestWillBeSent", asked)
    wire.on("Network.loadingFinished", received)
    wire.send("Network.enable")
    yield scale
    wire.detach()
