"""One disease, several prescriptions, by touch on a tablet: proposed, revised and signed, kept at the visit, refilled in time."""

from __future__ import annotations

import re
from io import BytesIO

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.agreed import doctor_on, on_the_list, propose, sign_from, template_of
from tests.browser.hand import FILED, Hand
from tests.browser.villager import add_villager

MOST_TAPS = 3  # a new plan, the template, hand it in
MOST_SCROLLS = 2
# Signed on 20 May for 28 days: gone on 17 June, due a week before, on the list from the Monday of that week.
RUNS_OUT, DUE = "6 月 17 日", "6 月 10 日"
DAY_BEFORE, LISTED = "2026-06-07T09:00+08:00", "2026-06-08T09:00+08:00"
SIDES = 2


def test_a_plan_goes_from_a_template_to_the_sheet_and_the_refill(visit, house, chromium):
    person = add_villager(house, "方一甲")
    village, town = visit("li"), visit("zhou")

    hand = propose(village, person)
    assert hand.taps <= MOST_TAPS
    assert hand.scrolls <= MOST_SCROLLS
    revise_and_sign(town, "方一甲")
    keep_at_a_visit(village, person)
    take_home(village, person, "方一甲")
    assert village.complaints == town.complaints == []

    with doctor_on(house, chromium, DAY_BEFORE) as page:
        expect(on_the_list(page, "方一甲").filter(has_text="续方")).to_have_count(0)
    with doctor_on(house, chromium, LISTED) as page:
        card = on_the_list(page, "方一甲").filter(has_text="续方")
        expect(card).to_contain_text(DUE)
        card.get_by_role("link", name="续方").tap()
        page.wait_for_url(f"**/people/{person}/careplans")
        page.get_by_role("link", name="续方").tap()
        page.get_by_role("button", name="开药").tap()
        expect(page.locator(".flash.success")).to_contain_text("7 月 15 日用完")
        expect(on_the_list(page, "方一甲").filter(has_text="续方")).to_have_count(0)


def revise_and_sign(page: Page, name: str) -> None:
    """Find what waits for the family doctor's signature, change it, and sign what was changed."""
    page.goto("/me")
    page.locator("a[href='/careplans']").first.tap()
    page.locator("li.person", has_text=name).get_by_role("link", name="核对并签字").tap()
    page.get_by_role("link", name="修订后签字").tap()
    page.wait_for_url("**/revise")  # the page's script works the quantity out
    page.locator("[name=medicines-0-dose]").fill("2")
    expect(page.locator("[name=medicines-0-quantity]")).to_have_value("56")
    page.get_by_role("button", name="签字生效").tap()
    expect(page.locator(".flash.success")).to_contain_text("签字生效")
    expect(page.locator("main")).to_contain_text("第 2 版")
    expect(page.locator("main")).to_contain_text(RUNS_OUT)


def keep_at_a_visit(page: Page, person: int) -> None:
    """Record a visit that shows the plan and how it is kept; the record then shows both."""
    page.goto(f"/people/{person}/visits/new")
    page.locator("#plans > summary").tap()
    expect(page.locator("#plans")).to_contain_text("氨氯地平")
    expect(page.locator("#plans")).to_contain_text("2 片")
    hand = Hand(page)
    hand.figure("systolic", 136)
    hand.figure("diastolic", 84)
    hand.choose("symptoms", "none")
    hand.tap(page.locator("label.chip:has([name$=_taken][value=as-agreed])"))
    hand.tap(page.locator("[data-save]"))
    hand.wait_for(FILED)
    expect(page.locator("#plans")).to_contain_text("按方")


def take_home(page: Page, person: int, name: str) -> None:
    """Open the patient's sheet from the plans and print it."""
    page.goto(f"/people/{person}/careplans")
    page.get_by_role("link", name="打印给本人的大字方案").tap()
    expect(page.get_by_role("button", name="打印")).to_be_visible()
    expect(page.locator("main")).to_contain_text("氨氯地平")
    paper = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(paper.pages) <= SIDES
    assert name in "".join(side.extract_text() for side in paper.pages)


def test_a_medicine_out_of_stock_is_told_on_the_card_until_it_is_delivered(visit, house):
    person = add_villager(house, "缺一甲", doctor="sun")
    village, town = visit("sun"), visit("zhou")
    sign_from(town, person)

    village.goto("/supplies")
    row = village.locator("table.supply tr", has_text="氨氯地平")
    row.get_by_role("button", name="报缺").first.tap()
    expect(village.locator(".flash.success")).to_be_visible()
    expect(on_the_list(village, "缺一甲")).to_contain_text("缺药：氨氯地平")

    town.goto("/supplies/shortages")
    town.locator("li", has_text="氨氯地平").get_by_role("link", name=re.compile("^答复")).first.tap()
    town.locator("label.chip:has([name=answer][value=will-deliver])").tap()
    town.locator("[name=quantity]").fill("200")
    town.locator("[name=unit]").select_option("tablet")
    town.get_by_role("button", name="答复").tap()
    expect(town.locator(".flash.success")).to_be_visible()
    expect(on_the_list(village, "缺一甲")).to_contain_text("缺药")

    village.goto("/supplies/deliveries")
    village.locator("li", has_text="氨氯地平").get_by_role("link", name="收到").first.tap()
    village.get_by_role("button", name="已收到").tap()
    expect(village.locator(".flash.success")).to_be_visible()
    card = on_the_list(village, "缺一甲")
    expect(card).to_be_visible()
    expect(card).not_to_contain_text("缺药")
    assert village.complaints == town.complaints == []


def test_a_warning_asks_why_and_what_was_typed_stays(visit, house):
    person = add_villager(house, "警一甲", conditions=("hypertension", "copd"))
    page = visit("zhou")
    template_of(page, person, "hypertension-new")
    page.locator("[name=goal]").fill("先把血压降到 140/90")
    page.get_by_role("button", name="加一种药").tap()
    page.locator("[name=medicines-1-name]").fill("美托洛尔")
    page.locator("[name=medicines-1-name]").press("Tab")

    page.get_by_role("button", name="签字生效").tap()

    warned = page.locator(".warned", has_text="美托洛尔").first
    expect(warned).to_contain_text("依据")
    expect(page.locator("[name=goal]")).to_have_value("先把血压降到 140/90")
    expect(page.locator("[name=medicines-1-name]")).to_have_value("美托洛尔")
    for reason in page.locator(".warned input.entry").all():
        reason.fill("震颤明显，呼吸科同意小剂量试用")
    page.get_by_role("button", name="签字生效").tap()
    expect(page.locator(".flash.success")).to_contain_text("签字生效")
    page.get_by_role("link", name="第 1 版").first.tap()
    expect(page.locator("main")).to_contain_text("呼吸科同意小剂量试用")


def test_two_who_revise_at_once_see_both_versions_and_lose_nothing(visit, house):
    person = add_villager(house, "同一甲")
    village, town = visit("li"), visit("zhou")
    sign_from(town, person)
    for page in (village, town):
        page.goto(f"/people/{person}/careplans")
        page.get_by_role("link", name="修订").first.tap()
        page.wait_for_url("**/revise")
    town.locator("[name=medicines-0-dose]").fill("2")
    town.get_by_role("button", name="签字生效").tap()
    expect(town.locator(".flash.success")).to_contain_text("签字生效")
    village.locator("[name=goal]").fill("低于 140/90")

    village.get_by_role("button", name="提交待签").tap()

    both = village.locator("[aria-labelledby=clash-head]")
    expect(both).to_contain_text("第 2 版")
    expect(both).to_contain_text("低于 140/90")
    expect(village.locator("[name=goal]")).to_have_value("低于 140/90")
    both.get_by_role("button", name=re.compile("我已核对")).tap()
    expect(both).to_have_count(0)
    expect(village.locator("[name=goal]")).to_have_value("低于 140/90")
    village.get_by_role("button", name="提交待签").tap()
    expect(village.locator(".flash.success")).to_contain_text("等签约医生签字")
