"""A week's plan on a tablet: proposed, moved by a finger and by the keyboard, kept when it is planned again, and sent out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from icalendar import Calendar
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESK, TABLET

WEDNESDAY, THURSDAY, FRIDAY = "2026-05-20", "2026-05-21", "2026-05-22"
PROPOSE = "form[action$='/plan/propose'] button"


def test_a_week_is_planned_moved_by_a_finger_and_by_keys_and_planned_again(visit):
    page = visit("qian", screen=TABLET)
    propose(page)
    first, second = names(page, WEDNESDAY)[:2]

    with the_answer(page):
        drag(page, line(page, WEDNESDAY, first).locator(".grip"), day(page, THURSDAY).locator("h2"))
    with the_answer(page):
        move_by_keys(page, line(page, WEDNESDAY, second), FRIDAY)
    propose(page)

    expect(line(page, THURSDAY, first)).to_contain_text("手工")
    expect(line(page, FRIDAY, second)).to_contain_text("手工")
    expect(line(page, WEDNESDAY, first)).to_have_count(0)
    assert page.complaints == []


@pytest.mark.parametrize("screen", [TABLET, DESK])
def test_a_card_let_go_of_where_no_day_is_stays_where_it_was(visit, screen):
    page = visit("sun", screen=screen)
    propose(page)
    before = names(page, WEDNESDAY)

    drag(page, line(page, WEDNESDAY, before[0]).locator(".grip"), page.locator("header").first)

    assert names(page, WEDNESDAY) == before
    assert page.locator(".held-up").count() == 0


def test_the_feed_of_the_week_is_read_by_a_calendar_and_ends_when_it_is_revoked(visit):
    page = visit("zheng")
    propose(page)
    people = [name for each in (WEDNESDAY, THURSDAY, FRIDAY) for name in names(page, each)]
    page.goto("/plan/feed")
    page.locator("button[value=renew]").tap()
    address = page.locator("#address").inner_text()

    told = page.request.get(address)
    events = Calendar.from_ical(told.text()).walk("VEVENT")
    page.goto("/plan/feed")
    page.locator("button[value=revoke]").tap()
    expect(page.locator(".flash.success")).to_be_visible()

    assert told.headers["content-type"].startswith("text/calendar")
    assert WEDNESDAY in {str(event["DTSTART"].dt) for event in events}
    assert people and not [name for name in people if name in told.text()]
    assert page.request.get(address).status == 404


def propose(page: Page) -> None:
    """Open the plan of the week and let it be proposed."""
    page.goto("/plan")
    with the_answer(page):
        page.locator(PROPOSE).tap()


@contextmanager
def the_answer(page: Page) -> Iterator[None]:
    """Wait until what is done inside has come back as a page."""
    with page.expect_navigation(wait_until="load"):
        yield


def day(page: Page, on: str) -> Locator:
    """Return the board's column of a day."""
    return page.locator(f"[data-day='{on}']")


def line(page: Page, on: str, name: str) -> Locator:
    """Return somebody's appointment of a day."""
    return day(page, on).locator("li", has_text=name)


def names(page: Page, on: str) -> list[str]:
    """Return whom a day is planned for, in the order of the board."""
    return [name.strip() for name in day(page, on).locator("li label").all_inner_texts()]


def drag(page: Page, what: Locator, onto: Locator) -> None:
    """Move something with one finger, as the glass reports it."""
    what.scroll_into_view_if_needed()
    start, end = what.bounding_box(), onto.bounding_box()
    assert start and end
    wire = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        wire.send(
            "Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]}
        )

    x, y = start["x"] + start["width"] / 2, start["y"] + start["height"] / 2
    to_x, to_y = end["x"] + end["width"] / 2, end["y"] + end["height"] / 2
    touch("touchStart", (x, y))
    for step in range(1, 6):
        touch("touchMove", (x + (to_x - x) * step / 5, y + (to_y - y) * step / 5))
    touch("touchEnd")


def move_by_keys(page: Page, who: Locator, to: str) -> None:
    """Move an appointment without a finger: tick it, choose the day, press the button."""
    who.locator("input").focus()
    page.keyboard.press("Space")
    page.locator("#to").focus()
    while page.locator("#to").input_value() != to:
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
