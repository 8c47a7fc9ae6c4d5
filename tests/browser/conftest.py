"""The browser's stage: one server and one Chromium for the run, a fresh visitor for each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.serving import House, open_chromium, serving

TABLET = {"width": 800, "height": 1280}
DESK = {"width": 1280, "height": 800}


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A running application with a demo township."""
    with serving(tmp_path_factory.mktemp("house")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        browser = open_chromium(playwright)
        yield browser
        browser.close()


@pytest.fixture
def visit(house: House, chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page as a member of the demo township: `visit("li")`; without a name, as nobody."""
    contexts: list[BrowserContext] = []

    def _visit(username: str = "", *, screen: dict[str, int] = TABLET) -> Page:
        context = chromium.new_context(
            base_url=house.address,
            viewport=screen,
            has_touch=True,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.complaints = watch(page)
        if username:
            sign_in(page, username)
        return page

    yield _visit
    for context in contexts:
        context.close()


def watch(page: Page) -> list[str]:
    """Collect what the browser complains of: errors of scripts, refused resources, broken policy."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    return complaints


def sign_in(page: Page, username: str) -> None:
    """Sign in by the page everybody uses."""
    from app.demo.rules import PASSWORD

    page.goto("/sign-in")
    page.fill("[name=username]", username)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button.main").click()
    page.wait_for_url("**/")
