"""The accounts by page: opened, mended, closed, unlocked, given areas, and never by whom it is not for."""

from __future__ import annotations

import re
from datetime import date, timedelta
from urllib.parse import unquote

import pytest
import sqlalchemy as sa

from app.accounts.models import SignIn, User, UserArea
from app.accounts.queries import find_session, get_user, list_holdings
from app.accounts.reader import Role
from app.accounts.second import find_second_factor
from app.accounts.service import NewAccount, add_user, close_account, open_session, weigh
from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.core.transaction import SYSTEM, transaction
from tests import cast

NEW_DOCTOR = {
    "role": "village-doctor",
    "full_name": "何晓燕",
    "username": "he.xiaoyan",
    "email": "he@xunhu.example",
    "areas": [cast.GUIHUA],
}
FOREIGN_AREA = cast.ELSEWHERE


@pytest.fixture
def administrator(client, sign_in, admin):
    return sign_in(client, admin)


@pytest.fixture
def manager(client, sign_in, county):
    return sign_in(client, county)


@pytest.fixture
def stranger(app):
    """A village doctor of another county."""
    return opened("dr_wu", Role.VILLAGE_DOCTOR, cast.ELSEWHERE)


def opened(username, role, *areas):
    with transaction("account.add", by=SYSTEM):
        return add_user(NewAccount(username, role, areas, cast.PASSWORD, "吴远")).id


def the_password_on(page):
    return re.search(r'<dd class="spelt">([^<]+)</dd>', page.text)[1]


def deeds(action):
    entries = sa.select(AuditEntry.actor_name, AuditEntry.subject, AuditEntry.subject_id)
    return db.session.execute(entries.where(AuditEntry.action == action).order_by(AuditEntry.id)).all()


def test_an_account_is_opened_with_a_password_that_is_told_once(administrator, admin):
    page = administrator.post("/accounts/new", data=NEW_DOCTOR)

    user, password = get_user("he.xiaoyan"), the_password_on(page)
    assert (user.full_name, user.role, user.email) == ("何晓燕", Role.VILLAGE_DOCTOR, "he@xunhu.example")
    assert [held.code for held in list_holdings(user.id)] == [cast.GUIHUA]
    assert weigh("he.xiaoyan", password).is_right and user.must_change_password
    assert user.opened_at == user.password_set_at == clock.now()
    assert password not in administrator.get(f"/accounts/{user.id}").text
    assert {row.actor_name for row in deeds("account.add")} == {admin.name}


def test_the_first_password_is_nowhere_in_the_trail(administrator):
    password = the_password_on(administrator.post("/accounts/new", data=NEW_DOCTOR))

    assert password not in str(db.session.execute(sa.select(AuditEntry.details)).all())


def test_areas_are_found_by_name_and_what_was_typed_stays(administrator):
    searched = NEW_DOCTOR | {"areas": [cast.SHIQIAO], "find": "柳塘", "action": "find"}

    page = administrator.post("/accounts/new", data=searched)

    assert page.status_code == 200
    assert f'value="{cast.LIUTANG}"' in page.text and "三十铺镇 · 柳塘村" in page.text
    assert re.search(rf'<input checked[^>]*value="{cast.SHIQIAO}"', page.text)
    assert cast.GUIHUA not in page.text and 'value="he.xiaoyan"' in page.text
    assert not page.text.count('class="fault"')


def test_enter_after_typing_an_area_looks_for_it_and_opens_nothing(administrator):
    page = administrator.post("/accounts/new", data=NEW_DOCTOR | {"find": "桂花", "sought_before": ""})

    assert page.status_code == 200 and "桂花村" in page.text
    assert db.session.scalar(sa.select(User.id).where(User.username == "he.xiaoyan")) is None


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"username": "dr_li"}, "已有人使用"),
        ({"username": "two words"}, "不能用"),
        ({"full_name": ""}, "请填写这一项"),
        ({"role": "king"}, "请从所列的项目中选一个"),
        ({"email": "nowhere"}, "不是邮箱地址"),
        ({"areas": []}, "要有管理区域"),
        ({"areas": [cast.TOWN]}, "三十铺镇"),
        ({"role": "supervisor"}, "督导"),
    ],
)
def test_an_account_that_cannot_be_is_refused_with_what_was_typed_kept(administrator, changes, told):
    page = administrator.post("/accounts/new", data=NEW_DOCTOR | changes)

    assert page.status_code in (409, 422)
    assert told in page.text and "spelt" not in page.text


@pytest.mark.parametrize("role", ["county", "admin"])
def test_the_county_opens_no_account_of_its_own_rank(manager, role):
    page = manager.post("/accounts/new", data=NEW_DOCTOR | {"role": role, "areas": [cast.COUNTY]})

    assert page.status_code == 422
    assert f'value="{role}"' not in page.text


def test_the_county_gives_no_area_of_another_county(manager):
    page = manager.post("/accounts/new", data=NEW_DOCTOR | {"areas": [FOREIGN_AREA]})

    assert page.status_code == 422
    assert FOREIGN_AREA not in page.text and "spelt" not in page.text


def test_the_administrator_sees_everybody_and_the_county_those_below_it(
    app, sign_in, admin, county, stranger
):
    names = {}
    for reader in (admin, county):
        page = sign_in(app.test_client(), reader).get("/accounts").text
        names[reader.role] = {
            member.username for member in cast.EVERYBODY if f">{member.username}</span>" in page
        }
        names[reader.role] |= {"dr_wu"} if "dr_wu" in page else set()

    assert names[Role.ADMIN] == {member.username for member in cast.EVERYBODY} | {"dr_wu"}
    assert names[Role.COUNTY] == {"dr_li", "dr_wang", "dr_zhou", "zhao", "insurer"}


def test_an_account_with_one_area_outside_is_not_the_countys(manager, stranger):
    both = opened("dr_both", Role.VILLAGE_DOCTOR, cast.LIUTANG, cast.ELSEWHERE)

    assert manager.get(f"/accounts/{both}").status_code == 404
    assert manager.get(f"/accounts/{stranger}").status_code == 404


def test_an_account_whose_areas_all_ended_is_still_looked_after(manager, dr_li):
    with clock.standing_at(clock.now() - timedelta(days=30)):
        left = opened("dr_left", Role.VILLAGE_DOCTOR, cast.LIUTANG)
    with transaction("account.areas", by=SYSTEM):
        db.session.get_one(UserArea, (left, cast.LIUTANG)).until = clock.today() - timedelta(days=1)

    assert manager.get(f"/accounts/{left}").status_code == 200


@pytest.mark.parametrize(
    ("asked", "found", "left_out"),
    [
        ({"q": "李秀"}, "李秀兰", "王建国"),
        ({"q": "DR_WANG"}, "王建国", "李秀兰"),
        ({"role": "insurer"}, "孙丽", "李秀兰"),
        ({"standing": "closed"}, "没有这样的账户", "李秀兰"),
        ({"q": "%秀"}, "没有这样的账户", "李秀兰"),
    ],
)
def test_the_list_is_narrowed_and_the_name_looked_for_is_in_no_address(administrator, asked, found, left_out):
    answer = administrator.post("/accounts", data=asked)

    page = administrator.get(answer.location).text
    assert found in page and f'<b class="name">{left_out}</b>' not in page
    assert "q=" not in answer.location and asked.get("q", "李秀") not in unquote(answer.location)


def test_closed_and_waiting_accounts_are_found_by_their_standing(administrator, dr_li, dr_wang):
    administrator.post(f"/accounts/{dr_li.id}/step", data={"step": "close"})
    with transaction("account.fail", by=SYSTEM):
        db.session.get_one(User, dr_wang.id).locked_until = clock.now() + timedelta(minutes=5)

    shown = {one: administrator.get(f"/accounts?standing={one}").text for one in ("open", "locked", "closed")}

    assert {one for one, page in shown.items() if "李秀兰" in page} == {"closed"}
    assert {one for one, page in shown.items() if "王建国" in page} == {"locked"}


def test_a_long_list_is_leafed_through(administrator):
    for number in range(31):
        opened(f"dr_{number:03d}", Role.VILLAGE_DOCTOR, cast.GUIHUA)

    first, second = (administrator.get(f"/accounts?page={page}").text for page in (1, 2))

    assert first.count('class="whole"') == 30 and second.count('class="whole"') == len(cast.EVERYBODY) + 1
    assert 'rel="next"' in first and 'rel="prev"' in second


def test_the_page_of_an_account_says_how_it_stands(administrator, dr_li):
    with transaction("account.fail", by=SYSTEM):
        user = db.session.get_one(User, dr_li.id)
        user.failures, user.locked_until = 6, clock.now() + timedelta(minutes=2)

    page = administrator.get(f"/accounts/{dr_li.id}").text

    assert "连续输错 6 次" in page and "09:02" in page
    assert "柳塘村" in page and "三十铺镇" in page and "还没有登录过" in page


def test_name_and_address_are_mended(administrator, dr_li):
    administrator.post(f"/accounts/{dr_li.id}/edit", data={"full_name": "李秀蘭", "email": ""})

    user = get_user("dr_li")
    assert (user.full_name, user.email) == ("李秀蘭", None)
    assert deeds("account.edit") == [("系统管理员", "user", dr_li.id)]


def test_a_reset_password_works_once_shown_and_ends_every_session(administrator, dr_li):
    with transaction("account.sign-in", by=dr_li):
        session = open_session(dr_li.id)

    password = the_password_on(administrator.post(f"/accounts/{dr_li.id}/password"))

    assert weigh("dr_li", password).is_right and not weigh("dr_li", cast.PASSWORD).is_right
    assert get_user("dr_li").must_change_password
    assert find_session(session.id, at=clock.now()) is None
    assert set(deeds("account.reset-password")) == {("系统管理员", "user", dr_li.id)}


def test_a_closed_account_is_out_at_once_and_comes_back_as_it_was(app, administrator, sign_in, dr_li):
    doctor = sign_in(app.test_client(), dr_li)

    administrator.post(f"/accounts/{dr_li.id}/step", data={"step": "close"})

    assert doctor.get("/me").status_code == 302
    assert not weigh("dr_li", cast.PASSWORD).is_right
    administrator.post(f"/accounts/{dr_li.id}/step", data={"step": "open"})
    assert weigh("dr_li", cast.PASSWORD).is_right
    assert [held.code for held in list_holdings(dr_li.id)] == [cast.LIUTANG]
    assert deeds("account.close") and deeds("account.open")


def test_a_wait_is_ended(administrator, dr_li):
    with transaction("account.fail", by=SYSTEM):
        user = db.session.get_one(User, dr_li.id)
        user.failures, user.locked_until = 9, clock.now() + timedelta(hours=1)

    assert "解除等待" in administrator.get(f"/accounts/{dr_li.id}").text
    administrator.post(f"/accounts/{dr_li.id}/step", data={"step": "unlock"})

    user = get_user("dr_li")
    assert (user.failures, user.locked_until) == (0, None)


def test_a_step_nobody_knows_is_refused(administrator, dr_li):
    assert administrator.post(f"/accounts/{dr_li.id}/step", data={"step": "promote"}).status_code == 422


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("password", {}),
        ("step", {"step": "close"}),
        ("second-factor", {}),
        ("areas", {"code": cast.LIUTANG}),
        ("areas/end", {"code": cast.LIUTANG}),
    ],
)
def test_nobody_does_to_the_own_account_what_another_must(administrator, admin, verb, data):
    answer = administrator.post(f"/accounts/{admin.id}/{verb}", data=data)

    assert answer.status_code == 422
    user = get_user("admin")
    assert user.active and not user.must_change_password and not list_holdings(admin.id)


def test_the_last_administrator_is_never_closed(administrator, admin):
    second = opened("admin2", Role.ADMIN)
    assert administrator.post(f"/accounts/{second}/step", data={"step": "close"}).status_code == 302

    with pytest.raises(Refused, match="最后一个"), transaction("account.close", by=SYSTEM):
        close_account(get_user("admin"))

    assert get_user("admin").active


def test_sessions_are_listed_and_ended_one_or_all(administrator, dr_li):
    with transaction("account.sign-in", by=dr_li):
        sessions = [
            open_session(dr_li.id, device=device)
            for device in ("Chrome 126 · Android", "Edge 120 · Windows", "")
        ]

    page = administrator.get(f"/accounts/{dr_li.id}").text
    administrator.post(f"/accounts/{dr_li.id}/sessions", data={"session": sessions[0].id[:16]})
    left = [one.id for one in sessions if find_session(one.id, at=clock.now())]
    administrator.post(f"/accounts/{dr_li.id}/sessions", data={"session": "all"})

    assert "Chrome 126 · Android" in page and "没有说明的设备" in page and sessions[0].id not in page
    assert left == [sessions[1].id, sessions[2].id]
    assert not [one for one in sessions if find_session(one.id, at=clock.now())]


@pytest.mark.parametrize("key", ["", "%", "0123456789abcdef", "x" * 16, "_" * 16])
def test_a_session_that_is_not_there_is_refused_and_none_ends(administrator, dr_li, key):
    with transaction("account.sign-in", by=dr_li):
        session = open_session(dr_li.id)

    answer = administrator.post(f"/accounts/{dr_li.id}/sessions", data={"session": key})

    assert answer.status_code == 422
    assert find_session(session.id, at=clock.now()) is not None


def test_a_session_of_somebody_else_is_not_ended_by_this_accounts_page(administrator, dr_li, dr_wang):
    with transaction("account.sign-in", by=dr_wang):
        session = open_session(dr_wang.id)

    answer = administrator.post(f"/accounts/{dr_li.id}/sessions", data={"session": session.id[:16]})

    assert answer.status_code == 422
    assert find_session(session.id, at=clock.now()) is not None


def test_an_area_is_given_through_a_day_and_taken_back(manager, dr_li):
    found = manager.get(f"/accounts/{dr_li.id}/areas?q=桂花").text
    manager.post(f"/accounts/{dr_li.id}/areas?q=桂花", data={"code": cast.GUIHUA, "until": "2026-06-30"})

    held = {each.code: each.until for each in list_holdings(dr_li.id)}
    manager.post(f"/accounts/{dr_li.id}/areas/end", data={"code": cast.GUIHUA})

    assert "桂花村" in found and cast.SHIQIAO not in found
    assert held == {cast.LIUTANG: None, cast.GUIHUA: date(2026, 6, 30)}
    assert [each.code for each in list_holdings(dr_li.id)] == [cast.LIUTANG]


def test_the_last_area_stays(manager, dr_li):
    answer = manager.post(f"/accounts/{dr_li.id}/areas/end", data={"code": cast.LIUTANG})

    assert answer.status_code == 422 and "要有管理区域" in answer.text
    assert [each.code for each in list_holdings(dr_li.id)] == [cast.LIUTANG]


@pytest.mark.parametrize("code", [cast.ELSEWHERE, cast.TOWN, "x"])
def test_an_area_outside_or_of_another_level_is_not_given(manager, dr_li, code):
    answer = manager.post(f"/accounts/{dr_li.id}/areas", data={"code": code})

    assert answer.status_code == 422
    assert [each.code for each in list_holdings(dr_li.id)] == [cast.LIUTANG]


def test_a_lost_second_factor_is_cleared_with_every_session(administrator, county):
    with transaction("account.second-factor-set", by=county):
        user = db.session.get_one(User, county.id)
        user.totp_sealed, user.totp_since = "sealed", clock.now()
        session = open_session(county.id)

    assert "丢了验证手机" in administrator.get(f"/accounts/{county.id}").text
    administrator.post(f"/accounts/{county.id}/second-factor")

    assert find_second_factor(county.id) is None
    assert db.session.get_one(SignIn, session.id).ended_at is not None
    assert deeds("account.second-factor-cleared")


@pytest.mark.parametrize("number", [999_999, 2**31, 10**12])
def test_an_account_that_is_not_there_is_not_found(administrator, number):
    assert administrator.get(f"/accounts/{number}").status_code == 404


def test_the_pages_are_told_in_english_too(administrator, dr_li):
    administrator.post("/comfort", data={"language": "en", "next": "/"})

    assert 'lang="en"' in administrator.get(f"/accounts/{dr_li.id}").text
