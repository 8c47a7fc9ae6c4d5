"""A hand on the tablet that counts what it does, and the normal path of a follow-up it is measured by."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Locator, Page, expect

OVERDUE_HYPERTENSION = "/duties?state=overdue&rule=hypertension-followup"
FILED = re.compile(r"/visits/\d+")
# The keystroke-level model's figure for keying what must be read off, the slowest of its kinds, taken for every touch.
SECONDS_A_TAP = 0.75
SECONDS_A_SCROLL = 1.1


class Hand:
    """A hand that counts: a tap for each touch and each digit, a scroll for each screen moved."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        self.scrolls = 0
        self.page_seconds = 0.0

    @property
    def seconds(self) -> float:
        """How long a person takes: the page's own time, and what the model gives each touch and scroll."""
        return self.page_seconds + self.taps * SECONDS_A_TAP + self.scrolls * SECONDS_A_SCROLL

    def tap(self, target: Locator) -> None:
        """Touch something, moving the page first where it is not in sight."""
        box, screen = target.bounding_box(), self.page.viewport_size
        assert box and screen
        if not 0 <= box["y"] <= screen["height"] - box["height"]:
            self.scrolls += 1
        began = time.monotonic()
        target.tap()
        self.page_seconds += time.monotonic() - began
        self.taps += 1

    def digits(self, number: float) -> None:
        """Touch the keys of the page's own pad for a number."""
        for digit in str(number):
            self.tap(self.page.locator(f"#pad [data-key='{digit}']"))

    def figure(self, name: str, number: float) -> None:
        """Fill a box, touching it first unless the page has moved on to it by itself."""
        field = self.page.locator(f"[name={name}]")
        if not field.evaluate("node => node === document.activeElement"):
            self.tap(field)
        self.digits(number)

    def choose(self, name: str, value: str) -> None:
        """Touch a chip."""
        self.tap(self.page.locator(f"label.chip:has([name={name}][value={value}])"))

    def wait_for(self, address: str | re.Pattern[str]) -> None:
        """Wait for the next page; the waiting is the page's time."""
        began = time.monotonic()
        self.page.wait_for_url(address)
        self.page_seconds += time.monotonic() - began


def most_overdue(page: Page) -> tuple[Locator, str]:
    """Open the overdue people with hypertension and return the first card with the person's address."""
    page.goto(OVERDUE_HYPERTENSION)
    card = page.locator("article.person").first
    expect(card).to_be_visible()
    return card, card.locator("h3 a").get_attribute("href") or ""


def open_form(page: Page, card: Locator) -> Hand:
    """Open the visit form of somebody on the work list."""
    hand = Hand(page)
    hand.tap(card.locator("a.btn.main"))
    hand.wait_for("**/visits/new*")
    return hand


# How medicine is taken is asked, and something else that is marked was answered last time.
GOES_ON = """() => {
  const last = Object.keys(JSON.parse(document.getElementById("visit-form").dataset.last));
  const marked = last.filter((name) => document.querySelector(`[data-same-as="${name}"]`));
  const asked = document.querySelector("label.chip:has([name=adherence][value=none])");
  return Boolean(asked?.offsetParent) && marked.some((name) => name !== "adherence");
}"""


def seen_before(page: Page) -> str:
    """Return the person's address of the most overdue one whose last visit left more to go on with than one answer.

    Under a plan how medicine is taken is no question of last time, so somebody without one is looked for.
    """
    page.goto(OVERDUE_HYPERTENSION)
    for person in page.locator("article.person h3 a").evaluate_all(
        "all => all.map(one => one.getAttribute('href'))"
    ):
        page.goto(f"{person}/visits/new?kind=hypertension")
        if page.locator("[data-same]").count() and page.evaluate(GOES_ON):
            return person
    raise AssertionError("Nobody on the list was visited before.")


def fill_in(page: Page, systolic: int, diastolic: int) -> tuple[Hand, str]:
    """Record one pressure on the most overdue person, the rest as last time; stop before saving."""
    card, person = most_overdue(page)
    hand = open_form(page, card)
    hand.figure("systolic", systolic)
    hand.figure("diastolic", diastolic)
    same = page.locator("[data-same]")
    if same.count():
        hand.tap(same)
    if not page.locator("[name=symptoms][value=none]").is_checked():
        hand.choose("symptoms", "none")
    return hand, person


def normal_path(page: Page, systolic: int = 136, diastolic: int = 84) -> Hand:
    """Walk the normal path of a hypertension follow-up: from the work list to the visit on record."""
    hand, _ = fill_in(page, systolic, diastolic)
    hand.tap(page.locator("[data-save]"))
    hand.wait_for(FILED)
    return hand
