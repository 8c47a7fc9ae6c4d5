"""Pages no link leads to, for they answer what was sent: sound to axe, wide and high enough, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.serving import CLOCK
from tests.browser.test_accounts import OWN, choose_password, enter, open_account
from tests.browser.test_comfort import (
    MAIN_HIGH,
    OTHERS_HIGH,
    ROUNDED,
    SMALL_LETTERS,
    SMALL_TARGETS,
    SMALLEST,
)
from tests.browser.test_pages import SCREENS, overflow, speak

VILLAGE = "大塘村"
MAIN = "main form button.main"


@pytest.mark.parametrize("language", list(SCREENS))
def test_the_pages_of_an_account_from_its_opening_to_its_second_factor_are_sound(visit, house, language):
    desk, page = (visit(name, screen=SCREENS[language]) for name in ("admin", ""))
    speak(desk, language)

    faults = {
        name: found for name, at in account_pages(desk, page, house, language) if (found := faults_of(at))
    }

    assert not faults


@pytest.mark.parametrize("language", list(SCREENS))
def test_the_answers_of_the_trail_are_sound(visit, language):
    page = visit("county", screen=SCREENS[language])
    speak(page, language)

    faults = {name: found for name in trail_pages(page) if (found := faults_of(page))}

    assert not faults


@pytest.mark.parametrize("language", list(SCREENS))
def test_a_list_of_backups_is_sound(visit, house, tmp_path, language):
    house.command("backup", "make", str(tmp_path))
    page = visit("admin", screen=SCREENS[language])
    speak(page, language)

    page.goto("/backups")

    expect(page.locator("article.card").first).to_be_visible()
    assert not faults_of(page)


def account_pages(desk: Page, page: Page, house, language: str) -> Iterator[tuple[str, Page]]:
    """Open an account, come in, choose a password, set up a code generator, and lose the session over a form."""
    name = f"opened-{language}"
    desk.goto("/accounts/new")
    send(desk, "footer button.btn.main")
    expect(desk.locator(".faults")).to_be_visible()
    yield "an account not filled in", desk
    password = open_account(desk, name, "何新来", VILLAGE)
    yield "the first password", desk
    speak(page, language)
    enter(page, name, "not the password")
    yield "a wrong password", page
    enter(page, name, password)
    yield "a password to be chosen", page
    choose_password(page, password, OWN)
    yield "a password chosen", page
    generator = yield from _codes(page)
    page.goto("/me/address")
    house.command("accounts", "end-sessions", name)
    send(page, MAIN)
    yield "a session that is over", page
    page.fill("[name=password]", OWN)
    send(page, MAIN)
    yield "the code asked for", page
    page.fill("[name=code]", generator.generate_otp(_step() + 1))
    send(page, MAIN)
    yield "what was kept, to be sent again", page
    send(desk, "main a.btn.main")
    for folded in desk.locator("details > summary").all():
        folded.click()
    yield "the account looked after", desk


def _codes(page: Page) -> Iterator[tuple[str, Page]]:
    page.goto("/me/second-factor")
    generator = pyotp.TOTP(page.locator("code.secret").inner_text().replace(" ", ""))
    page.fill("[name=code]", generator.generate_otp(_step()))
    send(page, MAIN)
    yield "recovery codes", page
    page.goto("/me/second-factor")
    yield "a code generator that is set up", page
    return generator


def trail_pages(page: Page) -> Iterator[str]:
    """Ask the trail who looked at somebody, and what somebody looked at."""
    for among, words in (("people", "王"), ("accounts", "county"), ("accounts", "nobody of that name")):
        page.goto("/audit")
        form = page.locator(f"form.find:has(input[name=among][value={among}])")
        form.locator("[name=q]").fill(words)
        with page.expect_navigation():
            form.locator("button").click()
        yield f"{among} found for {words}"
        if page.locator("main a.whole").count():
            page.locator("main a.whole").first.click()
            expect(page.locator("#answer")).to_be_visible()
            yield f"what is known of {words}"


def send(page: Page, button: str) -> None:
    """Press a button and wait for the page that answers."""
    with page.expect_navigation():
        page.locator(button).first.click()


def faults_of(page: Page) -> list[str]:
    """Return what axe, the width of the screen and a finger find wrong with the page that is open."""
    found = Axe().run(page).response["violations"]
    return [
        *(f"{fault['id']}: {fault['nodes'][0]['html'][:120]}" for fault in found),
        *overflow(page),
        *page.evaluate(SMALL_TARGETS, [MAIN_HIGH - ROUNDED, OTHERS_HIGH - ROUNDED]),
        *page.evaluate(SMALL_LETTERS, SMALLEST - ROUNDED),
    ]


def _step() -> int:
    return int(datetime.fromisoformat(CLOCK).timestamp()) // 30
