"""What comes after a visit and instead of one: a record put right, and somebody who was not met."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.hand import FILED, Hand
from tests.browser.villager import add_villager

RETURN = "2026-06-10"


def test_a_visit_is_corrected_with_a_reason_and_both_versions_are_shown(visit, house):
    person = add_villager(house, "更正人", doctor="wu")
    page = visit("wu")
    record(page, person)

    page.get_by_role("link", name="更正这条随访").tap()
    page.fill("[name=correction_reason]", "血压计读错")
    expect(page.locator("[name=systolic]")).to_have_value("134")
    page.fill("[name=systolic]", "152")
    page.locator("main, footer").get_by_role("button", name="保存更正").tap()
    page.wait_for_url(FILED)

    versions = page.locator("#versions")
    expect(versions).to_contain_text("血压计读错")
    expect(versions.locator("tr.differs", has_text="134")).to_contain_text("152")
    page.goto(f"/people/{person}")
    expect(page.locator("ol.timeline li", has_text="152/82")).to_have_count(1)
    assert page.complaints == []


def test_somebody_away_until_a_day_leaves_the_overdue_and_stands_among_the_suspended(visit, house):
    name = "外出人"
    add_villager(house, name, doctor="wu")
    page = visit("wu")
    card = on_the_list(page, "overdue", name)
    expect(card).to_have_count(1)

    card.get_by_role("link", name=f"没见到{name}").tap()
    page.locator("label.chip:has([name=outcome][value=away])").tap()
    page.locator("label.chip:has([name=way][value=neighbour])").tap()
    page.locator("main, footer").get_by_role("button", name="记下").tap()
    expect(page.locator(".faults, .fault").first).to_contain_text("预计哪天回来")
    expect(page.locator("[name=way][value=neighbour]")).to_be_checked()
    page.fill("[name=return_on]", RETURN)
    page.locator("main, footer").get_by_role("button", name="记下").tap()
    page.wait_for_url("**/people/*")

    expect(on_the_list(page, "overdue", name)).to_have_count(0)
    expect(on_the_list(page, "excused", name)).to_contain_text("暂缓至 6 月 10 日")
    assert [said for said in page.complaints if "422" not in said] == []


def record(page: Page, person: int) -> None:
    """File a visit with one pressure."""
    page.goto(f"/people/{person}/visits/new?kind=hypertension")
    hand = Hand(page)
    hand.figure("systolic", 134)
    hand.figure("diastolic", 82)
    for name, value in (
        ("symptoms", "none"),
        ("adherence", "regular"),
        ("adverse_reaction", "no"),
        ("complication", "no"),
    ):
        if page.locator(f"[name={name}][value={value}]").count():
            hand.choose(name, value)
    hand.tap(page.locator("[data-save]"))
    hand.wait_for(FILED)


def on_the_list(page: Page, state: str, name: str):
    """Return somebody's card on the work list of a state."""
    page.goto(f"/duties?state={state}&q={name}")
    return page.locator("article.person", has_text=name)
