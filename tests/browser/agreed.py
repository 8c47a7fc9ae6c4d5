"""Plans of care as a hand on the tablet makes them: proposed from a template, signed, narrowed on the lists."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import TABLET, sign_in
from tests.browser.hand import Hand
from tests.browser.serving import House, later

PRESSURE = "hypertension-new"  # one tablet of amlodipine a day for four weeks


def template_of(page: Page, person: int, code: str) -> None:
    """Open the form of a new plan, filled in from a template."""
    page.goto(f"/people/{person}/careplans/new")
    page.goto(page.locator(f"a[data-template='{code}']").get_attribute("href") or "")


def propose(page: Page, person: int, code: str = PRESSURE) -> Hand:
    """Propose a plan from a template, from the record on, and count the touches."""
    page.goto(f"/people/{person}")
    hand = Hand(page)
    hand.tap(page.get_by_role("link", name="新建方案"))
    hand.wait_for("**/careplans/new")
    hand.tap(page.locator(f"a[data-template='{code}']"))
    hand.wait_for("**start=**")
    hand.tap(page.get_by_role("button", name="提交待签"))
    expect(page.locator(".flash.success")).to_contain_text("等签约医生签字")
    return hand


def sign_from(page: Page, person: int, code: str = PRESSURE) -> None:
    """Sign a plan from a template as the family doctor, and give its medicine out."""
    template_of(page, person, code)
    page.get_by_role("button", name="签字生效").tap()
    expect(page.locator(".flash.success")).to_contain_text("签字生效")


def on_the_list(page: Page, name: str) -> Locator:
    """Return somebody's card on the whole work list."""
    page.goto(f"/duties?q={name}")
    return page.locator("article.person", has_text=name)


@contextmanager
def doctor_on(house: House, chromium: Browser, instant: str, username: str = "li") -> Iterator[Page]:
    """Let a member of the house work at another instant, on the same database."""
    with later(house, instant) as then:
        context = chromium.new_context(
            base_url=then.address,
            viewport=TABLET,
            has_touch=True,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        try:
            page = context.new_page()
            page.set_default_timeout(10_000)
            sign_in(page, username)
            yield page
        finally:
            context.close()
