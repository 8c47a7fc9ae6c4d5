"""What the door still asks of somebody signed in comes before any other page, and interrupts nobody."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import SignIn
from app.accounts.queries import get_user
from app.core import clock
from app.core.db import db
from app.core.transaction import SYSTEM, transaction
from tests import cast

WEEK = timedelta(days=7)


@pytest.fixture
def handed_out(app, dr_li):
    """Dr Li's password was handed out: she has to choose her own."""
    with transaction("account.password", by=SYSTEM):
        get_user("dr_li").must_change_password = True


def sign_in_later(client, username, *, after=WEEK):
    """Sign in some days on and stay there for what follows."""
    with clock.standing_at(clock.now() + after):
        client.post("/sign-in", data={"username": username, "password": cast.PASSWORD})
        return client.get("/")


def test_a_password_that_was_handed_out_is_changed_before_anything_else(handed_out, client, sign_in, dr_li):
    sign_in(client, dr_li)

    for path in ("/", "/people", "/me", "/me/sessions", "/policy", "/me/second-factor"):
        expected = None if path == "/me/second-factor" else "/me/password"
        assert client.get(path).location == expected, path
    assert client.get("/me/password").status_code == 200
    assert client.post("/comfort", data={"language": "en", "next": "/me/password"}).status_code == 302


def test_once_it_is_changed_the_work_goes_on(handed_out, client, sign_in, dr_li):
    sign_in(client, dr_li)
    new = "qing-ming-hou-2026"

    typed = {"old_password": cast.PASSWORD, "new_password": new, "again_password": new}
    client.post("/me/password", data=typed)

    assert client.get("/").status_code == 200


def test_signing_out_is_always_open(handed_out, client, sign_in, dr_li):
    sign_in(client, dr_li)

    assert client.post("/sign-out").location == "/sign-in"


def test_what_is_sent_meanwhile_is_not_done_and_not_lost(handed_out, client, sign_in, dr_li, granny_chen):
    sign_in(client, dr_li)

    page = client.post(f"/people/{granny_chen.id}/edit", data={"name": "陈桂瑛", "version": "1"})

    assert page.status_code == 403
    assert "请先换一个新密码" in page.text and 'href="/me/password"' in page.text
    assert '<input type="hidden" name="name" value="陈桂瑛">' in page.text
    assert granny_chen.name == "陈桂英"


@pytest.mark.parametrize("username", ["county", "admin"])
def test_county_and_administrators_set_up_a_second_factor_within_a_week(app, client, username):
    assert sign_in_later(client, username, after=WEEK - timedelta(seconds=1)).status_code == 200
    client.delete_cookie("xunhu")

    assert sign_in_later(client, username).location == "/me/second-factor"


def test_they_are_told_in_time(app, client):
    page = sign_in_later(client, "county", after=timedelta(days=5))

    assert "请在 2 天内" in page.text


@pytest.mark.parametrize("username", ["dr_li", "dr_zhou", "zhao", "insurer"])
def test_nobody_else_is_asked_for_one(app, client, username):
    assert sign_in_later(client, username, after=timedelta(days=300)).status_code == 200


@pytest.mark.parametrize(("days", "goes_to"), [(0, "/me/second-factor"), (30, None), (None, None)])
def test_the_deployment_decides_when(app, client, days, goes_to):
    app.config["XUNHU_SECOND_FACTOR_DAYS"] = days
    after = timedelta(0) if days == 0 else timedelta(days=29)

    assert sign_in_later(client, "county", after=after).location == goes_to


def test_a_week_that_ends_during_the_work_interrupts_nobody(app, client):
    begun = clock.now() + WEEK
    with clock.standing_at(begun - timedelta(minutes=5)):
        client.post("/sign-in", data={"username": "county", "password": cast.PASSWORD})

    with clock.standing_at(begun + timedelta(minutes=5)):
        assert client.get("/").status_code == 200


def test_an_account_from_before_counts_from_its_next_sign_in(app, client):
    with transaction("account.open", by=SYSTEM):
        get_user("county").opened_at = None

    assert sign_in_later(client, "county", after=timedelta(days=300)).status_code == 200
    client.delete_cookie("xunhu")
    assert sign_in_later(client, "county", after=timedelta(days=307)).location == "/me/second-factor"


def test_what_is_owed_costs_no_statement_of_its_own(app, client, sign_in, county):
    sign_in(client, county)
    client.get("/policy")
    asked: list[str] = []
    listen = lambda connection, cursor, statement, *rest: asked.append(statement)  # noqa: E731 - a listener
    sa.event.listen(db.engine, "before_cursor_execute", listen)

    client.get("/policy")

    sa.event.remove(db.engine, "before_cursor_execute", listen)
    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1
    assert SignIn.__tablename__ in asked[0] or any(SignIn.__tablename__ in one for one in asked)
