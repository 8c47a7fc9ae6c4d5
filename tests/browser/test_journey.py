"""The main job, by touch on a tablet: whom do I owe a visit, record it, and find it gone from the list."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.hand import FILED, OVERDUE_HYPERTENSION, fill_in
from tests.browser.villager import add_villager

TODAY = "5 月 20 日"
NEXT_DUE = "6 月 3 日"  # fourteen days on
MOST_TAPS = 15


def test_a_doctor_records_the_most_overdue_person_and_finds_the_duty_gone(visit):
    page = visit("li")

    hand, person = fill_in(page, 152, 96)
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


def test_a_dangerous_pressure_raises_the_emergency_prompt_and_a_check_is_owed(visit, house):
    add_villager(house, "急症甲", doctor="sun")
    page = visit("sun")

    hand, person = fill_in(page, 186, 112)
    prompt = page.locator("#emergency")
    expect(prompt).to_be_visible()
    expect(page.locator("[data-echo=pressure]")).to_contain_text("186/112")
    hand.tap(prompt.locator("label.chip").first)
    hand.tap(page.locator("[data-save]"))
    page.wait_for_url(FILED)
    page.goto(person)

    expect(page.locator("main")).to_contain_text("转诊")
    expect(page.locator("main")).to_contain_text(NEXT_DUE)


def test_a_dangerous_pressure_is_not_filed_before_somebody_said_what_was_done(visit, house):
    add_villager(house, "急症乙", doctor="sun")
    page = visit("sun")

    fill_in(page, 186, 112)
    page.locator("[data-save]").tap()

    expect(page.locator("#emergency")).to_be_visible()
    expect(page.locator("[name=systolic]")).to_have_value("186")
    assert page.url.split("?")[0].endswith("/visits/new")


def test_the_supervisor_sees_the_log_and_the_neighbour_nothing(visit):
    page = visit("qian")
    hand, person = fill_in(page, 148, 92)
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
    _, person = fill_in(page, 144, 91)
    page.evaluate(
        """() => { const form = document.getElementById('visit-form');
                   return fetch(form.action, {method: 'POST', body: new FormData(form)}); }"""
    )

    page.locator("[data-save]").tap()
    page.wait_for_url(FILED)
    page.goto(person)

    filed = page.locator("ol.timeline li", has_text=TODAY).filter(has_text="144/91")
    assert filed.count() == 1, page.locator("ol.timeline").first.inner_text()
