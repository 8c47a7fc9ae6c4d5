"""H1: the normal path of a follow-up by hand, on a tablet, against the fastest tool known.

A browser walks it on a demo township and counts touches and scrolls; the time is the page's own and, for each touch
and scroll, what the keystroke-level model gives. The baseline is the median that was published for a follow-up of two
values and drugs.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.report import A_SECOND, Row, median
from tests.browser.conftest import TABLET, sign_in
from tests.browser.hand import SECONDS_A_TAP, Hand, normal_path
from tests.browser.serving import House, open_chromium, serving

DOCTORS = ("li", "sun", "qian")
MOST_TAPS, MOST_SCROLLS, SIMPLE_SECONDS = 15, 1, 13
WHERE = "a village"


def by_hand() -> Iterator[Row]:
    """Return touches, scrolls, the page's own time and the whole time of a normal hypertension follow-up."""
    hands = _walked()
    page, whole = (
        median(hand.page_seconds for hand in hands) * A_SECOND,
        median(hand.seconds for hand in hands) * A_SECOND,
    )
    yield Row("H1 a", "a follow-up by hand, touches", WHERE, max(h.taps for h in hands), MOST_TAPS, unit="")
    yield Row(
        "H1 b", "a follow-up by hand, scrolls", WHERE, max(h.scrolls for h in hands), MOST_SCROLLS, unit=""
    )
    yield Row("H1 c", "a follow-up by hand, the page's own time", WHERE, page, 3 * A_SECOND)
    told = f"a follow-up by hand, with {SECONDS_A_TAP} s a touch"
    yield Row("H1 d", told, WHERE, whole, 1, SIMPLE_SECONDS * A_SECOND)


def _walked() -> list[Hand]:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder)) as house:
        return [_walk(house, name) for name in DOCTORS]


def _walk(house: House, name: str) -> Hand:
    with sync_playwright() as playwright:
        browser = open_chromium(playwright)
        page = browser.new_page(base_url=house.address, viewport=TABLET, has_touch=True, locale="zh-CN")
        sign_in(page, name)
        hand = normal_path(page)
        browser.close()
    return hand
