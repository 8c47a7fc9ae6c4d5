"""An account by touch: opened by the administrator, handed over on paper, made one's own, and the work list is there."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

VILLAGE = "白鹭村"
OWN = "白鹭飞过柳塘三四里"
FIRST_PASSWORD = re.compile(r"[a-z]{4}-\d{4}-[a-z]{4}-[a-z]{4}")
LATER = re.compile("/accounts/\\d+$")


def test_a_village_doctor_is_opened_chooses_a_password_and_sees_the_work_list(visit):
    desk = visit("admin")
    password = open_account(desk, "newdoctor", "何新来", VILLAGE)

    page = visit()
    enter(page, "newdoctor", password)
    page.wait_for_url("**/me/password*")
    page.goto("/")
    expect(page).to_have_url(re.compile("/me/password"))
    choose_password(page, password, OWN)
    page.goto("/")

    expect(page.locator("header h1")).to_contain_text(VILLAGE)
    expect(page.locator("article.person").first).to_be_visible()
    assert page.complaints == [] and desk.complaints == []


def test_the_first_password_is_shown_once_and_opens_nothing_once_it_was_changed(visit):
    desk = visit("admin")
    password = open_account(desk, "secondoctor", "何再来", VILLAGE)
    desk.locator("main a.btn.main").tap()
    desk.wait_for_url(LATER)
    expect(desk.locator("main")).to_contain_text("何再来")
    assert password not in desk.content()

    page = visit()
    enter(page, "secondoctor", password)
    page.wait_for_url("**/me/password*")
    choose_password(page, password, OWN)
    stranger = visit()
    enter(stranger, "secondoctor", password)

    expect(stranger.locator(".faults, .flash").first).to_be_visible()
    assert "/sign-in" in stranger.url


def open_account(page: Page, username: str, name: str, village: str) -> str:
    """Open a village doctor's account from the administrator's own page on; return the password shown."""
    page.goto("/me")
    page.locator("a.whole[href='/accounts']").tap()
    page.locator("a.btn.main[href='/accounts/new']").tap()
    page.locator("label.chip:has([name=role][value=village-doctor])").tap()
    page.locator("[name=full_name]").fill(name)
    page.locator("[name=username]").fill(username)
    page.locator("[name=find]").fill(village)
    page.locator("button[name=action][value=find]").tap()
    page.locator("label.chip:has([name=areas])", has_text=village).tap()
    expect(page.locator("[name=username]")).to_have_value(username)  # the search kept what was typed
    page.locator("footer button.btn.main").tap()
    shown = page.locator("dd.spelt").inner_text()
    assert FIRST_PASSWORD.fullmatch(shown)
    return shown


def enter(page: Page, username: str, password: str) -> None:
    """Try the door with a password."""
    page.goto("/sign-in")
    page.fill("[name=username]", username)
    page.fill("[name=password]", password)
    with page.expect_navigation():
        page.locator("main form button.main").tap()


def choose_password(page: Page, old: str, new: str) -> None:
    """Put one's own password in place of the one that was handed over."""
    page.fill("[name=old_password]", old)
    page.fill("[name=new_password]", new)
    page.fill("[name=again_password]", new)
    page.locator("main form button.main").tap()
    expect(page.locator("main .flash.success")).to_be_visible()
