"""Every page that can be reached by links, by role: axe finds nothing, the browser complains of nothing, nothing overflows."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import DESK, TABLET

ROLES = ("", "li", "zhao", "insurer", "admin")
LARGEST = "30"
NO_SIDEWAYS_SCROLL = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
SMALL_TARGETS = """() => [...document.querySelectorAll('main button, main .btn, main input, main select, nav a, summary')]
    .filter(e => e.type !== 'hidden' && e.getClientRects().length)
    .map(e => [e, (e.closest('label') || e).getBoundingClientRect()])
    .filter(([e, box]) => box.height < 47.5 && box.width > 1)
    .map(([e, box]) => `${e.outerHTML.slice(0, 90)} ${Math.round(box.height)}`)"""


@pytest.mark.parametrize("username", ROLES)
def test_every_page_of_a_role_is_sound(visit, username):
    page = visit(username)

    faults = {}
    for kind in reach(page):
        if found := [*_axe(page), *_overflow(page), *page.evaluate(SMALL_TARGETS), *page.complaints]:
            faults[kind] = found
        page.complaints.clear()

    assert not faults


# The account keeps the language: those of the journeys stay Chinese.
@pytest.mark.parametrize("username", ["zheng", "county"])
def test_every_page_holds_on_a_desk_in_english(visit, username):
    page = visit(username, screen=DESK)
    page.goto("/me")
    page.locator("label", has=page.locator("input[name=language][value=en]")).click()
    page.locator("form", has=page.locator("input[name=language]")).locator("button[type=submit]").click()

    faults = {kind: found for kind in reach(page) if (found := [*_overflow(page), *page.complaints])}

    assert not faults


def test_the_largest_letters_need_no_sideways_scroll_on_a_tablet(visit):
    page = visit("li", screen=TABLET)
    page.goto("/me")
    page.locator(f"button[name=size][value='{LARGEST}']").first.click()

    faults = {kind: found for kind in reach(page) if (found := _overflow(page))}

    assert not faults


def reach(page: Page, limit: int = 40) -> Iterator[str]:
    """Go to every kind of page that links lead to, each kind once, and stop there."""
    queue, seen = (
        deque(["/" if "/sign-in" not in page.url and page.url != "about:blank" else "/sign-in"]),
        set(),
    )
    while queue and len(seen) < limit:
        address = queue.popleft()
        kind = re.sub(r"\d+", "N", urlsplit(address).path)
        if kind in seen:
            continue
        seen.add(kind)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, (address, answer.status)
        yield kind
        queue.extend(_links(page))


def _links(page: Page) -> list[str]:
    here = urlsplit(page.url)
    links = page.eval_on_selector_all("a[href]", "found => found.map(link => link.getAttribute('href'))")
    whole = [
        urlsplit(urljoin(page.url, link)) for link in links if not link.startswith(("#", "tel:", "mailto:"))
    ]
    return [
        link.path + (f"?{link.query}" if link.query else "") for link in whole if link.netloc == here.netloc
    ]


def _axe(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found]


def _overflow(page: Page) -> list[str]:
    return [] if page.evaluate(NO_SIDEWAYS_SCROLL) else ["scrolls sideways"]
