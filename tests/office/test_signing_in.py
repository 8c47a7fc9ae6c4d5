"""Signing in, in two steps where there is a second factor."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa

from app.accounts.models import SignIn, User
from app.accounts.queries import get_user
from app.accounts.second import set_second_factor
from app.accounts.service import set_password
from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import db
from app.core.transaction import SYSTEM, transaction
from tests import cast

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(offset=0):
    return pyotp.TOTP(SECRET).generate_otp(int(clock.now().timestamp()) // 30 + offset)


@pytest.fixture
def codes(app, county):
    """The recovery codes of the county manager, whose generator is set up."""
    with transaction("account.second-factor-set", by=county):
        return set_second_factor(county.id, secret=SECRET, code=code_now(-1))


def first_step(client, password=cast.PASSWORD, query=""):
    return client.post(f"/sign-in{query}", data={"username": "county", "password": password})


def second_step(client, **typed):
    return client.post("/sign-in/code", data=typed)


def is_signed_in(client):
    return client.get("/me").status_code == 200


def test_the_right_password_alone_opens_nothing(codes, client):
    answer = first_step(client)

    assert answer.location == "/sign-in/code"
    assert not is_signed_in(client)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(SignIn)) == 0


def test_password_and_code_open_the_page_that_was_asked_for(codes, client):
    first_step(client, query="?next=/policy")

    answer = second_step(client, code=code_now())

    assert answer.location == "/policy"
    assert is_signed_in(client)


def test_a_recovery_code_opens_too_once(codes, client):
    first_step(client)
    assert second_step(client, recovery=codes[3].lower()).status_code == 302
    assert is_signed_in(client)

    client.post("/sign-out")
    first_step(client)

    assert second_step(client, recovery=codes[3]).status_code == 401
    assert not is_signed_in(client)


@pytest.mark.parametrize("typed", [{"code": "000000"}, {"code": ""}, {"recovery": "0000-0000-0000-0000"}])
def test_a_wrong_code_is_told_on_the_same_page_and_opens_nothing(codes, client, typed):
    first_step(client)

    page = second_step(client, **typed)

    assert page.status_code == 401
    assert "验证码不对" in page.text and 'name="code"' in page.text
    assert not is_signed_in(client)


def test_a_code_without_the_password_is_sent_back_to_the_beginning(codes, client):
    assert second_step(client, code=code_now()).location == "/sign-in"
    assert client.get("/sign-in/code").location == "/sign-in"


@pytest.mark.parametrize(("minutes", "opens"), [(5, True), (6, False)])
def test_the_code_is_shown_within_five_minutes(codes, client, minutes, opens):
    first_step(client)

    with clock.standing_at(clock.now() + timedelta(minutes=minutes)):
        second_step(client, code=code_now())
        assert is_signed_in(client) is opens


def test_a_password_changed_meanwhile_counts_no_more(codes, client):
    first_step(client)
    with transaction("account.password", by=SYSTEM):
        set_password(get_user("county"), password="qing-ming-hou-2026")

    second_step(client, code=code_now())

    assert not is_signed_in(client)


def test_the_right_password_forgives_no_wrong_code(codes, client):
    for _ in range(5):
        first_step(client)
        second_step(client, code="000000")

    assert first_step(client).status_code == 401
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        first_step(client)
        assert second_step(client, code=code_now()).status_code == 302
    assert get_user("county").failures == 0


def test_the_half_way_cookie_says_nothing_that_opens(codes, client):
    answer = first_step(client)

    cookie = " ".join(answer.headers.getlist("Set-Cookie"))
    user = get_user("county")
    assert user.password_hash not in cookie and SECRET not in cookie
    assert "HttpOnly" in cookie


def test_an_altered_half_way_cookie_counts_for_nothing(codes, client):
    first_step(client)
    cookie = client.get_cookie("xunhu").value
    client.set_cookie("xunhu", cookie[:-3] + ("abc" if not cookie.endswith("abc") else "xyz"))

    assert second_step(client, code=code_now()).location == "/sign-in"


def test_the_trail_has_a_sign_in_only_when_it_is_complete(codes, client):
    def deeds():
        db.session.rollback()
        entries = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id))
        return [entry.action for entry in entries if entry.action.startswith("account.sign-in")]

    first_step(client)
    assert set(deeds()) == {"account.sign-in-begun"}
    second_step(client, code="000000")
    assert deeds()[-1] == "account.sign-in-failed"
    second_step(client, code=code_now())
    assert deeds()[-1] == "account.sign-in"


def test_whoever_has_no_generator_signs_in_as_before(codes, client, sign_in, dr_li):
    sign_in(client, dr_li)

    assert is_signed_in(client)


def test_many_wrong_names_from_one_address_shut_the_door_for_a_while(app, client):
    for number in range(30):
        client.post("/sign-in", data={"username": f"doctor{number}", "password": "wrong-password"})

    page = first_step(client)
    assert page.status_code == 429
    assert "请等 5 分钟" in page.text and 'name="password"' in page.text
    with clock.standing_at(clock.now() + timedelta(minutes=5)):
        assert first_step(client).status_code == 302


def test_others_sign_in_meanwhile_from_elsewhere(app, client):
    for number in range(30):
        client.post("/sign-in", data={"username": f"doctor{number}", "password": "wrong-password"})

    elsewhere = {"REMOTE_ADDR": "203.0.113.9"}
    answer = client.post(
        "/sign-in", data={"username": "dr_li", "password": cast.PASSWORD}, environ_overrides=elsewhere
    )

    assert answer.status_code == 302


def test_wrong_codes_strain_the_door_too(codes, client):
    first_step(client)
    for _ in range(30):
        second_step(client, code="000000")

    assert first_step(client).status_code == 429
    assert db.session.scalar(sa.select(User.failures).where(User.username == "county")) == 5


def test_the_device_is_kept_with_the_session(app, client):
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36"
    client.post(
        "/sign-in", data={"username": "dr_li", "password": cast.PASSWORD}, headers={"User-Agent": agent}
    )

    assert db.session.scalar(sa.select(SignIn.device)) == "Chrome 126 · Android"


def test_signing_in_asks_the_database_little_and_weighs_the_password_outside(app, client, monkeypatch):
    from app.accounts import passwords

    open_while_weighing, asked = [], []
    weigh = passwords.PasswordHasher.verify

    def verify(*args):
        open_while_weighing.append(db.session().in_transaction())
        return weigh(*args)

    listen = lambda connection, cursor, statement, *rest: asked.append(statement)  # noqa: E731 - a listener
    monkeypatch.setattr(passwords.PasswordHasher, "verify", verify)
    sa.event.listen(db.engine, "before_cursor_execute", listen)

    first_step(client)

    sa.event.remove(db.engine, "before_cursor_execute", listen)
    assert open_while_weighing == [False]
    assert len([one for one in asked if not one.startswith(("BEGIN", "SAVEPOINT"))]) <= 12
