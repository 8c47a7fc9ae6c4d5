"""The warning against a second record, while a doctor types; and two records made one by touch."""

from __future__ import annotations

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

BORN = "1941-03-08"
NAME = "欧阳合欢"


def test_the_double_shows_while_its_name_is_typed_and_both_are_made_one(visit):
    page = visit("zheng")
    kept = register(page, NAME)

    page.goto("/people/new")
    page.fill("[name=name]", NAME)
    page.fill("[name=born_on]", BORN)
    warning = page.locator("#similar")
    expect(warning.get_by_role("link")).to_contain_text("姓名和出生日期都相同")
    assert not axe_faults(page)
    warning.get_by_label("确认不是同一人").check(force=True)
    with page.expect_response("**/people/similar"):
        page.fill("[name=phone]", "13855550099")
    expect(warning.get_by_label("确认不是同一人")).to_be_checked()
    other = register(page, NAME, fresh=False)

    page.goto(f"{kept}/merge")
    page.locator(f"a[href='{kept}/merge/{other.rsplit('/', 1)[1]}']").tap()
    page.wait_for_url(re.compile(r"/merge/\d+$"))
    assert not axe_faults(page)
    page.get_by_role("button", name="合并成一份").tap()
    page.wait_for_url(re.compile(rf"{kept}$"))
    page.goto(other)
    assert page.url.endswith(kept)
    assert page.complaints == []


def axe_faults(page: Page) -> list[str]:
    """Return what axe finds on the page as it stands."""
    return [fault["id"] for fault in Axe().run(page).response["violations"]]


def register(page: Page, name: str, *, fresh: bool = True) -> str:
    """Open a record without a number, and return its address."""
    if fresh:
        page.goto("/people/new")
        page.fill("[name=name]", name)
        page.fill("[name=born_on]", BORN)
    page.locator("[name=sex][value='2']").check(force=True)
    page.get_by_role("button", name="建档").tap()
    page.wait_for_url(re.compile(r"/people/\d+/enrolments"))
    return re.sub(r"^https?://[^/]+|/enrolments$", "", page.url)
