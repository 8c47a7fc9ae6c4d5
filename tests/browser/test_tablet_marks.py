"""The rest of what the stage does: an edit kept, marks on lists and pages, seven days away, and ten wrong PINs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_tablet_stage import (
    SAVED,
    WRONG,
    measure,
    offline,
    open_visit,
    rows,
    save,
    set_up,
    unlock,
)
from tests.browser.villager import add_villager

DAYS_AGO = """(days) => new Promise((done) => {
  const asked = indexedDB.open("xunhu");
  asked.onsuccess = () => {
    const step = asked.result.transaction("keepers", "readwrite", { durability: "strict" });
    const all = step.objectStore("keepers").getAll();
    all.onsuccess = () => {
      for (const row of all.result) {
        step.objectStore("keepers").put({ ...row, contactAt: new Date(Date.now() - days * 86_400_000).toISOString() });
      }
    };
    step.oncomplete = () => { asked.result.close(); done(); };
  };
})"""

# The page online tells what was changed, as soon as the server has gone through it.
FILED = (
    """(person) => fetch(person).then((answer) => answer.text()).then((page) => page.includes("后院有狗"))"""
)


@pytest.fixture
def tablet(visit, house, request) -> Page:
    """A tablet without a network on which somebody's visit was kept."""
    page = visit("qian")
    page.owed = f"/people/{add_villager(house, f'汪记{len(request.node.name)}', doctor='qian')}"
    set_up(page)
    page.locator("[data-take] [type=submit]").tap()
    expect(page.locator("[data-pack-age]")).to_contain_text("带上的", timeout=30_000)
    offline(page)
    open_visit(page, page.owed)
    measure(page)
    save(page)
    expect(page.locator("[data-told-line]")).to_have_text(SAVED, timeout=20_000)
    return page


def test_who_was_visited_is_marked_on_the_list_of_residents_and_on_their_own_page(tablet):
    tablet.locator(".tabs a[href='/people']").tap()
    row = tablet.locator(f"li.person:has(a[href='{tablet.owed}'])")

    expect(row.locator("[data-recorded]")).to_have_text(SAVED)
    expect(tablet.locator("li.person [data-recorded]")).to_have_count(1)
    row.locator("a").tap()

    expect(tablet.locator("main .tags [data-recorded]")).to_have_text(f"随访 · {SAVED}")
    assert not tablet.complaints


def test_an_edit_is_kept_and_told_on_the_page_it_changes(tablet):
    tablet.locator(f"article.person .name a[href='{tablet.owed}']").first.tap()
    tablet.locator(f".foot a[href='{tablet.owed}/edit']").tap()
    tablet.locator("form#person [name=name]").fill("")
    tablet.locator(".foot button.main").tap()
    expect(tablet.locator(".faults")).to_be_visible()
    name = tablet.locator("form#person [name=name]").evaluate("(box) => box.defaultValue")
    tablet.locator("form#person [name=name]").fill(name)
    tablet.locator("form#person [name=note]").fill("后院有狗")

    tablet.locator(".foot button.main").tap()
    expect(tablet.locator("[data-told-line]")).to_have_text(SAVED)
    tablet.locator(f"article.person .name a[href='{tablet.owed}']").first.tap()

    expect(tablet.locator("main .tags [data-recorded]")).to_have_text(
        [f"随访 · {SAVED}", f"修改档案 · {SAVED}"]
    )
    assert [row["kind"] for row in rows(tablet)].count("edit") == 1
    tablet.context.set_offline(False)
    tablet.locator("a[data-tablet-state]").tap()
    tablet.locator("[data-go='/tablet#queue']").tap()
    tablet.locator("[data-retry]").tap()
    expect(tablet.locator("[data-list=waiting] [data-n]")).to_have_text("0", timeout=30_000)
    tablet.wait_for_function(FILED, arg=tablet.owed, timeout=30_000)


def test_after_seven_days_away_the_server_is_asked_first(tablet):
    tablet.evaluate(DAYS_AGO, 8)
    lock(tablet)

    unlock(tablet)
    expect(tablet.locator("[data-lock-fault]")).to_contain_text("超过 7 天")
    expect(tablet.locator("[data-lock-sign-in]")).to_be_visible()
    tablet.context.set_offline(False)
    unlock(tablet)

    expect(tablet.locator("[data-view=home]")).to_be_visible()


def test_six_days_away_the_pin_alone_opens_the_tablet(tablet):
    tablet.evaluate(DAYS_AGO, 6)
    lock(tablet)

    unlock(tablet)

    expect(tablet.locator("[data-view=home]")).to_be_visible()


def test_ten_wrong_pins_destroy_what_was_taken_along_and_nothing_that_waits(tablet):
    lock(tablet)
    fault = tablet.locator("[data-lock-fault]")

    for left in range(9, 0, -1):
        unlock(tablet, WRONG)
        expect(fault).to_contain_text(f"{left} 次")
    unlock(tablet, WRONG)

    expect(fault).to_contain_text("密码错了十次")
    assert [rows(tablet, store) for store in ("keepers", "pack", "drafts")] == [[], [], []]
    assert [row["state"] for row in rows(tablet)] == ["waiting"]


def lock(page: Page) -> None:
    """Lock the tablet from its first page."""
    page.locator(".tabs a[href='/tablet#queue']").tap()
    page.locator("[data-view=queue] [data-go='/tablet']").tap()
    page.locator("[data-lock]").tap()
