from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask, jsonify

from app.accounts.models import SignIn
from app.accounts.queries import get_user
from app.accounts.reader import Reader
from app.accounts.rights import Right
from app.accounts.service import close_account, end_sessions_of
from app.core import clock
from app.core.db import db
from app.core.transaction import SYSTEM, transaction
from app.web.session import ServerSessions, init, needs, open_to_all, safe_next, signed_in
from tests import cast


@pytest.fixture
def who(app, monkeypatch):
    """Pages that tell who is asking: for writers of care, for everybody, and one that nobody marked."""

    @needs(Right.WRITE_CARE)
    def writers():
        return jsonify(name=signed_in().name)

    @open_to_all
    def everybody():
        return "everybody"

    def unmarked():
        return "unmarked"

    views = {"/_writers": writers, "/_everybody": everybody, "/_unmarked": unmarked}
    monkeypatch.setattr(app, "_got_first_request", False)
    for path, view in views.items():
        if path[1:] not in app.view_functions:
            app.add_url_rule(path, path[1:], view)
    return views


@pytest.fixture
def asked(app):
    """Every statement the database is asked."""
    statements: list[str] = []

    def listen(connection, cursor, statement, *rest):
        statements.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", listen)
    yield statements
    sa.event.remove(db.engine, "before_cursor_execute", listen)


def cookie_of(client):
    return client.get_cookie("xunhu")


def sessions():
    db.session.rollback()
    return list(db.session.scalars(sa.select(SignIn)))


def is_signed_in(client):
    return client.get("/_writers").status_code == 200


def test_signing_in_opens_the_pages_of_the_role(who, client, sign_in, dr_li):
    sign_in(client, dr_li)

    assert client.get("/_writers").json == {"name": "李秀兰"}


def test_another_role_gets_403(who, client, sign_in, zhao):
    sign_in(client, zhao)

    assert client.get("/_writers").status_code == 403


@pytest.mark.parametrize("page", ["/_writers", "/_unmarked"])
def test_a_stranger_is_led_to_sign_in_and_back(who, client, page):
    answer = client.get(f"{page}?day=2026-05-20")

    assert answer.status_code == 302
    assert answer.location == f"/sign-in?next={page}?day%3D2026-05-20"


def test_what_a_stranger_sends_is_not_repeated_after_sign_in(who, client):
    assert client.post("/me").location == "/sign-in"


def test_a_page_for_everybody_asks_nothing(who, client):
    assert client.get("/_everybody").text == "everybody"
    assert cookie_of(client) is None


def test_the_token_is_new_with_each_sign_in(client, sign_in, dr_li, app):
    client.get("/sign-in")
    before = cookie_of(client)
    sign_in(client, dr_li)
    first = cookie_of(client).value
    other = app.test_client()
    sign_in(other, dr_li)

    assert before is None or before.value != first
    assert first != cookie_of(other).value
    assert len(sessions()) == 2


def test_a_token_put_there_by_somebody_else_is_not_taken_over(who, client, sign_in, dr_li):
    planted = "A" * 43
    client.set_cookie("xunhu", planted)

    sign_in(client, dr_li)

    assert cookie_of(client).value != planted


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(client, dr_li):
    answer = client.post("/sign-in", data={"username": "dr_li", "password": cast.PASSWORD})

    (cookie,) = [line for line in answer.headers.getlist("Set-Cookie") if line.startswith("xunhu=")]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "Domain" not in cookie


def test_behind_https_the_cookie_is_bound_to_the_host():
    app = Flask("behind")
    app.config.update(XUNHU_PUBLIC_URL="https://xunhu.example.org", SECRET_KEY="of-the-test")
    init(app)

    sessions = app.session_interface
    assert isinstance(sessions, ServerSessions)
    assert sessions.get_cookie_name(app) == "__Host-xunhu"
    assert sessions.get_cookie_secure(app) is True
    assert sessions.get_cookie_path(app) == "/"
    assert sessions.get_cookie_domain(app) is None


def test_the_cookie_says_nothing_about_its_owner(client, sign_in, dr_li):
    sign_in(client, dr_li)

    value = cookie_of(client).value
    assert len(value) == 43
    assert all(value != row.id for row in sessions())


def test_signing_out_ends_the_session_on_the_server(who, client, sign_in, dr_li):
    sign_in(client, dr_li)
    stolen = cookie_of(client).value

    client.post("/sign-out")
    client.set_cookie("xunhu", stolen)

    assert not is_signed_in(client)


@pytest.mark.parametrize("deed", [lambda user: end_sessions_of(user.id), close_account])
def test_a_session_revoked_elsewhere_is_over_at_the_next_request(who, client, sign_in, dr_li, deed):
    sign_in(client, dr_li)
    assert is_signed_in(client)

    with transaction("account.end-sessions", by=SYSTEM):
        deed(get_user("dr_li"))

    assert not is_signed_in(client)


def test_a_change_of_areas_counts_at_the_next_request(who, client, sign_in, dr_li, app):
    sign_in(client, dr_li)
    with transaction("account.rename", by=SYSTEM):
        get_user("dr_li").full_name = "李秀莲"

    assert client.get("/_writers").json == {"name": "李秀莲"}


def test_a_rested_session_is_over_and_a_used_one_goes_on(who, client, sign_in, dr_li):
    sign_in(client, dr_li)
    begun = clock.now()

    for minutes, is_open in ((29, True), (58, True), (89, False)):
        with clock.standing_at(begun + timedelta(minutes=minutes)):
            assert is_signed_in(client) is is_open


def test_a_session_is_over_after_twelve_hours_however_busy(who, client, sign_in, dr_li):
    sign_in(client, dr_li)
    begun = clock.now()

    for minutes in range(20, 12 * 60, 20):
        with clock.standing_at(begun + timedelta(minutes=minutes)):
            assert is_signed_in(client), minutes
    with clock.standing_at(begun + timedelta(hours=12)):
        assert not is_signed_in(client)


def test_the_last_sight_is_written_at_most_once_a_minute(who, client, sign_in, dr_li, asked):
    sign_in(client, dr_li)
    begun = clock.now()

    counts = []
    for seconds in (1, 30, 59, 60, 61, 119, 120):
        with clock.standing_at(begun + timedelta(seconds=seconds)):
            client.get("/_writers")
        counts.append(len([statement for statement in asked if statement.startswith("UPDATE sign_in")]))

    assert counts == [0, 0, 0, 1, 1, 1, 2]


def test_a_request_asks_the_database_once_for_session_and_reader(who, client, sign_in, dr_li, asked):
    sign_in(client, dr_li)
    asked.clear()

    client.get("/_writers")

    assert len([statement for statement in asked if statement.startswith("SELECT")]) == 1


def test_a_stranger_costs_no_row_and_no_statement(client, who, asked):
    asked.clear()

    client.get("/_everybody")
    client.get("/sign-in")

    assert asked == []
    assert sessions() == []


@pytest.mark.parametrize(
    "cookie", ["A" * 43, "x", "", "A" * 3000, "eyJhIjoxfQ.aaaaaa.bbbbbb", "'; DROP TABLE sign_in;--"]
)
def test_a_cookie_that_is_no_session_is_a_stranger(who, client, cookie):
    client.set_cookie("xunhu", cookie)

    assert client.get("/_writers").status_code == 302


@pytest.mark.parametrize(
    ("target", "goes_to"),
    [
        ("/people/7?tab=visits", "/people/7?tab=visits"),
        ("/", "/"),
        (None, "/"),
        ("", "/"),
        ("people", "/"),
        ("//evil.example", "/"),
        ("///evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\\\evil.example", "/"),
        ("/a\\..\\evil", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.example", "/"),
        ("/\n/evil.example", "/"),
        (" /people", "/"),
        ("/people\r\nSet-Cookie: x=1", "/"),
    ],
)
def test_the_way_back_stays_on_this_site(target, goes_to):
    assert safe_next(target) == goes_to


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/me"])
def test_every_unsafe_request_needs_a_token(app, client, sign_in, dr_li, path):
    if path != "/sign-in":
        sign_in(client, dr_li)
    app.config["WTF_CSRF_ENABLED"] = True

    assert client.post(path, data={"username": "dr_li", "password": cast.PASSWORD}).status_code == 400


def test_nobody_is_signed_in_outside_a_request_of_a_reader(app):
    from app.core.errors import Refused

    with app.test_request_context("/"), pytest.raises(Refused) as refused:
        signed_in()

    assert refused.value.status == 401


def test_a_reader_is_a_plain_frozen_value(dr_li: Reader):
    with pytest.raises(AttributeError):
        dr_li.role = None  # type: ignore[misc,assignment]  # must be refused
    assert dr_li.is_authenticated and dr_li.is_active and not dr_li.is_anonymous
    assert dr_li.get_id() == str(dr_li.id)
