"""Three diseases, destitute, living at home: everything owed is settled by one visit, and every form of it is complete."""

from __future__ import annotations

from collections import Counter

from playwright.sync_api import Locator, Page, expect

from tests.browser.hand import FILED, Hand
from tests.browser.villager import add_villager

NAME = "汪三病"
FORMS = ("高血压随访", "糖尿病随访", "慢阻肺随访", "每周巡查")
# Every field of the form by what it is called and what it stands for: the same twice would be asked twice.
ASKED = """() => [...document.querySelectorAll('#visit-form input, #visit-form textarea')]
    .filter(e => e.type !== 'hidden').map(e => e.type === 'radio' || e.type === 'checkbox' ? `${e.name}=${e.value}` : e.name)"""


def test_one_visit_of_one_screen_settles_all_that_is_owed_and_fills_every_form(visit, house):
    person = add_villager(
        house, NAME, conditions=("hypertension", "diabetes", "copd"), categories=("destitute-scattered",)
    )
    page = visit("li")
    expect(on_the_list(page)).to_have_count(1)
    page.goto(f"/people/{person}/visits/new")
    twice = [name for name, times in Counter(page.evaluate(ASKED)).items() if times > 1]
    assert twice == []

    hand = Hand(page)
    hand.figure("systolic", 132)
    hand.figure("diastolic", 78)
    hand.figure("fasting_glucose", 6.1)
    hand.figure("spo2", 97)
    for name, value in (
        ("symptoms", "none"), ("copd_course", "stable"), ("adherence", "regular"), ("adverse_reaction", "no"),
        ("complication", "no"), ("condition_state", "stable"), ("treatment", "regular"), ("treatment_effect", "good"),
        ("round_state", "well"), ("meeting_topics", "contract"),
    ):  # fmt: skip
        hand.choose(name, value)
    for part in page.locator("label.chip:has([name=round_parts])").all():
        hand.tap(part)
    hand.tap(page.locator("[data-save]"))
    hand.wait_for(FILED)

    record = page.url.split("?")[0]
    expect(on_the_list(page)).to_have_count(0)
    assert page.complaints == []
    page.goto(f"{record}/print")
    for form in FORMS:
        expect(page.locator("section.sheet", has_text=form).first).to_be_visible()
    for form in FORMS[:2]:
        expect(page.locator("section.sheet", has_text=form).first).to_contain_text("132/78")
    expect(page.locator("section.sheet", has_text="慢阻肺随访").first).to_contain_text("97")


def on_the_list(page: Page) -> Locator:
    """Return the villager's card on the whole work list."""
    page.goto(f"/duties?q={NAME}")
    return page.locator("article.person", has_text=NAME)
