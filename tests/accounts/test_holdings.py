from __future__ import annotations

from datetime import timedelta

import pytest

from app.accounts.holdings import cover, drop_area, end_cover, hand_on, hold_area
from app.accounts.queries import find_reader, find_session, get_user, list_holders, list_users
from app.accounts.service import open_session
from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.transaction import COMMAND_LINE, transaction
from tests import cast

A_WEEK = timedelta(days=7)


def areas_of(username):
    return find_reader(username).areas


def done(verb, *args, **options):
    with transaction("account.areas", by=COMMAND_LINE):
        return verb(*args, **options)


def test_an_area_more_or_less_counts_in_a_session_that_is_open(app, dr_li):
    session_id = done(open_session, dr_li.id).id

    done(hold_area, get_user("dr_li"), cast.GUIHUA)
    more = find_session(session_id, at=clock.now()).reader.areas
    done(drop_area, get_user("dr_li"), cast.LIUTANG)
    less = find_session(session_id, at=clock.now()).reader.areas

    assert (more, less) == ((cast.LIUTANG, cast.GUIHUA), (cast.GUIHUA,))


def test_the_last_area_of_a_doctor_stays(app):
    with pytest.raises(Refused):
        done(drop_area, get_user("dr_li"), cast.LIUTANG)

    assert areas_of("dr_li") == (cast.LIUTANG,)


def test_an_area_that_was_ended_may_be_given_again(app):
    for _ in range(2):
        done(hold_area, get_user("dr_li"), cast.GUIHUA)
        done(drop_area, get_user("dr_li"), cast.GUIHUA)
        assert areas_of("dr_li") == (cast.LIUTANG,)

    done(hold_area, get_user("dr_li"), cast.GUIHUA)
    assert areas_of("dr_li") == (cast.LIUTANG, cast.GUIHUA)


@pytest.mark.parametrize("code", [cast.TOWN, "341502109209", cast.COUNTY])
def test_an_area_that_does_not_fit_or_is_unknown_is_refused(app, code):
    with pytest.raises(Refused):
        done(hold_area, get_user("dr_li"), code)


def test_an_area_given_through_a_day_ends_by_itself(app):
    done(hold_area, get_user("dr_li"), cast.GUIHUA, until=cast.TODAY)

    assert cast.GUIHUA in areas_of("dr_li")
    with clock.standing_at(cast.TODAY + timedelta(days=1)):
        assert areas_of("dr_li") == (cast.LIUTANG,)
        assert {user.username: codes for user, codes in list_users()}["dr_li"] == (cast.LIUTANG,)


def test_a_day_that_is_past_is_refused(app):
    with pytest.raises(Refused):
        done(hold_area, get_user("dr_li"), cast.GUIHUA, until=cast.TODAY - A_WEEK)


def covered(until=cast.TODAY + A_WEEK, by="dr_wang", for_="dr_li", code=cast.LIUTANG):
    done(cover, get_user(by), colleague=get_user(for_), code=code, until=until)


def test_a_cover_adds_a_village_through_its_day_and_takes_none_away(app):
    covered()

    assert areas_of("dr_wang") == (cast.LIUTANG, cast.SHIQIAO)
    assert areas_of("dr_li") == (cast.LIUTANG,)
    assert [holder.covers_for for holder in list_holders(cast.LIUTANG)] == ["", "李秀兰"]
    with clock.standing_at(cast.TODAY + A_WEEK + timedelta(days=1)):
        assert areas_of("dr_wang") == (cast.SHIQIAO,)


def test_a_cover_ends_early_and_may_begin_again(app):
    covered()
    done(end_cover, get_user("dr_wang").id, cast.LIUTANG)

    assert areas_of("dr_wang") == (cast.SHIQIAO,)
    covered()
    assert areas_of("dr_wang") == (cast.LIUTANG, cast.SHIQIAO)


def test_an_own_village_is_no_cover_that_could_be_ended(app):
    with pytest.raises(NotFound):
        done(end_cover, get_user("dr_wang").id, cast.SHIQIAO)
    with pytest.raises(NotFound):
        done(end_cover, get_user("dr_wang").id, cast.LIUTANG)


@pytest.mark.parametrize(
    ("by", "for_", "code"),
    [
        ("dr_li", "dr_li", cast.LIUTANG),
        ("dr_zhou", "dr_li", cast.LIUTANG),
        ("zhao", "dr_li", cast.LIUTANG),
    ],
)
def test_nobody_covers_for_themselves_or_out_of_another_role(app, by, for_, code):
    with pytest.raises(Refused):
        covered(by=by, for_=for_, code=code)


def test_a_cover_may_be_lengthened(app):
    covered()
    covered(until=cast.TODAY + 2 * A_WEEK)

    with clock.standing_at(cast.TODAY + A_WEEK + timedelta(days=1)):
        assert areas_of("dr_wang") == (cast.LIUTANG, cast.SHIQIAO)


def test_what_is_held_for_good_is_not_cut_short_by_what_is_handed_on(app):
    covered()

    done(hand_on, cast.LIUTANG, cast.SHIQIAO, follow=[get_user("dr_wang").id])

    with clock.standing_at(cast.TODAY + 10 * A_WEEK):
        assert areas_of("dr_wang") == (cast.SHIQIAO,)
