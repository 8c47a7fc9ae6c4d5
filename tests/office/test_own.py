"""One's own password and one's own sessions."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app.accounts.queries import find_session, get_user, list_sessions
from app.accounts.service import open_session, weigh
from app.core import clock
from app.core.transaction import SYSTEM, transaction
from tests import cast

ANOTHER = "zao-shu-jie-le-guo-7"


@pytest.fixture
def doctor(client, sign_in, dr_li):
    return sign_in(client, dr_li)


def change(client, old=cast.PASSWORD, new=ANOTHER, again=None):
    typed = {"old_password": old, "new_password": new, "again_password": new if again is None else again}
    return client.post("/me/password", data=typed)


def another_session(reader, device=""):
    with transaction("account.sign-in", by=reader):
        return open_session(reader.id, device=device).id


def test_a_new_password_counts_and_the_other_sessions_end(doctor, dr_li):
    elsewhere = another_session(dr_li)

    answer = change(doctor)

    assert answer.location == "/me"
    assert weigh("dr_li", ANOTHER).is_right and not weigh("dr_li", cast.PASSWORD).is_right
    assert find_session(elsewhere, at=clock.now()) is None
    assert doctor.get("/me").status_code == 200


def test_a_password_that_was_handed_out_is_no_longer_due_once_changed(doctor):
    with transaction("account.password", by=SYSTEM):
        get_user("dr_li").must_change_password = True

    assert "请先把密码改成自己的" in doctor.get("/me/password").text
    change(doctor)

    assert not get_user("dr_li").must_change_password
    assert get_user("dr_li").password_set_at == clock.now()


@pytest.mark.parametrize(
    ("old", "new", "again", "told"),
    [
        ("wrong-password", ANOTHER, None, "现在的密码不对"),
        (cast.PASSWORD, ANOTHER, "something else", "两遍新密码不一样"),
        (cast.PASSWORD, cast.PASSWORD, None, "和现在的一样"),
        (cast.PASSWORD, "12345678", None, "太常见"),
        (cast.PASSWORD, "short", None, "密码应为 8 至 256 个字符"),
        (cast.PASSWORD, "", None, "请填写这一项"),
    ],
)
def test_a_change_that_cannot_be_is_refused_and_shows_no_password(doctor, old, new, again, told):
    page = change(doctor, old, new, again)

    assert page.status_code == 422
    assert told in page.text and not re.search(r'type="password"[^>]* value="[^"]', page.text)
    assert weigh("dr_li", cast.PASSWORD).is_right


def test_guessing_at_an_open_tablet_ends_its_session(doctor):
    for _ in range(5):
        change(doctor, old="wrong-password")

    assert doctor.get("/me").status_code == 302
    assert get_user("dr_li").is_locked(clock.now())


def test_the_right_password_forgets_the_wrong_ones(doctor):
    change(doctor, old="wrong-password")

    change(doctor)

    assert get_user("dr_li").failures == 0


def test_under_the_level_protection_rules_more_is_asked(app, doctor):
    app.config["XUNHU_PASSWORD_RULES"] = "level-protection"

    page = change(doctor, new="zaoshujieleguo")

    assert page.status_code == 422 and "至少 3 种" in page.text
    assert change(doctor, new="Zaoshujie7leguo").location == "/me"


def test_ones_sessions_are_shown_with_device_and_which_one_this_is(doctor, dr_li):
    elsewhere = another_session(dr_li, "Edge 120 · Windows")

    page = doctor.get("/me/sessions").text

    assert "Edge 120 · Windows" in page and page.count("就是这一个") == 1
    assert elsewhere[:16] in page and elsewhere not in page


def test_one_session_is_ended_and_the_rest_stay(doctor, dr_li):
    gone, kept = another_session(dr_li), another_session(dr_li)

    doctor.post("/me/sessions/end", data={"session": gone[:16]})

    assert find_session(gone, at=clock.now()) is None
    assert find_session(kept, at=clock.now()) is not None


def test_signing_out_everywhere_else_keeps_this_session(doctor, dr_li):
    others = [another_session(dr_li) for _ in range(3)]

    doctor.post("/me/sessions/end", data={"session": "others"})

    assert not [one for one in others if find_session(one, at=clock.now())]
    assert doctor.get("/me/sessions").text.count("就是这一个") == 1


def test_nobody_ends_a_session_of_somebody_else(doctor, dr_wang):
    session = another_session(dr_wang)

    assert doctor.post("/me/sessions/end", data={"session": session[:16]}).status_code == 422
    assert find_session(session, at=clock.now()) is not None


def test_a_session_that_rested_too_long_is_listed_no_more(app, dr_li):
    another_session(dr_li)

    with clock.standing_at(clock.now() + timedelta(minutes=31)):
        assert list_sessions(dr_li.id, role=dr_li.role) == []
    assert len(list_sessions(dr_li.id, role=dr_li.role)) == 1
