"""The main job, by touch on a tablet: whom do I owe a visit, record it, and find it gone from the list."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

OVERDUE_HYPERTENSION = "/duties?state=overdue&rule=hypertension-followup"
TODAY = "5 月 20 日"
NEXT_DUE = "6 月 3 日"  # fourteen days on
MOST_TAPS = 15
FILED = re.compile(r"/visits/\d+")


class Hand:
    """A hand that counts what it does: a tap for each touch and each digit, a scroll for each screen moved."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.scrolls = 0

    def tap(self, target: Locator) -> None:
        """Touch something, moving the page first where it is not in sight."""
        box, screen = target.bounding_box(), self.page.viewport_size
        assert box and screen
        if not 0 <= box["y"] <= screen["height"] - box["height"]:
            self.scrolls += 1
        target.tap()
        self.taps += 1

    def digits(self, number: int) -> None:
        """Type a number on the pad into whatever has the focus."""
        for digit in str(number):
            self.page.keyboard.press(digit)
            self.taps += 1


def most_overdue(page: Page) -> tuple[Locator, str]:
    """Open the overdue people with hypertension and return the first card with the person's address."""
    page.goto(OVERDUE_HYPERTENSION)
    card = page.locator("article.person").first
    expect(card).to_be_visible()
    return card, card.locator("h3 a").get_attribute("href") or ""


def record_pressure(page: Page, systolic: int, diastolic: int) -> tuple[Hand, str]:
    """Record one pressure on the most overdue person, the rest as last time; stop before saving."""
    card, person = most_overdue(page)
    hand = Hand(page)
    hand.tap(card.locator("a.btn.main"))
    page.wait_for_url("**/visits/new*")
    field = page.locator("[name=systolic]")
    if not field.evaluate("node => node === document.activeElement"):
        hand.tap(field)
    hand.digits(systolic)
    if not page.locator("[name=diastolic]").evaluate("node => node === document.activeElement"):
        hand.tap(page.locator("[name=diastolic]"))
    hand.digits(diastolic)
    hand.tap(page.locator("label.chip:has([name=symptoms][value=none])"))
    return hand, person


def test_a_doctor_records_the_most_overdue_person_and_finds_the_duty_gone(visit):
    page = visit("li")

    hand, person = record_pressure(page, 152, 96)
    expect(page.locator("[data-echo=pressure]")).to_contain_text("152/96 偏高")
    expect(page.locator("#next")).to_contain_text(NEXT_DUE)
    hand.tap(page.locator("[data-save]"))
    page.wait_for_url(FILED)

    assert hand.taps <= MOST_TAPS
    assert hand.scrolls <= 1
    expect(page.locator("main")).to_contain_text(NEXT_DUE)
    page.goto(OVERDUE_HYPERTENSION)
    assert page.locator(f"article.person h3 a[href='{person}']").count() == 0
    assert page.complaints == []


def test_a_dangerous_pressure_raises_the_emergency_prompt_and_a_check_is_owed(visit):
    page = visit("sun")

    hand, person = record_pressure(page, 186, 112)
    prompt = page.locator("#emergency")
    expect(prompt).to_be_visible()
    expect(page.locator("[data-echo=pressure]")).to_contain_text("186/112")
    hand.tap(prompt.locator("label.chip").first)
    hand.tap(page.locator("[data-save]"))
    page.wait_for_url(FILED)
    page.goto(person)

    expect(page.locator("main")).to_contain_text("转诊")
    expect(page.locator("main")).to_contain_text(NEXT_DUE)


def test_a_dangerous_pressure_is_not_filed_before_somebody_said_what_was_done(visit):
    page = visit("sun")

    record_pressure(page, 186, 112)
    page.locator("[data-save]").tap()

    expect(page.locator("#emergency")).to_be_visible()
    expect(page.locator("[name=systolic]")).to_have_value("186")
    assert page.url.split("?")[0].endswith("/visits/new")


def test_the_supervisor_sees_the_log_and_the_neighbour_nothing(visit):
    page = visit("qian")
    hand, person = record_pressure(page, 148, 92)
    hand.tap(page.locator("[data-save]"))
    page.wait_for_url(FILED)
    log = urlsplit(page.url).path

    desk = visit("zhao")
    desk.goto("/")
    assert desk.locator(f"a[href='{log}']").count() == 1
    neighbour = visit("wang")
    for path in (person, f"{person}/visits/new", f"{person}/edit", f"{person}/excuse", log):
        answer = neighbour.goto(path)
        assert answer is not None and answer.status == 404, path


def test_the_same_visit_sent_twice_is_filed_once(visit):
    page = visit("wu")
    _, person = record_pressure(page, 144, 91)
    page.evaluate(
        """() => { const form = document.getElementById('visit-form');
                   return fetch(form.action, {method: 'POST', body: new FormData(form)}); }"""
    )

    page.locator("[data-save]").tap()
    page.wait_for_url(FILED)
    page.goto(person)

    filed = page.locator("ol.timeline li", has_text=TODAY).filter(has_text="144/91")
    assert filed.count() == 1, page.locator("ol.timeline").first.inner_text()
