"""A walk from house to house on a tablet: whom was seen is ticked, one tap a person, and saved in one go."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import TABLET
from tests.browser.villager import add_villager


def _row(page: Page, number: int):
    return page.locator(".ticks").nth(number)


def test_a_walk_is_filed_with_one_tap_a_person_and_one_to_save(visit):
    page = visit("li", screen=TABLET)
    page.goto("/rounds")
    waiting = page.locator(".ticks").count()

    _row(page, 0).locator(".all").click()
    _row(page, 1).locator(".all").click()
    expect(page.locator("[data-save]")).to_have_text("保存 2 人的巡查")
    expect(_row(page, 0).get_by_label("用药指导")).to_be_checked()
    page.locator("[data-save]").click()

    expect(page.locator(".flash.success")).to_have_text("已保存 2 人的巡查。")
    assert page.locator(".ticks").count() == waiting - 2
    assert not page.complaints


def test_three_people_of_a_walk_one_with_a_note_are_seen_in_the_strip_of_the_weeks(visit, house):
    people = [
        add_villager(house, name, doctor="sun", conditions=(), categories=("destitute-scattered",))
        for name in ("巡一户", "巡二户", "巡三户")
    ]
    page = visit("sun", screen=TABLET)
    page.goto("/rounds")
    strips = [page.locator(f"#person-{person} .strip i").last for person in people]
    for strip, person in zip(strips, people, strict=True):
        expect(strip).to_have_class("open")
        page.locator(f"#person-{person} .all").tap()
    page.locator(f"#person-{people[2]} .wrong").tap()
    page.locator(f"#note-{people[2]}").fill("下肢浮肿，约了复诊")

    page.locator("[data-save]").tap()
    expect(page.locator(".flash.success")).to_have_text("已保存 3 人的巡查。")
    page.get_by_role("link", name="已巡", exact=False).first.tap()

    for strip in strips:
        expect(strip).to_have_class("done")
    page.goto(f"/people/{people[2]}")
    page.locator("ol.timeline a", has_text="发现异常").tap()
    expect(page.locator("main")).to_contain_text("下肢浮肿")
    assert not page.complaints


def test_something_wrong_opens_a_note_and_an_empty_one_is_asked_for(visit):
    page = visit("li", screen=TABLET)
    page.goto("/rounds")
    row, note = _row(page, 0), _row(page, 0).get_by_label("异常情况")
    expect(note).to_be_hidden()

    row.locator(".all").click()
    row.locator(".wrong").click()
    expect(note).to_be_focused()
    page.locator("[data-save]").click()
    expect(page.locator(".faults")).to_contain_text("请写明发现了什么异常")

    _row(page, 0).get_by_label("异常情况").fill("咳嗽三天")
    page.locator("[data-save]").click()
    expect(page.locator(".flash.success")).to_have_text("已保存 1 人的巡查。")
