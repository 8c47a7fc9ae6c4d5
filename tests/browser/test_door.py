"""At the door, by touch: a session that ends during a visit, and a second factor from its picture to the first code."""

from __future__ import annotations

import re
from datetime import datetime

import pyotp
from playwright.sync_api import expect

from tests.browser.hand import FILED, fill_in
from tests.browser.serving import CLOCK

NOTE = "夜里咳得厉害，下周再来"


def test_a_visit_typed_when_the_session_ends_is_filed_once_and_nothing_is_typed_again(house, visit):
    from app.demo.rules import PASSWORD

    page = visit("zheng")
    _, person = fill_in(page, 146, 93)
    page.locator("details:has([name=note]) > summary").tap()
    page.locator("[name=note]").fill(NOTE)
    house.command("accounts", "end-sessions", "zheng")

    page.locator("[data-save]").tap()
    expect(page.locator("h2")).to_have_text("登录已过期，还没有保存")
    expect(page.locator("[name=username]")).to_have_value("zheng")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button.main").tap()
    expect(page.locator("main")).to_contain_text("您填写的内容还在")
    page.locator("main form button.main").tap()
    page.wait_for_url(FILED)

    expect(page.locator("main")).to_contain_text(NOTE)
    page.goto(person)
    assert page.locator("ol.timeline li", has_text="146/93").count() == 1
    assert [said for said in page.complaints if "401" not in said] == []


def test_a_second_factor_is_set_up_and_asked_for_at_the_next_sign_in(visit):
    from app.demo.rules import PASSWORD

    page = visit("insurer")
    page.goto("/me/second-factor")
    expect(page.locator("svg.qr")).to_be_visible()
    generator = pyotp.TOTP(page.locator("code.secret").inner_text().replace(" ", ""))
    step = int(datetime.fromisoformat(CLOCK).timestamp()) // 30
    page.fill("[name=code]", generator.generate_otp(step))
    page.locator("main form button.main").tap()
    codes = page.locator("ol.codes code")
    expect(codes).to_have_count(10)
    recovery = codes.first.inner_text()
    page.locator("main a.btn.main").tap()
    page.get_by_role("button", name=re.compile("退出")).tap()

    page.fill("[name=username]", "insurer")
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button.main").tap()
    page.wait_for_url("**/sign-in/code")
    page.locator("summary").first.tap()
    page.fill("[name=recovery]", recovery.lower())
    page.locator("details button").tap()
    page.wait_for_url("**/")

    page.goto("/me/second-factor")
    expect(page.locator("main")).to_contain_text("9 个")
    page.fill("[name=code]", generator.generate_otp(step + 1))
    page.locator("button[value=clear]").tap()
    expect(page.locator("svg.qr")).to_be_visible()
    assert page.complaints == []
