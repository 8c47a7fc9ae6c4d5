"""The comfort of the plan in figures: letters, buttons, what a page weighs, for doctors, supervisor and administrator."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, Page

from tests.browser.conftest import DESK, TABLET
from tests.browser.test_pages import overflow, reach, speak

READERS = ("li", "zhou", "zhao", "admin")
# The two doctors see the same kinds of pages: between them each is read in both languages.
HELD = (("li", "en"), ("zhou", "zh"), ("zhao", "en"), ("admin", "zh"))
USUAL, SMALLEST, LARGEST = 20, 18, 30
MAIN_HIGH, OTHERS_HIGH = 60, 48
ROUNDED = 0.5
FIRST_VISIT, LATER_PAGE, SCRIPTS = 150_000, 40_000, 60_000
PROXY_PACKS = 1  # the level at which the proxy packs a page, its lowest
LONG = pytest.mark.timeout(600)  # a hundred and more kinds of pages, each held two ways

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


@dataclass(frozen=True, slots=True)
class Figures:
    """What was measured on one kind of page."""

    small: list[str]
    document: int
    scripts: int
    foreign: set[str]


@pytest.fixture(scope="session")
def measured() -> dict[str, dict[str, Figures]]:
    """The figures of a reader's pages by kind: one walk serves every question asked of them."""
    return {}


@LONG
@pytest.mark.parametrize("username", READERS)
def test_letters_and_buttons_are_large_enough_on_every_page(visit, measured, username):
    faults = {
        kind: found.small for kind, found in figures_of(visit, measured, username).items() if found.small
    }

    assert not faults


@LONG
@pytest.mark.parametrize(("username", "language"), HELD)
def test_the_largest_letters_need_no_sideways_scroll_however_the_tablet_is_held(visit, username, language):
    page = visit(username, screen=TABLET)
    speak(page, language)
    page.goto("/me")
    page.locator(f"button[name=size][value='{LARGEST}']").first.click()

    faults = {kind: found for kind in reach(page) if (found := turned(page, overflow))}

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


@LONG
@pytest.mark.parametrize("username", READERS)
def test_every_later_page_is_light_and_asks_nobody_else(visit, measured, username):
    faults = {
        kind: found
        for kind, found in figures_of(visit, measured, username).items()
        if found.document > LATER_PAGE or found.scripts > SCRIPTS or found.foreign
    }

    assert not faults


def figures_of(visit, measured, username: str) -> dict[str, Figures]:
    """Walk through all a reader's pages once, and measure each."""
    if username not in measured:
        page = visit(username)
        page.goto("/")
        with weighing(page) as scale:
            measured[username] = {kind: _figures(page, scale) for kind in reach(page)}
    return measured[username]


def _figures(page: Page, scale: Scale) -> Figures:
    page.wait_for_load_state("load")
    found = Figures(
        turned(page, _small), scale.document, scale.scripts, scale.hosts - {urlsplit(page.url).netloc}
    )
    scale.clear()
    return found


def _small(page: Page) -> list[str]:
    letters = page.evaluate(BODY_LETTERS)
    return [
        *page.evaluate(SMALL_TARGETS, [MAIN_HIGH - ROUNDED, OTHERS_HIGH - ROUNDED]),
        *page.evaluate(SMALL_LETTERS, SMALLEST - ROUNDED),
        *([] if letters == USUAL else [f"letters of {letters} px"]),
        *overflow(page),
    ]


def turned(page: Page, faults_of: Callable[[Page], list[str]]) -> list[str]:
    """Ask the same of a page held upright and held across."""
    found = []
    for screen in (DESK, TABLET):
        page.set_viewport_size(screen)
        found += [f"{screen['width']} wide: {fault}" for fault in faults_of(page)]
    return found


@dataclass
class Scale:
    """What came over the wire, by request, headers and all: a page as the proxy of the deployment guide packs it."""

    wire: CDPSession
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
        weight = self._of(lambda kind: kind not in ("Script", "Stylesheet", "Image", "Font"))
        return weight - sum(
            self._packed_off(request) for request, kind in [*self.kinds.items()] if kind == "Document"
        )

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

    def _packed_off(self, request: str) -> int:
        body = self.wire.send("Network.getResponseBody", {"requestId": request})["body"].encode()
        return len(body) - len(gzip.compress(body, PROXY_PACKS))

    def _of(self, wanted) -> int:
        return sum(weight for request, weight in self.parts.items() if wanted(self.kinds.get(request, "")))


@contextmanager
def weighing(page: Page) -> Iterator[Scale]:
    """Weigh what the browser receives."""
    wire = page.context.new_cdp_session(page)
    scale = Scale(wire)

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
