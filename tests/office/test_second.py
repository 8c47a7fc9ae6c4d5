"""One's own second factor by page: set up, printed, renewed, taken away."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest

from app.accounts.second import find_second_factor
from app.core import clock
from tests import cast

PATH = "/me/second-factor"


@pytest.fixture
def manager(client, sign_in, county):
    """A browser in which the county manager is signed in."""
    return sign_in(client, county)


def secret_on(page):
    return re.search(r'<code class="secret"[^>]*>([A-Z2-7 ]+)</code>', page.text)[1].replace(" ", "")


def draft_on(page):
    return re.search(r'name="draft"[^>]*value="([^"]+)"', page.text)[1]


def code_of(secret, offset=0):
    return pyotp.TOTP(secret).generate_otp(int(clock.now().timestamp()) // 30 + offset)


def set_up(browser):
    """Set the generator up by the page; return its secret and the recovery codes that were shown."""
    page = browser.get(PATH)
    secret = secret_on(page)
    shown = browser.post(PATH, data={"draft": draft_on(page), "code": code_of(secret, -1)})
    return secret, re.findall(r"<code>([0-9A-Z-]{19})</code>", shown.text)


def test_the_page_shows_the_key_as_picture_link_and_letters(manager):
    page = manager.get(PATH)

    secret = secret_on(page)
    assert len(secret) == 32
    assert re.search(rf'href="otpauth://totp/[^"]*secret={secret}', page.text)
    assert re.search(r'<svg[^>]*class="qr"', page.text) and "style=" not in page.text


def test_each_opening_of_the_page_makes_another_key_and_none_counts_yet(manager, county):
    assert secret_on(manager.get(PATH)) != secret_on(manager.get(PATH))
    assert find_second_factor(county.id) is None


def test_a_right_code_sets_it_up_and_shows_ten_recovery_codes_once(manager, county):
    _, codes = set_up(manager)

    assert len(set(codes)) == 10
    standing = find_second_factor(county.id)
    assert standing is not None and standing.codes_left == 10
    assert not [code for code in codes if code in manager.get(PATH).text]


def test_a_wrong_code_keeps_the_same_key_on_the_page(manager, county):
    page = manager.get(PATH)

    again = manager.post(PATH, data={"draft": draft_on(page), "code": "000000"})

    assert again.status_code == 422
    assert secret_on(again) == secret_on(page)
    assert "验证码不对" in again.text
    assert find_second_factor(county.id) is None


def test_the_key_of_another_account_is_not_taken(manager, app, sign_in, admin, county):
    other = sign_in(app.test_client(), admin)
    page = other.get(PATH)

    answer = manager.post(PATH, data={"draft": draft_on(page), "code": code_of(secret_on(page))})

    assert answer.status_code == 422
    assert find_second_factor(county.id) is None


def test_new_recovery_codes_are_given_for_a_right_code_only(manager, county):
    secret, old = set_up(manager)

    refused = manager.post(PATH, data={"action": "renew", "code": "000000"})
    assert refused.status_code == 401 and "验证码不对" in refused.text
    shown = manager.post(PATH, data={"action": "renew", "code": code_of(secret)})

    new = re.findall(r"<code>([0-9A-Z-]{19})</code>", shown.text)
    assert len(new) == 10 and not set(new) & set(old)


def test_the_generator_is_taken_away_for_a_right_code_and_another_set_up(manager, county):
    secret, codes = set_up(manager)

    assert manager.post(PATH, data={"action": "clear", "recovery": codes[0]}).location == PATH
    assert find_second_factor(county.id) is None
    assert secret_on(manager.get(PATH)) != secret
    assert len(set_up(manager)[1]) == 10


def test_guessing_on_an_open_page_locks_the_account(manager, county):
    secret, _ = set_up(manager)
    for _ in range(5):
        manager.post(PATH, data={"action": "clear", "code": "000000"})

    assert manager.post(PATH, data={"action": "clear", "code": code_of(secret)}).status_code == 401
    assert find_second_factor(county.id) is not None


def test_whoever_takes_it_away_when_it_is_due_is_led_to_set_up_another(app, client):
    with clock.standing_at(clock.now() + timedelta(days=8)):
        client.post("/sign-in", data={"username": "county", "password": cast.PASSWORD})
        secret, _ = set_up(client)
        assert client.get("/").status_code == 200

        client.post(PATH, data={"action": "clear", "code": code_of(secret)})

        assert client.get("/").location == PATH


def test_every_role_may_have_one(client, sign_in, dr_li):
    sign_in(client, dr_li)

    assert len(set_up(client)[1]) == 10


def test_ones_own_page_tells_how_it_stands(manager):
    assert "没有设置，" in manager.get("/me").text

    set_up(manager)

    assert "还剩 10 个恢复码" in manager.get("/me").text


def test_the_page_speaks_english_too(manager):
    manager.post("/comfort", data={"language": "en", "next": "/"})

    assert '<html lang="en"' in manager.get(PATH).text
