"""A newcomer's first morning, by touch, in both languages: from the door to the first recorded visit, taps counted."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.hand import FILED, Hand
from tests.browser.villager import add_villager

# Nobody else's tests record anything in the village of this doctor.
NEWCOMER = "wang"
ROUND = {"zh": "每周巡查", "en": "Weekly round"}
VILLAGER = {"zh": "新来甲", "en": "新来乙"}
HTML = {"zh": "zh-CN", "en": "en"}
MOST_TAPS = 9  # the visit, the four things done, how the person was, save, and two to spare
MOST_SCROLLS = 2


@pytest.mark.parametrize("language", list(ROUND))
def test_a_newcomer_comes_from_the_door_to_the_first_recorded_visit(visit, house, language):
    add_villager(
        house, VILLAGER[language], doctor=NEWCOMER, conditions=(), categories=("destitute-scattered",)
    )
    page = visit()
    come_in(page, language)
    card = first_round(page, language)
    person = card.locator("h3 a").get_attribute("href")

    hand = Hand(page)
    hand.tap(card.locator("a.btn.main"))
    page.wait_for_url("**/visits/new*")
    for done in page.locator("label.chip:has([name=round_parts])").all():
        hand.tap(done)
    hand.tap(page.locator("label.chip:has([name=round_state][value=well])"))
    hand.tap(page.locator("[data-save]"))
    page.wait_for_url(FILED)

    assert hand.taps <= MOST_TAPS
    assert hand.scrolls <= MOST_SCROLLS
    page.goto("/")
    still = page.locator("article.person", has=page.locator(f"h3 a[href='{person}']"))
    expect(still.filter(has_text=ROUND[language])).to_have_count(0)
    assert page.complaints == []


def test_the_language_chosen_at_the_door_is_spoken_inside_and_stays_that_of_the_session(visit):
    page = visit()
    come_in(page, "en")

    page.goto("/me")

    expect(page.locator("html")).to_have_attribute("lang", "en")


def come_in(page: Page, language: str) -> None:
    """Sign in as the first page asks, in the language chosen there; the first page after that is the work list."""
    from app.demo.rules import PASSWORD

    page.goto("/")
    if language == "en":
        page.locator("summary").first.tap()
        page.locator("button[name=language][value=en]").tap()
    expect(page.locator("html")).to_have_attribute("lang", HTML[language])
    page.fill("[name=username]", NEWCOMER)
    page.fill("[name=password]", PASSWORD)
    page.locator("main form button.main").tap()
    page.wait_for_url("**/")
    expect(page.locator("html")).to_have_attribute("lang", HTML[language])


def first_round(page: Page, language: str) -> Locator:
    """Return the card of the first person on the list to whom a weekly round is owed."""
    card = page.locator("article.person", has_text=ROUND[language]).first
    expect(card).to_be_visible()
    return card
