"""A half-filled form outlives its session: it is given back to whoever filled it in, and filed once."""

from __future__ import annotations

from datetime import timedelta
from html.parser import HTMLParser

import pytest
import sqlalchemy as sa

from app.accounts.models import SignIn
from app.accounts.queries import get_user
from app.accounts.service import close_account, end_sessions_of
from app.core import clock
from app.core.db import db
from app.core.transaction import SYSTEM, transaction
from app.people.models import Person
from app.visits.models import Visit
from tests import cast

NOTE = "老伴说夜里咳得厉害，下周再来"


class Fields(HTMLParser):
    """Every field of a page's last form that sends something, as a browser would send it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[dict[str, str]] = []
        self.actions: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Read forms and their inputs."""
        told = dict(attrs)
        if tag == "form":
            self.forms.append({})
            self.actions.append(told.get("action") or "")
        if (
            tag == "input"
            and self.forms
            and told.get("type", "text") in ("text", "hidden", "password", "date")
        ):
            self.forms[-1][told.get("name")] = told.get("value") or ""


def form_with(page, field):
    """Return address and fields of the form that has a field of that name."""
    read = Fields(page.text)
    return next(
        (action, form) for action, form in zip(read.actions, read.forms, strict=True) if field in form
    )


@pytest.fixture
def at_work(app, client, sign_in, dr_li, granny_chen):
    """Dr Li's tablet, with the token check on as people meet it."""
    sign_in(client, dr_li)
    app.config["WTF_CSRF_ENABLED"] = True
    return client


@pytest.fixture
def filled(at_work, granny_chen):
    """The visit form of Granny Chen, filled in: its address and its fields."""
    path = f"/people/{granny_chen.id}/visits/new?kind=hypertension"
    _, fields = form_with(at_work.get(path), "client_key")
    typed = {
        "sections": "hypertension",
        "systolic": "151",
        "diastolic": "96",
        "mode": "home",
        "symptoms": "none",
    }
    sent = {name: fields[name] for name in ("csrf_token", "client_key", "visited_on")}
    return path, sent | typed | {"note": NOTE}


def end_sessions(username="dr_li"):
    with transaction("account.end-sessions", by=SYSTEM):
        end_sessions_of(get_user(username).id)


def sign_in_there(client, page, username="dr_li", password=cast.PASSWORD):
    """Type user name and password into the page that the server answered with."""
    action, fields = form_with(page, "username")
    return client.post(action, data=fields | {"username": username, "password": password})


def visits():
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count()).select_from(Visit))


ENDINGS = {
    "ended": lambda client: end_sessions(),
    "signed out in another window": lambda client: client.delete_cookie("xunhu"),
    "cleared away": lambda client: clear_sessions(),
}


def clear_sessions():
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(sa.delete(SignIn))


@pytest.mark.parametrize("ending", list(ENDINGS))
def test_a_visit_typed_before_the_session_ended_is_filed_once_after_signing_in(at_work, filled, ending):
    path, fields = filled
    ENDINGS[ending](at_work)

    page = at_work.post(path, data=fields)
    assert page.status_code == 401 and "登录已过期" in page.text
    assert NOTE not in page.text and "151" not in page.text
    assert 'value="dr_li"' in page.text
    again = sign_in_there(at_work, page)
    assert again.status_code == 200 and "再次发送" in again.text
    action, kept = form_with(again, "client_key")
    assert action == path and {**kept, "csrf_token": ""} == {**fields, "csrf_token": ""}

    assert at_work.post(action, data=kept).status_code == 303
    assert at_work.post(action, data=kept).status_code == 303
    assert visits() == 1


def test_a_rested_session_keeps_what_was_typed(at_work, filled):
    path, fields = filled

    with clock.standing_at(clock.now() + timedelta(minutes=31)):
        again = sign_in_there(at_work, at_work.post(path, data=fields))

    assert form_with(again, "client_key")[1]["note"] == NOTE


def test_what_one_account_typed_is_not_given_to_another(at_work, filled, dr_zhou):
    path, fields = filled
    end_sessions()

    answer = sign_in_there(at_work, at_work.post(path, data=fields), "dr_zhou")

    assert answer.status_code == 302
    page = at_work.get("/me")
    assert "周明" in page.text and NOTE not in page.text
    assert "属于另一个账户" in page.text


def test_a_page_opened_by_somebody_else_is_not_sent_under_ones_own_name(at_work, filled, dr_zhou):
    path, fields = filled
    at_work.delete_cookie("xunhu")
    sign_in_there(at_work, at_work.get("/sign-in"), "dr_zhou")

    page = at_work.post(path, data=fields)

    assert page.status_code == 400 and "这一页是别人登录时打开的" in page.text
    assert NOTE not in page.text
    assert visits() == 0


def test_a_page_of_an_earlier_session_of_ones_own_is_sent_again_with_one_touch(at_work, filled):
    path, fields = filled
    at_work.delete_cookie("xunhu")
    sign_in_there(at_work, at_work.get("/sign-in"))

    action, kept = form_with(at_work.post(path, data=fields), "client_key")

    assert at_work.post(action, data=kept).status_code == 303
    assert visits() == 1


def test_a_wrong_password_meanwhile_loses_nothing(at_work, filled):
    path, fields = filled
    end_sessions()

    page = sign_in_there(at_work, at_work.post(path, data=fields), password="wrong-password")
    assert page.status_code == 401
    again = sign_in_there(at_work, page)

    assert form_with(again, "client_key")[1]["note"] == NOTE


def test_signing_in_elsewhere_first_loses_nothing_either(at_work, filled):
    path, fields = filled
    end_sessions()
    page = at_work.post(path, data=fields)
    sign_in_there(at_work, at_work.get("/sign-in"))

    again = sign_in_there(at_work, page)

    assert form_with(again, "client_key")[1]["note"] == NOTE


def test_a_lost_cookie_between_the_two_loses_nothing_either(at_work, filled):
    path, fields = filled
    end_sessions()
    page = at_work.post(path, data=fields)
    at_work.delete_cookie("xunhu")

    again = sign_in_there(at_work, sign_in_there(at_work, page))

    assert form_with(again, "client_key")[1]["note"] == NOTE


def test_what_was_kept_is_in_no_address_no_cookie_and_no_table(at_work, filled):
    path, fields = filled
    end_sessions()

    page = at_work.post(path, data=fields)
    again = sign_in_there(at_work, page)

    cookies = " ".join(value for answer in (page, again) for value in answer.headers.getlist("Set-Cookie"))
    sealed = form_with(page, "kept")[1]["kept"]
    data = str(list(db.session.scalars(sa.select(SignIn.data))))
    assert len(cookies) < 1000
    assert sealed[:40] not in cookies + data and NOTE not in cookies + data + str(page.headers)


def test_an_altered_seal_gives_nothing(at_work, filled):
    path, fields = filled
    end_sessions()
    page = at_work.post(path, data=fields)
    action, sent = form_with(page, "username")

    for kept in (sent["kept"][:-8] + "AAAAAAAA", "x", "k1.", sent["kept"][:50]):
        at_work.delete_cookie("xunhu")
        token = form_with(at_work.get("/sign-in"), "username")[1]["csrf_token"]
        answer = at_work.post(
            action,
            data={"username": "dr_li", "password": cast.PASSWORD, "kept": kept, "csrf_token": token},
        )
        assert answer.status_code == 302, kept


def test_a_closed_account_gets_no_form_back(at_work, filled):
    path, fields = filled
    with transaction("account.close", by=SYSTEM):
        close_account(get_user("dr_li"))

    page = at_work.post(path, data=fields)

    assert page.status_code == 400
    assert 'name="kept"' not in page.text and 'value="dr_li"' not in page.text


def test_a_password_a_code_and_a_file_are_never_kept(at_work):
    token = form_with(at_work.get("/me"), "csrf_token")[1]["csrf_token"]
    end_sessions()

    for path, data in (
        ("/me/password", {"old": cast.PASSWORD, "new": "another-2026-one"}),
        ("/me/second-factor", {"code": "123456"}),
    ):
        page = at_work.post(path, data=data | {"csrf_token": token})
        assert page.status_code == 401
        assert 'name="kept"' not in page.text
        assert not [value for value in data.values() if value in page.text]


def test_a_form_too_large_for_a_page_is_not_promised(at_work, filled):
    path, fields = filled
    end_sessions()

    page = at_work.post(path, data=fields | {"note": "咳" * 270_000})

    assert page.status_code == 401
    assert "不用重填" not in page.text and 'name="kept"' not in page.text


def test_the_edit_of_a_record_comes_back_with_its_version(at_work, granny_chen):
    path = f"/people/{granny_chen.id}/edit"
    _, fields = form_with(at_work.get(path), "name")
    end_sessions()

    sent = {name: fields[name] for name in ("csrf_token", "version")}
    typed = sent | {"name": "陈桂瑛", "area_code": cast.LIUTANG}
    again = sign_in_there(at_work, at_work.post(path, data=typed))
    action, kept = form_with(again, "name")
    answer = at_work.post(action, data=kept)

    assert answer.status_code in (302, 303), answer.text
    db.session.rollback()
    assert db.session.get_one(Person, granny_chen.id).name == "陈桂瑛"
