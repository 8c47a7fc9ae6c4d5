"""How fast the hand is: one screen, few touches, as last time by one touch, undone by another, the pad of the page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import DESK, TABLET
from tests.browser.hand import FILED, Hand, fill_in, most_overdue, normal_path, open_form, seen_before

MOST_TAPS, MOST_SCROLLS = 15, 1
KEY_HIGH = 64


def test_a_normal_follow_up_takes_few_touches_and_one_screen(visit):
    page = visit("zhou")

    hand = normal_path(page)

    assert FILED.search(page.url)
    assert hand.taps <= MOST_TAPS
    assert hand.scrolls <= MOST_SCROLLS
    assert page.complaints == []


@pytest.mark.parametrize("screen", [TABLET, DESK])
def test_the_pad_has_large_keys_and_moves_on_by_itself(visit, screen):
    page = visit("zhou", screen=screen)
    hand = open_form(page, most_overdue(page)[0])

    heights = page.locator("#pad button").evaluate_all(
        "all => all.map(key => key.getBoundingClientRect().height)"
    )
    hand.digits(13)
    hand.tap(page.locator("#pad [data-key=delete]"))
    hand.digits(36)

    assert min(heights) >= KEY_HIGH
    assert page.locator("[name=systolic]").input_value() == "136"
    assert page.locator("[name=diastolic]").evaluate("node => node === document.activeElement")
    hand.tap(page.locator("#pad [data-key=close]"))
    expect(page.locator("#pad")).to_be_hidden()


def test_a_real_keyboard_types_as_ever(visit):
    page = visit("zhou")
    open_form(page, most_overdue(page)[0])

    page.keyboard.type("13884")

    assert page.locator("[name=systolic]").input_value() == "138"
    assert page.locator("[name=diastolic]").input_value() == "84"


def test_as_last_time_marks_what_it_filled_keeps_what_was_typed_and_is_undone(visit):
    page = visit("zhou")
    seen_before(page)
    adherence = page.locator("[name=adherence]:checked")
    page.locator("label.chip:has([name=adherence][value=none])").tap()
    page.locator("[data-same]").tap()

    assert adherence.get_attribute("value") == "none"
    assert page.locator("[data-same-as]:not([hidden])").count() > 0
    page.locator("[data-undo]").tap()
    expect(page.locator("[data-same-as]:not([hidden])")).to_have_count(0)
    assert adherence.get_attribute("value") == "none"
    page.locator("[data-undo]").tap()
    expect(adherence).to_have_count(0)


def test_both_layers_of_rules_are_said_where_they_differ_and_the_earlier_day_with_its_reason(visit):
    page = visit("zhou")

    fill_in(page, 138, 88)

    expect(page.locator("[data-echo=pressure]")).to_contain_text("138/88 考核达标 · 临床未达标")
    expect(page.locator("#next")).to_contain_text("6 月 20 日前（提前：未达到现行临床目标）")


def test_a_third_reading_is_asked_for_where_two_lie_far_apart(visit):
    page = visit("zhou")
    fill_in(page, 160, 96)
    page.locator("[data-reading=_2] summary").tap()

    page.fill("[name=systolic_2]", "144")
    page.fill("[name=diastolic_2]", "92")

    expect(page.locator("[name=systolic_3]")).to_be_visible()


def test_a_class_other_than_the_values_say_asks_for_its_reason(visit):
    page = visit("zhou")
    fill_in(page, 150, 96)
    page.locator("summary", has_text="改此次分类").tap()
    line = page.locator("[name=result_reason]")
    expect(line).to_be_hidden()

    page.locator("label.chip:has([name=result_hypertension][value=controlled])").tap()
    expect(line).to_be_visible()
    page.locator("[data-save]").tap()

    expect(page.locator("#result_reason-fault")).to_contain_text("请在下面写明理由")
    assert not FILED.search(page.url)


def test_without_the_script_as_last_time_is_filled_in_by_the_server(house, chromium):
    from tests.browser.conftest import sign_in

    context = chromium.new_context(base_url=house.address, viewport=TABLET, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, "zhou")
    seen_before(page)
    page.fill("[name=systolic]", "141")

    page.locator("[data-same]").click()

    assert page.locator("[name=systolic]").input_value() == "141"
    assert page.locator("[data-same-as]:not([hidden])").count() > 0
    assert re.search("/visits/new$", page.url)
    context.close()


def test_the_hand_counts_a_touch_below_the_screen_as_a_scroll(visit):
    page = visit("zhou")
    page.goto("/people")
    hand = Hand(page)

    hand.tap(page.locator("article.person, .lines > li").last)

    assert (hand.taps, hand.scrolls) == (1, 1)
