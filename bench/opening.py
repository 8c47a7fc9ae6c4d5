"""H2: how long the tablet takes to open without a network, its processor slowed six times.

A browser takes the pack of a doctor of the demo township along, loses the network, and opens the page of the tablet
from nothing, in a new tab: until the PIN can be touched, and from the last touch of the PIN until the work list stands there.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from bench.report import A_SECOND, Row, median
from tests.browser.conftest import TABLET, sign_in
from tests.browser.serving import House, open_chromium, serving
from tests.browser.test_tablet_stage import PIN, set_up

DOCTOR, TIMES = "li", 5
SLOWED = 6
WHERE = "a village"


def opened() -> Iterator[Row]:
    """Return how long opening and unlocking take on a slow tablet without a network."""
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as house:
        opening, unlocking = zip(*_opened(house), strict=True)
    told = f"without a network, the processor slowed {SLOWED} times"
    yield Row("H2 a", f"opening the tablet {told}", WHERE, median(opening) * A_SECOND, 2 * A_SECOND)
    yield Row(
        "H2 b", f"from the PIN to the work list {told}", WHERE, median(unlocking) * A_SECOND, 2 * A_SECOND
    )


def _opened(house: House) -> list[tuple[float, float]]:
    with sync_playwright() as playwright:
        browser = open_chromium(playwright)
        context = browser.new_context(base_url=house.address, viewport=TABLET, has_touch=True, locale="zh-CN")
        page = context.new_page()
        sign_in(page, DOCTOR)
        set_up(page)
        page.locator("[data-take] [type=submit]").tap()
        expect(page.locator("[data-places]")).to_be_visible(timeout=60_000)
        page.close()
        context.set_offline(True)
        found = [_timed(context.new_page()) for _ in range(TIMES)]
        browser.close()
    return found


def _timed(page: Page) -> tuple[float, float]:
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    began = time.monotonic()
    page.goto("/tablet")
    page.locator("[data-pin='1']").wait_for()
    opening = time.monotonic() - began
    page.locator("#pin").fill(PIN)
    began = time.monotonic()
    page.locator("[data-unlock] [type=submit]").tap()
    page.locator("[data-go='/']").tap()
    page.locator("article.person").first.wait_for()
    unlocking = time.monotonic() - began
    page.close()
    return opening, unlocking
