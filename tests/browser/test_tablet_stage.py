"""The stage of the tablet: unlocked by a PIN, pages out of the pack, and what is recorded on them kept on the spot."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import sign_in

PIN, WRONG = "274916", "274915"
ROWS = """(store) => new Promise((done) => {
  const asked = indexedDB.open("xunhu");
  asked.onsuccess = () => {
    const all = asked.result.transaction(store).objectStore(store).getAll();
    all.onsuccess = () => {
      asked.result.close();
      done(all.result.map(({ uuid, kind, state, place }) => ({ uuid, kind, state, place })));
    };
  };
})"""
SAVED = "已存本机"


def a_tablet(page: Page) -> Page:
    """Set the tablet up and take the day along; it knows of somebody whose pressure is owed."""
    page.owed = measured(page)
    set_up(page)
    page.locator("[data-take] [type=submit]").tap()
    expect(page.locator("[data-pack-age]")).to_contain_text("带上的", timeout=30_000)
    return page


def set_up(page: Page) -> None:
    """Choose a PIN on the tablet's own page."""
    page.goto("/tablet")
    choose_pin(page)


def choose_pin(page: Page) -> None:
    """Choose a PIN, twice the same."""
    page.locator("#pin-1").fill(PIN)
    page.locator("#pin-2").fill(PIN)
    page.locator("[data-setup] [type=submit]").tap()
    expect(page.locator("[data-view=home]")).to_be_visible()


def unlock(page: Page, pin: str = PIN) -> None:
    """Give a PIN by touch."""
    expect(page.locator("[data-view=lock]")).to_be_visible()
    for digit in pin:
        page.locator(f"[data-pin='{digit}']").tap()
    page.locator("[data-unlock] [type=submit]").tap()


def offline(page: Page) -> None:
    """Walk out of the network."""
    page.context.set_offline(True)


def rows(page: Page, store: str = "queue") -> list[dict[str, str]]:
    """Return what the database of the browser holds, without what is sealed."""
    found: list[dict[str, str]] = page.evaluate(ROWS, store)
    return found


def cards(page: Page) -> Locator:
    """Open the work list and return the people on it who are owed a visit."""
    page.locator("[data-go='/']").tap()
    found = page.locator("article.person:visible:has(a[href*='/visits/new'])")
    expect(found.first).to_be_visible()
    return found


def measured(page: Page) -> str:
    """Return the path of somebody whose form of the day is about pressure, as the pages online tell."""
    page.goto("/duties?rule=hypertension-followup")
    links = page.locator("article.person:has(a[href*='/visits/new']) h3 a")
    for person in links.evaluate_all("all => all.map((one) => one.getAttribute('href'))"):
        if 'name="sections" value="hypertension"' in page.request.get(f"{person}/visits/new").text():
            return str(person)
    raise AssertionError("Nobody's pressure is owed.")


def open_visit(page: Page, person: str) -> None:
    """Open the visit form of somebody on the work list."""
    cards(page)
    page.locator(f"article.person a[href^='{person}/visits/new']").first.tap()
    expect(page.locator("#visit-form")).to_be_visible()


def measure(page: Page, systolic: str = "136", diastolic: str = "84") -> None:
    """Fill in a pressure, and everything else the form still wants for it."""
    page.locator("[name=systolic]").fill(systolic)
    page.locator("[name=diastolic]").fill(diastolic)
    for name, value in needed(page):
        page.locator(f"label.chip:has([name='{name}'][value='{value}'])").tap()


def needed(page: Page) -> list[tuple[str, str]]:
    """Return the questions with chips that the pressure's sections still want answered, each with an answer."""
    asked: list[tuple[str, str]] = page.evaluate("""() => {
      const form = document.getElementById("visit-form");
      const sections = JSON.parse(form.dataset.told).sections.filter((one) => one.core.includes("systolic"));
      const names = [...new Set(sections.flatMap((one) => one.needed))];
      return names.filter((name) => !form.querySelector(`[name="${name}"]:checked`)).flatMap((name) => {
        const chip = form.querySelector(`[name="${name}"][value=none]`) ?? form.querySelector(`[type=radio][name="${name}"]`);
        return chip ? [[name, chip.value]] : [];
      });
    }""")
    return asked


def save(page: Page) -> None:
    """Put the pad of figures away and touch the button that saves the visit."""
    page.evaluate("() => document.activeElement?.blur()")
    expect(page.locator("#pad")).to_be_hidden()
    page.locator("[data-save]").tap()


@pytest.fixture
def tablet(visit: Callable[..., Page]) -> Page:
    """A tablet with the day on it."""
    return a_tablet(visit("wang"))


@pytest.fixture
def person(tablet: Page) -> str:
    """The path of somebody whose pressure is owed."""
    return tablet.owed


def test_a_simple_pin_is_refused_and_two_that_differ_too(visit):
    page = visit("li")
    page.goto("/tablet")

    for first, second, told in (
        ("123456", "123456", "太简单"),
        ("12", "12", "至少 6 位"),
        (PIN, WRONG, "不一样"),
    ):
        page.locator("#pin-1").fill(first)
        page.locator("#pin-2").fill(second)
        page.locator("[data-setup] [type=submit]").tap()
        expect(page.locator("[data-setup-fault]")).to_contain_text(told)

    assert rows(page, "keepers") == []


def test_a_wrong_pin_is_told_and_the_right_one_opens_the_tablet(tablet):
    tablet.locator("[data-lock]").tap()

    unlock(tablet, WRONG)
    expect(tablet.locator("[data-lock-fault]")).to_contain_text("9 次")
    unlock(tablet)

    expect(tablet.locator("[data-view=home]")).to_be_visible()
    assert not tablet.complaints


def test_a_visit_made_without_a_network_waits_and_goes_when_it_is_back(tablet, person):
    offline(tablet)
    open_visit(tablet, person)
    measure(tablet)
    save(tablet)

    expect(tablet.locator("[data-told-line]")).to_have_text(SAVED)
    expect(tablet.locator(f"article.person:has(a[href='{person}']) [data-recorded]").first).to_have_text(
        SAVED
    )
    assert [(row["kind"], row["state"]) for row in rows(tablet)] == [("visit", "waiting")]

    tablet.context.set_offline(False)
    tablet.wait_for_function(f"() => ({ROWS})('queue').then(([row]) => row.state === 'sent')")


def test_nothing_filled_in_an_odd_figure_and_a_gap_stop_the_save(tablet, person):
    open_visit(tablet, person)

    save(tablet)
    expect(tablet.locator(".faults")).to_contain_text("还没有填写任何一项")
    tablet.locator("[name=systolic]").fill("999")
    save(tablet)
    expect(tablet.locator(".faults")).to_contain_text("不合理")
    tablet.locator("[name=systolic]").fill("136")
    save(tablet)
    expect(tablet.locator(".faults")).to_contain_text("舒张压还没有填")

    assert rows(tablet) == []


def test_a_dangerous_figure_is_kept_only_once_the_referral_is_confirmed(tablet, person):
    offline(tablet)
    open_visit(tablet, person)
    measure(tablet, "196", "124")

    save(tablet)
    expect(tablet.locator(".faults")).to_contain_text("数值危急")
    tablet.locator("label.chip:has([name=emergency_action][value=referred])").tap()
    save(tablet)

    expect(tablet.locator("[data-told-line]")).to_have_text(SAVED)


def test_two_touches_of_the_button_are_one_item(tablet, person):
    offline(tablet)
    open_visit(tablet, person)
    measure(tablet)

    tablet.evaluate(
        "() => { const save = document.querySelector('[data-save]'); save.click(); save.click(); }"
    )

    expect(tablet.locator("[data-told-line]")).to_have_text(SAVED)
    assert len(rows(tablet)) == 1


def test_a_form_changed_in_another_tab_after_it_was_saved_is_kept_beside_the_first(tablet, person):
    open_visit(tablet, person)
    measure(tablet)
    tablet.wait_for_function(f"() => ({ROWS})('drafts').then((all) => all.length === 1)")
    second = tablet.context.new_page()
    second.goto("/tablet")
    unlock(second)
    second.locator("[data-drafts] button").tap()
    expect(second.locator("[name=systolic]")).to_have_value(tablet.locator("[name=systolic]").input_value())
    offline(tablet)

    save(tablet)
    expect(tablet.locator("[data-told-line]")).to_have_text(SAVED)
    second.locator("[name=systolic]").fill("149")
    save(second)

    expect(second.locator("[data-told-line]")).to_have_text(SAVED)
    assert len({row["uuid"] for row in rows(second)}) == 2


def test_a_draft_that_failed_keeps_no_form_from_being_saved(tablet, person):
    offline(tablet)
    open_visit(tablet, person)
    tablet.evaluate("""() => {
      const put = IDBObjectStore.prototype.put;
      IDBObjectStore.prototype.put = function () {
        window.failed = true;
        IDBObjectStore.prototype.put = put;
        throw new DOMException("for once", "UnknownError");
      };
    }""")
    measure(tablet)
    tablet.wait_for_function("() => window.failed")

    save(tablet)

    expect(tablet.locator("[data-told-line]")).to_have_text(SAVED)


def test_a_form_no_draft_of_which_can_be_kept_is_not_left_unasked(tablet, person):
    offline(tablet)
    open_visit(tablet, person)
    tablet.evaluate("""() => {
      IDBObjectStore.prototype.put = () => { throw new DOMException("no room", "QuotaExceededError"); };
    }""")
    measure(tablet)
    expect(tablet.locator("[data-told-line]")).to_contain_text("存不下")

    tablet.go_back()
    tablet.locator("dialog .btn.main").tap()
    expect(tablet.locator("[name=systolic]")).to_have_value("136")
    tablet.go_back()
    tablet.locator("dialog .btn:not(.main)").tap()

    expect(tablet.locator("#visit-form")).to_have_count(0)


def test_a_half_filled_form_is_there_again_after_the_tab_was_closed(tablet, person):
    offline(tablet)
    open_visit(tablet, person)
    tablet.locator("[name=systolic]").fill("147")
    tablet.wait_for_function(f"() => ({ROWS})('drafts').then((all) => all.length === 1)")
    key = tablet.locator("[name=client_key]").input_value()

    tablet.context.set_offline(False)
    again = tablet.context.new_page()
    tablet.close()
    again.goto("/tablet")
    unlock(again)
    again.locator("[data-drafts] button").tap()

    expect(again.locator("[name=systolic]")).to_have_value("147")
    expect(again.locator("[data-told-line]")).to_contain_text("接着上次没填完的")
    assert again.locator("[name=client_key]").input_value() == key


def test_what_was_typed_a_moment_ago_survives_the_lock(tablet, person):
    open_visit(tablet, person)
    tablet.locator("[name=systolic]").fill("151")

    tablet.evaluate("() => { const far = Date.now() + 6 * 60e3; Date.now = () => far; }")
    tablet.locator("h1").tap()
    unlock(tablet)

    expect(tablet.locator("[name=systolic]")).to_have_value("151")


def test_a_form_can_be_begun_anew(tablet, person):
    open_visit(tablet, person)
    tablet.locator("[name=systolic]").fill("147")
    tablet.wait_for_function(f"() => ({ROWS})('drafts').then((all) => all.length === 1)")
    tablet.go_back()
    open_again(tablet, person)

    tablet.locator("[data-told-line] button").tap()

    expect(tablet.locator("[name=systolic]")).to_have_value("")
    assert rows(tablet, "drafts") == []


def open_again(page: Page, person: str) -> None:
    """Open the form from the work list that stands there."""
    page.locator(f"article.person a[href^='{person}/visits/new']").first.tap()
    expect(page.locator("[data-told-line]")).to_contain_text("接着上次没填完的")


def test_a_second_visit_of_the_day_is_asked_about_first(tablet, person):
    offline(tablet)
    open_visit(tablet, person)
    measure(tablet)
    save(tablet)
    expect(tablet.locator("[data-told-line]")).to_have_text(SAVED)

    form = f"article.person a[href^='{person}/visits/new']"
    tablet.locator(form).first.tap()
    tablet.locator("dialog .btn.main").tap()
    expect(tablet.locator("#visit-form")).to_have_count(0)
    tablet.locator(form).first.tap()
    tablet.locator("dialog .btn:not(.main)").tap()

    expect(tablet.locator("#visit-form [name=sure_again]")).to_have_value("1")


def test_a_full_tablet_keeps_the_form_open_and_says_so(visit):
    page = visit("wang")
    devtools, origin = page.context.new_cdp_session(page), page.evaluate("location.origin")
    devtools.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 12_000_000})
    tablet = a_tablet(page)
    offline(tablet)
    open_visit(tablet, tablet.owed)
    measure(tablet)

    tablet.locator("textarea[name=note]").evaluate("(note) => { note.value = '长'.repeat(5_000_000); }")
    save(tablet)
    expect(tablet.locator("[data-told-line]")).to_contain_text("没有存下")
    expect(tablet.locator("[name=systolic]")).to_have_value("136")
    assert rows(tablet) == []
    tablet.locator("textarea[name=note]").evaluate("(note) => { note.value = ''; }")
    save(tablet)

    expect(tablet.locator("[data-told-line]")).to_have_text(SAVED)


def test_each_person_ticked_on_the_board_is_an_item_of_its_own(tablet):
    offline(tablet)
    tablet.locator("[data-go='/rounds']").tap()
    ticks = tablet.locator(".ticks .chip.all")
    for at in (0, 1):
        ticks.nth(at).tap()

    tablet.locator(".walk-save button").tap()

    expect(tablet.locator("[data-told-line]")).to_contain_text("2 人")
    expect(tablet.locator("li.person [data-recorded]")).to_have_count(2)
    assert [row["kind"] for row in rows(tablet)] == ["round", "round"]


def test_somebody_who_is_away_needs_a_day_of_return(tablet, person):
    offline(tablet)
    cards(tablet)
    tablet.locator(f"article.person a[href='{person}/attempts/new']").first.tap()
    for name, value in (("outcome", "away"), ("way", "phone")):
        tablet.locator(f"label.chip:has([name={name}][value={value}])").tap()
    tablet.locator(".foot button.main").tap()
    expect(tablet.locator(".faults")).to_contain_text("预计哪天回来")

    tablet.locator("[name=return_on]").fill("2026-07-01")
    tablet.locator(".foot button.main").tap()

    expect(tablet.locator("[data-told-line]")).to_have_text(SAVED)
    assert [row["kind"] for row in rows(tablet)] == ["attempt"]


def test_a_page_the_pack_does_not_hold_is_told_to_need_the_network(tablet, person):
    offline(tablet)
    cards(tablet)

    tablet.evaluate(
        "() => { const link = document.createElement('a'); link.href = '/outbox'; document.body.append(link); link.click(); }"
    )

    expect(tablet.locator("[data-told-line]")).to_contain_text("要联网")
    expect(tablet.locator("article.person").first).to_be_visible()


def test_the_queue_tells_each_item_in_words_and_gives_it_away_sealed(tablet, person):
    offline(tablet)
    open_visit(tablet, person)
    name = tablet.locator("header h1").inner_text().split()[0]
    measure(tablet)
    save(tablet)
    expect(tablet.locator("[data-told-line]")).to_have_text(SAVED)
    tablet.go_back()
    tablet.go_back()
    tablet.go_back()
    tablet.locator("[data-go='/tablet#queue']").tap()

    expect(tablet.locator("[data-list=waiting] li")).to_contain_text(
        [re.compile(f"{name}.*随访.*待传", re.DOTALL)]
    )
    tablet.locator("[data-view=queue] summary").tap()
    with tablet.expect_download() as given:
        tablet.locator("[data-export]").tap()
    exported = given.value.path().read_text("utf-8")
    assert len(json.loads(exported)["items"]) == 1 and name not in exported


def test_another_doctor_on_the_tablet_learns_a_number_and_no_name(tablet, person):
    offline(tablet)
    open_visit(tablet, person)
    name = tablet.locator("header h1").inner_text().split()[0]
    measure(tablet)
    save(tablet)
    expect(tablet.locator("[data-told-line]")).to_have_text(SAVED)
    tablet.context.clear_cookies()
    tablet.context.set_offline(False)
    sign_in(tablet, "li")

    tablet.goto("/tablet")
    tablet.locator("[data-other]").tap()
    choose_pin(tablet)
    tablet.locator("[data-go='/tablet#queue']").tap()

    expect(tablet.locator("[data-view=queue] [data-others]")).to_contain_text("1 条")
    assert name not in tablet.locator("body").inner_text()
    assert [row["state"] for row in rows(tablet)] == ["waiting"]


def test_neither_address_nor_title_nor_history_names_anybody(tablet, person):
    open_visit(tablet, person)
    name = tablet.locator("header h1").inner_text().split()[0]

    told = tablet.evaluate("() => location.href + document.title + JSON.stringify(history.state)")

    assert tablet.url.endswith("/tablet")
    assert name not in told
    assert tablet.locator("#visit-form").get_attribute("autocomplete") == "off"
