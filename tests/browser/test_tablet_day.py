"""A whole day by touch: set up at the clinic, four villages without a network, home again, and everything is on record."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import TABLET, sign_in
from tests.browser.day import (
    asked_of,
    field_of,
    fill_in,
    keep_right_time,
    open_form,
    owed,
    record,
    save,
    varied,
)
from tests.browser.serving import House, serving
from tests.browser.test_extras import _photograph, _sign
from tests.browser.test_tablet_stage import ROWS, SAVED, choose_pin, offline, rows, unlock
from tests.visits.pictures import a_jpeg

DOCTOR = "zhou"
VISITS, SEEN = 17, 3
ALL = VISITS + SEEN + 2  # with the attempt and the edit
A_WHILE = 500
SLOWED = 6
SETTLED = f"""() => ({ROWS})('queue').then((all) => all.every((row) => row.state === 'sent'))"""
HANGING = "SELECT client_key FROM visit JOIN visit_attachment ON visit.id = visit_id"
INBOX = "SELECT uuid, state FROM inbox_item"
VISITED = "SELECT client_key FROM visit WHERE visited_on = '2026-05-20'"


@pytest.fixture(scope="module")
def township(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A township of its own: the day leaves nobody as they were."""
    with serving(tmp_path_factory.mktemp("day")) as running:
        yield running


@pytest.fixture
def clinic(township: House, chromium: Browser) -> Iterator[Page]:
    """The tablet at the clinic in the morning: the doctor is signed in."""
    context = chromium.new_context(
        base_url=township.address,
        viewport=TABLET,
        has_touch=True,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
    )
    page = context.new_page()
    page.set_default_timeout(15_000)
    keep_right_time(page)
    sign_in(page, DOCTOR)
    yield page
    context.close()


@pytest.mark.timeout(600)  # twenty visits, a touch for each digit
def test_a_day_of_twenty_visits_without_a_network_is_on_record_in_the_evening(township, clinic):
    take_the_day(clinic)
    offline(clinic)
    people = to_work(clinic)
    chosen = varied(people, VISITS + 1)
    absent, seen = chosen.pop(), chosen[:-1]

    worked = {section for person in seen for section in record(clinic, person)}
    try_in_vain(clinic, absent)
    edited = change_the_note(clinic, seen[0])
    walked = walk(clinic)
    evening = reopen_half_filled(clinic, chosen[-1])
    assert len(worked) >= 5, worked
    assert len(waiting(evening)) == ALL

    evening.context.set_offline(False)
    evening.wait_for_function(SETTLED, timeout=60_000)
    judged(evening)
    numbers = {row["uuid"].replace("-", "") for row in rows(evening)}
    states = [state for number, state in asked_of(township, INBOX) if number.replace("-", "") in numbers]
    visits = [key for (key,) in asked_of(township, VISITED) if key.replace("-", "") in numbers]
    assert states == ["filed"] * ALL
    assert len(visits) == len(set(visits)) == VISITS + SEEN
    assert asked_of(township, f"SELECT note FROM person WHERE id = {edited}") == [("门前修路，从后门进",)]
    hanging = [key for (key,) in asked_of(township, HANGING) if key.replace("-", "") in numbers]
    assert (len(hanging), len(set(hanging))) == (2, 1)
    assert len(walked) >= SEEN  # whoever was visited is marked on the board as well
    sees_the_same_list(evening)


def take_the_day(page: Page) -> None:
    """Test the tablet, set it up and take all villages along."""
    page.goto("/tablet")
    page.locator("[data-selftest] summary").tap()
    for name in ("secure", "worker", "storage", "crypto", "locks"):
        expect(page.locator(f"[data-check={name}]")).to_have_class("good")
    page.locator("[data-selftest] summary").tap()
    choose_pin(page)
    page.locator("[data-take] [type=submit]").tap()
    expect(page.locator("[data-pack-age]")).to_contain_text("今天", timeout=60_000)


def to_work(page: Page) -> dict[int, frozenset[str]]:
    """Open the work list."""
    page.locator("[data-go='/']").tap()
    return owed(page)


def try_in_vain(page: Page, person: int) -> None:
    """Find nobody at home."""
    page.locator(f"article.person a[href='/people/{person}/attempts/new']").first.tap()
    for name in ("outcome", "way"):
        page.locator(f"label.chip:has([name={name}])").first.tap()
    page.locator(".foot button.main").tap()
    if page.locator(".faults").count():
        page.locator("[name=return_on]").fill("2026-05-23")
        page.locator(".foot button.main").tap()
    expect(page.locator("[data-told-line]")).to_have_text(SAVED)


def change_the_note(page: Page, person: int) -> int:
    """Change somebody's record from the page of the pack, which tells it and the visit of the day."""
    page.locator(f"article.person .name a[href='/people/{person}']").first.tap()
    page.locator(f".foot a[href='/people/{person}/edit']").tap()
    page.locator("#person [name=note]").fill("门前修路，从后门进")
    page.locator(".foot button.main").tap()
    expect(page.locator("[data-told-line]")).to_have_text(SAVED)
    return person


def walk(page: Page) -> list[str]:
    """Tick three people on the board of the week."""
    page.locator(".tabs a[href='/rounds']").tap()
    ticks = page.locator(".ticks .chip.all")
    for at in range(SEEN):
        ticks.nth(at).tap()
    page.locator(".walk-save button").tap()
    expect(page.locator("[data-told-line]")).to_contain_text(f"{SEEN} 人")
    return page.locator("li.person [data-recorded]").all_inner_texts()


def reopen_half_filled(page: Page, person: int) -> Page:
    """Leave a form half filled, close the tab, open the tablet again on a slow processor, and finish the form."""
    page.locator(".tabs a[href='/']").tap()
    open_form(page, person)
    field_of(page, "note").evaluate("(note) => { note.closest('details').open = true; }")
    field_of(page, "note").fill("上午没有说完")
    page.wait_for_function(f"() => ({ROWS})('drafts').then((all) => all.length === 1)")
    again = page.context.new_page()
    page.close()
    slowed = again.context.new_cdp_session(again)
    slowed.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    again.goto("/tablet")
    unlock(again)
    again.locator("[data-drafts] button").tap()
    expect(field_of(again, "note")).to_have_value("上午没有说完")
    slowed.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    fill_in(again)
    again.locator("[data-extras] > summary").tap()
    _photograph(again, a_jpeg(width=64), "image/jpeg")
    _sign(again)
    save(again)
    return again


def waiting(page: Page) -> list[dict[str, str]]:
    """Return what waits on the tablet."""
    return [row for row in rows(page) if row["state"] == "waiting"]


def judged(page: Page) -> None:
    """Send and hear again, as the tablet does by itself each minute, until all of it is filed."""
    page.locator(".tabs a[href='/tablet#queue']").tap()
    filed = page.locator("[data-list=sent] li", has_text="已入档")
    for _ in range(2 * ALL):
        page.locator("[data-retry]").tap()
        page.wait_for_timeout(A_WHILE)
        if filed.count() == ALL:
            break
    expect(page.locator("[data-list=mend]")).to_be_hidden()
    expect(filed).to_have_count(ALL)


def sees_the_same_list(page: Page) -> None:
    """Take the pack anew: its work list is the one the server's own page shows."""
    page.locator("[data-view=queue] [data-go='/tablet']").tap()
    page.locator("[data-take] [type=submit]").tap()
    expect(page.locator("[data-progress]")).to_be_hidden(timeout=60_000)
    page.locator("[data-go='/']").tap()
    mine = sorted(owed(page))
    page.goto("/duties?state=overdue")
    assert set(owed(page)) <= set(mine)
