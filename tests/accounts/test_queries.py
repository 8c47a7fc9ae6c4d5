from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import SignIn, User, UserArea
from app.accounts.queries import (
    area_name,
    area_names,
    find_area,
    find_reader,
    find_session,
    get_user,
    list_users,
    list_villages,
    village_by_name,
)
from app.accounts.reader import Role
from app.accounts.service import close_account, end_sessions_of, import_areas, note_sign_out, open_session
from app.core import clock
from app.core.db import db
from app.core.errors import NotFound
from app.core.transaction import SYSTEM, transaction
from tests import cast


def opened(reader):
    with transaction("account.sign-in", by=reader):
        return open_session(reader.id)


def later(**span):
    return clock.now() + timedelta(**span)


def test_a_session_carries_its_reader(app, dr_li):
    session = find_session(opened(dr_li).id, at=clock.now())

    assert session is not None
    assert session.reader == dr_li
    assert (dr_li.name, dr_li.role, dr_li.areas) == ("李秀兰", Role.VILLAGE_DOCTOR, (cast.LIUTANG,))


def test_a_session_is_read_without_a_user_object(app, dr_li):
    session_id = opened(dr_li).id
    db.session.expunge_all()

    find_session(session_id, at=clock.now())

    assert not any(isinstance(record, User) for record in db.session)


@pytest.mark.parametrize(
    ("name", "minutes", "is_open"),
    [
        ("dr_li", 30, True),
        ("dr_li", 31, False),
        ("zhao", 15, True),
        ("zhao", 16, False),
        ("county", 16, False),
        ("insurer", 16, False),
        ("admin", 16, False),
    ],
)
def test_a_session_that_rests_too_long_is_over(app, name, minutes, is_open):
    reader = find_reader(name)
    assert reader is not None
    session_id = opened(reader).id

    assert (find_session(session_id, at=later(minutes=minutes)) is not None) is is_open


def test_a_session_is_over_after_twelve_hours_however_busy(app, dr_li):
    session_id, begun = opened(dr_li).id, clock.now()

    for hours, is_open in ((11, True), (12, False)):
        with transaction("keep", by=SYSTEM):
            db.session.execute(sa.update(SignIn).values(seen_at=begun + timedelta(hours=hours)))
        assert (find_session(session_id, at=begun + timedelta(hours=hours)) is not None) is is_open


def test_an_ended_session_is_over_at_once(app, dr_li):
    first, second = opened(dr_li), opened(dr_li)

    with transaction("account.sign-out", by=dr_li):
        note_sign_out(first.id, user_id=dr_li.id)

    assert find_session(first.id, at=clock.now()) is None
    assert find_session(second.id, at=clock.now()) is not None


def test_all_sessions_of_an_account_end_at_once(app, dr_li, dr_wang):
    hers, his = [opened(dr_li), opened(dr_li)], opened(dr_wang)

    with transaction("account.end-sessions", by=SYSTEM):
        ended = end_sessions_of(dr_li.id)

    assert ended == 2
    assert [find_session(session.id, at=clock.now()) for session in hers] == [None, None]
    assert find_session(his.id, at=clock.now()) is not None


def test_a_closed_account_is_out_at_once(app, dr_li):
    session = opened(dr_li)

    with transaction("account.close", by=SYSTEM):
        close_account(get_user("dr_li"))

    assert find_session(session.id, at=clock.now()) is None
    assert find_reader("dr_li") is None


def test_an_unknown_number_is_no_session(app):
    assert find_session("0" * 64, at=clock.now()) is None


def test_an_area_lent_through_a_day_counts_on_that_day_and_no_longer(app, dr_li):
    with transaction("account.lend", by=SYSTEM):
        db.session.add(UserArea(user_id=dr_li.id, area_code=cast.SHIQIAO, until=date(2026, 5, 20)))
    session_id = opened(dr_li).id

    today = find_session(session_id, at=clock.now())
    with clock.standing_at(date(2026, 5, 21)):
        tomorrow = find_reader("dr_li")

    assert today is not None and today.reader.areas == (cast.LIUTANG, cast.SHIQIAO)
    assert tomorrow is not None and tomorrow.areas == (cast.LIUTANG,)


def test_somebody_without_an_area_is_a_reader_of_nothing(admin):
    assert admin.areas == ()


def test_an_unknown_account_is_not_found(app):
    with pytest.raises(NotFound):
        get_user("nobody")


def test_every_account_is_listed_with_its_areas(app):
    listed = {user.username: areas for user, areas in list_users()}

    assert listed["dr_li"] == (cast.LIUTANG,)
    assert listed["admin"] == ()
    assert len(listed) == len(cast.EVERYBODY)


def test_areas_are_found_by_code_and_named(app):
    area = find_area(cast.TOWN)

    assert area is not None and area.parent_code == cast.COUNTY
    assert area_name(cast.LIUTANG) == "柳塘村"
    assert area_name("999999999999") == "999999999999"
    assert area_names([cast.LIUTANG, cast.TOWN, "0"]) == {cast.LIUTANG: "柳塘村", cast.TOWN: "三十铺镇"}


def test_villages_are_listed_below_the_areas_only(app):
    assert [area.code for area in list_villages([cast.TOWN])] == [cast.LIUTANG, cast.SHIQIAO, cast.GUIHUA]
    assert list_villages([]) == []


@pytest.mark.parametrize(
    ("name", "under", "code"),
    [
        ("柳塘村", cast.TOWN, cast.LIUTANG),
        (" 柳塘村 ", cast.COUNTY, cast.LIUTANG),
        ("柳塘村", cast.OTHER_TOWN, None),
        ("三十铺镇", cast.COUNTY, None),
        ("没有村", cast.COUNTY, None),
    ],
)
def test_a_village_is_found_by_its_name_below_an_area(app, name, under, code):
    found = village_by_name(name, under=under)

    assert (found.code if found else None) == code


def test_two_villages_of_one_name_are_not_guessed(app):
    from app.accounts.areas import AreaRow

    with transaction("areas.import", by=SYSTEM):
        import_areas([AreaRow(2, f"{cast.OTHER_TOWN[:9]}299", "柳塘村")])

    assert village_by_name("柳塘村", under=cast.CITY) is None
    assert village_by_name("柳塘村", under=cast.TOWN) is not None
