"""Every page links lead to, for every role in both languages: sound to axe, without complaints, no wider than the screen."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import DESK, TABLET

# Nobody, and one account of each role: village and family doctor, supervisor, county, insurer, administrator.
ROLES = ("", "li", "zhou", "zhao", "county", "insurer", "admin")
SCREENS = {"zh": TABLET, "en": DESK}
NO_SIDEWAYS_SCROLL = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
SAY_IT_IN = """language => {
    const form = document.querySelector("form[action$='/comfort']")
    form.append(Object.assign(document.createElement('input'), {type: 'hidden', name: 'language', value: language}))
    form.submit()
}"""
# Whose page it is: a number, an article, a sentence of the catalogue, a number of the month, a signal.
NAMED = (
    r"\d+|(?<=/policy/).+|(?<=/catalogue/)(?!new/)\w+/[^/]+"
    r"|(?<=/indicators/)(?!meetings|warnings|plans)[a-z-]+|(?<=/integrity/)[a-z-]+(?=/)"
)
# What a page is built of: every element under its parent, whatever the words and however many of them.
BUILT_OF = """() => [...new Set([...document.querySelectorAll('body *')].map(element =>
    [element.parentElement, element].map(e =>
        [e.tagName, e.className.baseVal ?? e.className, e.getAttributeNames()].join()).join('>')))]"""


@pytest.fixture(scope="session")
def judged() -> dict[tuple[str, str], set[str]]:
    """What axe has judged already, by kind of page and language: the same built the same way is not judged twice."""
    return {}


@pytest.mark.timeout(600)  # a hundred and more kinds of pages
@pytest.mark.parametrize("language", list(SCREENS))
@pytest.mark.parametrize("username", ROLES)
def test_every_page_of_a_role_is_sound(visit, judged, username, language):
    page = visit(username, screen=SCREENS[language])
    speak(page, language)

    faults = {}
    for kind in reach(page):
        assert page.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[language]
        if found := [
            *axe_faults(page, judged.setdefault((kind, language), set())),
            *overflow(page),
            *page.complaints,
        ]:
            faults[kind] = found
        page.complaints.clear()

    assert not faults


def speak(page: Page, language: str) -> None:
    """Let this device speak a language; the account keeps its own."""
    page.goto("/sign-in" if page.url == "about:blank" else "/me")
    with page.expect_navigation():
        page.evaluate(SAY_IT_IN, language)


def reach(page: Page, limit: int = 150) -> Iterator[str]:
    """Go to every kind of page that links lead to, each kind once, and stop there."""
    queue, seen = deque(["/sign-in" if "/sign-in" in page.url or page.url == "about:blank" else "/"]), set()
    while queue and len(seen) < limit:
        address = queue.popleft()
        kind = kind_of(address)
        if kind in seen:
            continue
        seen.add(kind)
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, (address, answer.status)
        yield kind
        queue.extend(_links(page))


def kind_of(address: str) -> str:
    """Return the path of an address without whose page it is."""
    return re.sub(NAMED, "N", urlsplit(address).path)


def _links(page: Page) -> list[str]:
    here = urlsplit(page.url)
    links = page.eval_on_selector_all(
        "a[href]:not([download])", "found => found.map(link => link.getAttribute('href'))"
    )
    whole = [
        urlsplit(urljoin(page.url, link)) for link in links if not link.startswith(("#", "tel:", "mailto:"))
    ]
    return [
        link.path + (f"?{link.query}" if link.query else "")
        for link in whole
        if link.netloc == here.netloc and not link.path.endswith((".xlsx", ".csv"))
    ]


def axe_faults(page: Page, judged: set[str]) -> list[str]:
    """Return what axe finds wrong with a page, unless what it is built of was judged before."""
    built = set(page.evaluate(BUILT_OF))
    if built <= judged:
        return []
    judged |= built
    found = Axe().run(page).response["violations"]
    return [f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found]


def overflow(page: Page) -> list[str]:
    """Return a fault where the page is wider than the screen."""
    return [] if page.evaluate(NO_SIDEWAYS_SCROLL) else ["scrolls sideways"]
