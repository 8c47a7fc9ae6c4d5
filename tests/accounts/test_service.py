from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher

from app.accounts import passwords
from app.accounts.areas import AreaRow, AreasRefused
from app.accounts.models import Area, SignIn, User
from app.accounts.queries import find_reader, find_session, get_user
from app.accounts.reader import Role
from app.accounts.service import (
    NewAccount,
    SignedIn,
    add_user,
    choose_language,
    import_areas,
    open_session,
    set_password,
    sign_in_with,
    weigh,
)
from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import SYSTEM, transaction
from tests import cast


def try_to_sign_in(username: str = "dr_li", password: str = cast.PASSWORD) -> SignedIn | Refused:
    attempt = weigh(username, password)
    with transaction(attempt.action, by=attempt):
        return sign_in_with(attempt)


def fail(times: int, username: str = "dr_li") -> None:
    for _ in range(times):
        assert isinstance(try_to_sign_in(username, "wrong-password"), Refused)


def test_the_right_password_opens_a_session(app, dr_li):
    outcome = try_to_sign_in(" DR_LI ")

    assert isinstance(outcome, SignedIn)
    session = find_session(outcome.id, at=clock.now())
    assert session is not None and session.reader == dr_li


def test_the_server_keeps_only_a_hash_of_the_token(app):
    outcome = try_to_sign_in()

    assert isinstance(outcome, SignedIn)
    row = db.session.get_one(SignIn, outcome.id)
    assert outcome.token not in (row.id, *row.data.values())


@pytest.mark.parametrize(
    ("username", "password"), [("dr_li", "wrong-password"), ("nobody", cast.PASSWORD), ("", "")]
)
def test_a_wrong_password_and_an_unknown_name_are_told_alike(app, username, password):
    outcome = try_to_sign_in(username, password)

    wrong = try_to_sign_in("dr_wang", "wrong-password")
    assert isinstance(outcome, Refused) and isinstance(wrong, Refused)
    assert (outcome.text, outcome.status) == (wrong.text, wrong.status)


def test_an_unknown_name_costs_a_verification_too(app, monkeypatch):
    verified = []
    right = PasswordHasher.verify
    monkeypatch.setattr(PasswordHasher, "verify", lambda *args: verified.append(1) or right(*args))

    weigh("nobody", cast.PASSWORD)
    weigh("dr_li", "wrong-password")

    assert len(verified) == 2


def test_four_failures_do_not_lock(app):
    fail(4)

    assert isinstance(try_to_sign_in(), SignedIn)


def test_five_failures_lock_for_a_minute_even_against_the_right_password(app):
    fail(5)

    begun = clock.now()
    for seconds, outcome in ((0, Refused), (59, Refused), (60, SignedIn)):
        with clock.standing_at(begun + timedelta(seconds=seconds)):
            assert isinstance(try_to_sign_in(), outcome)


def test_each_further_failure_doubles_the_wait(app):
    fail(5)

    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        fail(1)
        user = get_user("dr_li")
        assert user.locked_until == clock.now() + timedelta(minutes=2)


def test_knocking_on_a_locked_account_does_not_lengthen_the_wait(app):
    fail(5)
    locked_until = get_user("dr_li").locked_until

    fail(3)

    assert get_user("dr_li").locked_until == locked_until


def test_a_success_forgets_the_failures(app):
    fail(4)
    assert isinstance(try_to_sign_in(), SignedIn)

    fail(4)

    assert isinstance(try_to_sign_in(), SignedIn)


def test_the_lock_of_one_account_leaves_the_others_alone(app):
    fail(5)

    assert isinstance(try_to_sign_in("dr_wang"), SignedIn)


def test_a_lock_stands_in_the_database(app):
    fail(5)

    row = db.session.execute(
        sa.select(User.failures, User.locked_until).where(User.username == "dr_li")
    ).one()
    assert row.failures == 5 and row.locked_until is not None


def test_a_closed_account_does_not_open(app):
    with transaction("account.close", by=SYSTEM):
        get_user("dr_li").active = False

    assert isinstance(try_to_sign_in(), Refused)


def test_attempts_are_in_the_trail_without_what_was_typed(app, dr_li):
    fail(1)
    try_to_sign_in()

    trail = db.session.execute(
        sa.select(AuditEntry.action, AuditEntry.actor_id, AuditEntry.subject_id, AuditEntry.details)
        .where(AuditEntry.action.startswith("account.sign-in"))
        .order_by(AuditEntry.id)
    ).all()
    assert [entry[:3] for entry in trail] == [
        ("account.sign-in-failed", None, dr_li.id),
        ("account.sign-in", dr_li.id, dr_li.id),
    ]
    assert "wrong-password" not in str(trail)


def test_a_dated_hash_is_renewed_at_sign_in(app):
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(cast.PASSWORD)
    with transaction("account.password", by=SYSTEM):
        get_user("dr_li").password_hash = weak

    assert isinstance(try_to_sign_in(), SignedIn)

    assert not passwords.is_dated(get_user("dr_li").password_hash)


def test_old_sessions_are_cleared_away_at_the_next_sign_in(app, dr_li):
    with transaction("account.sign-in", by=dr_li), clock.standing_at(clock.now() - timedelta(days=8)):
        old = open_session(dr_li.id)

    try_to_sign_in()

    assert db.session.get(SignIn, old.id) is None


def test_another_password_ends_sessions_and_lifts_the_lock(app):
    opened = try_to_sign_in()
    assert isinstance(opened, SignedIn)
    fail(5)

    with transaction("account.password", by=SYSTEM):
        set_password(get_user("dr_li"), password="another-2026-one")

    assert find_session(opened.id, at=clock.now()) is None
    assert isinstance(try_to_sign_in(password="another-2026-one"), SignedIn)


def an_account(**changes: object) -> NewAccount:
    stated: dict[str, object] = {
        "username": "dr_sun",
        "role": Role.VILLAGE_DOCTOR,
        "areas": (cast.GUIHUA,),
        "password": cast.PASSWORD,
        "full_name": "孙梅",
    }
    return NewAccount(**(stated | changes))  # type: ignore[arg-type]  # fields by name


def test_a_new_account_reads_its_areas(app):
    with transaction("account.add", by=SYSTEM):
        add_user(an_account(areas=(cast.GUIHUA, cast.SHIQIAO, cast.GUIHUA)))

    reader = find_reader("dr_sun")
    assert reader is not None
    assert (reader.name, reader.areas) == ("孙梅", (cast.SHIQIAO, cast.GUIHUA))


REFUSED = {
    "a name that is taken": (an_account(username="DR_LI"), Conflict),
    "a weak password": (an_account(password="12345678"), Refused),
    "an area of another level": (an_account(areas=(cast.TOWN,)), Refused),
    "an area nobody knows": (an_account(areas=("341502109299",)), Refused),
    "an area that is no code": (an_account(areas=("柳塘村",)), Refused),
    "a name of two words": (an_account(username="dr sun"), Refused),
}


@pytest.mark.parametrize(("account", "error"), REFUSED.values(), ids=REFUSED.keys())
def test_an_account_that_cannot_be_is_refused_and_nothing_is_kept(app, account, error):
    with pytest.raises(error), transaction("account.add", by=SYSTEM):
        add_user(account)

    assert len(db.session.scalars(sa.select(User.id)).all()) == len(cast.EVERYBODY)


def test_a_chosen_language_stays_with_the_account(app, dr_li):
    with transaction("account.language", by=dr_li):
        choose_language(dr_li.id, language="en")

    reader = find_reader("dr_li")
    assert reader is not None and reader.language == "en"


def test_areas_are_taken_in_renamed_and_left_alone(app):
    rows = [
        AreaRow(2, "341502109204", "新庄村"),
        AreaRow(3, cast.GUIHUA, "桂花新村"),
        AreaRow(4, cast.TOWN, "三十铺镇"),
    ]

    with transaction("areas.import", by=SYSTEM):
        taken = import_areas(rows)

    assert (len(taken.new), len(taken.changed), taken.unchanged) == (1, 1, 1)
    assert db.session.get_one(Area, "341502109204").parent_code == cast.TOWN
    assert db.session.get_one(Area, cast.GUIHUA).name == "桂花新村"


def test_a_wrong_row_keeps_the_whole_table_out(app):
    with pytest.raises(AreasRefused), transaction("areas.import", by=SYSTEM):
        import_areas([AreaRow(2, "341502109204", "新庄村"), AreaRow(3, "x", "甲")])

    assert db.session.get(Area, "341502109204") is None
