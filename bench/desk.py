"""E1, E2 and H3: what the supervisor's desk costs: the pages of numbers, closing a month, a day of four hundred logs.

The pages read kept sums, whatever the number of residents; the bare scan beside them looks at every resident once.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from bench.making import COUNTY, SUPERVISOR
from bench.measures import take_turns
from bench.report import Row, median
from bench.stock import Stock
from bench.visitor import Browser, serving
from bench.watch import do
from tests import cast
from tests.browser.conftest import TABLET
from tests.browser.desk import LOGS, Reviewer, a_desk
from tests.browser.serving import open_chromium
from tests.browser.test_reviews import BUDGET, review_the_day

ROUNDS = 4
TOWN_MS = 15
SCANS = 5


def numbers(stock: Stock) -> Iterator[Row]:
    """E1: the county's page of numbers against a bare scan of the residents; a township's page by itself."""
    stock.renew()
    kept = do(stock, "keep_sums").said
    with serving(stock) as server:
        county, town = (Browser(server).sign_in(name) for name in (COUNTY, SUPERVISOR))
        asked = {
            "nothing": lambda: county.get("/bench/verify?n=0"),
            "scan": lambda: county.get("/bench/residents"),
            "county": lambda: county.get("/indicators"),
            "town": lambda: town.get("/indicators"),
        }
        spent = {name: median(each) for name, each in take_turns(asked, server=server, rounds=ROUNDS).items()}
    size, told = f"{stock.size:,}", f"the county's numbers, {kept['villages']:,} villages"
    scan = spent["scan"] - spent["nothing"]
    # A scan grows with the residents, the page does not: the target is meant for a million.
    yield Row("E1 a", f"{told}, by a bare scan of the residents", size, spent["county"], 1, scan)
    yield Row("E1 b", "a township's numbers", size, spent["town"], TOWN_MS)


def closing(stock: Stock) -> Iterator[Row]:
    """E2: closing the month before, which was counted anew that morning, and that count, against one scan of its visits."""
    stock.renew()
    bare = do(stock, "scan_visits")
    ours = do(stock, "close_last_month")
    size, visits = f"{stock.size:,}", f"{bare.said['visits']:,} visits"
    told = f"closing a month of {visits}, counted that morning, by a scan of them"
    yield Row("E2 a", told, size, ours.spent["close"], SCANS, bare.all)
    told = f"counting such a month anew, whole: {ours.said['sums']:,} sums, by the same scan"
    yield Row("E2 b", told, size, ours.spent["count again"], SCANS, bare.all)


def reviewing() -> Iterator[Row]:
    """H3: how many touches, keys and screens a supervisor needs for the logs of a day, walked in a browser."""
    with (
        tempfile.TemporaryDirectory() as folder,
        a_desk(Path(folder)) as desk,
        sync_playwright() as playwright,
    ):
        browser = open_chromium(playwright)
        page = browser.new_page(
            base_url=desk.address,
            viewport=TABLET,
            has_touch=True,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        page.goto("/sign-in")
        page.fill("[name=username]", cast.ZHAO.username)
        page.fill("[name=password]", cast.PASSWORD)
        page.locator("main form button.main").click()
        page.wait_for_url("**/")
        reviewer = Reviewer(page)
        review_the_day(reviewer)
        browser.close()
    yield Row(
        "H3",
        f"a day of {LOGS} logs reviewed: touches, keys, screens",
        "a town",
        reviewer.actions,
        BUDGET,
        unit="",
    )
