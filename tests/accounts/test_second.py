from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pyotp
import pytest
import sqlalchemy as sa

from app.accounts.models import RecoveryCode, User
from app.accounts.queries import get_user
from app.accounts.second import (
    Shown,
    accept,
    clear_second_factor,
    draft_secret,
    find_second_factor,
    read_draft,
    renew_with,
    set_second_factor,
    weigh_code,
)
from app.audit.models import AuditEntry
from app.core import clock
from app.core.db import db
from app.core.errors import Conflict, Refused
from app.core.transaction import SYSTEM, transaction

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code_now(offset: int = 0) -> str:
    return pyotp.TOTP(SECRET).generate_otp(int(clock.now().timestamp()) // 30 + offset)


def set_up(reader) -> list[str]:
    with transaction("account.second-factor-set", by=reader):
        return set_second_factor(reader.id, secret=SECRET, code=code_now(-1))


def show(reader, code) -> User | Refused:
    shown = weigh_code(reader.id, code)
    with transaction(shown.named("account.sign-in"), by=shown):
        return accept(shown)


def test_a_generator_counts_once_it_has_shown_a_right_code(app, county):
    with pytest.raises(Refused), transaction("account.second-factor-set", by=county):
        set_second_factor(county.id, secret=SECRET, code="000000")
    assert find_second_factor(county.id) is None

    codes = set_up(county)

    standing = find_second_factor(county.id)
    assert standing is not None and standing.since == clock.now() and standing.codes_left == len(codes) == 10


def test_a_second_generator_takes_no_place_of_the_first(app, county):
    set_up(county)

    with pytest.raises(Conflict), transaction("account.second-factor-set", by=county):
        set_second_factor(county.id, secret="A" * 32, code=pyotp.TOTP("A" * 32).at(clock.now()))


def test_secret_and_recovery_codes_stand_nowhere_in_plain(app, county):
    codes = set_up(county)

    user = get_user("county")
    kept = {*db.session.scalars(sa.select(RecoveryCode.code_hash)), user.totp_sealed or ""}
    assert not [text for text in kept if SECRET in text or any(code in text for code in codes)]


def test_each_code_opens_once(app, county):
    set_up(county)

    assert isinstance(show(county, code_now()), User)
    assert isinstance(show(county, code_now()), Refused)
    assert isinstance(show(county, code_now(1)), User)


def test_each_recovery_code_opens_once_and_is_counted_off(app, county):
    first, second, *_ = set_up(county)

    assert isinstance(show(county, first.lower()), User)
    assert isinstance(show(county, first), Refused)
    assert isinstance(show(county, second), User)
    standing = find_second_factor(county.id)
    assert standing is not None and standing.codes_left == 8


def test_nobody_opens_with_the_recovery_code_of_another(app, county, admin):
    set_up(county)
    (code, *_) = set_up(admin)

    assert isinstance(show(county, code), Refused)


def test_new_recovery_codes_withdraw_the_old_ones(app, county):
    (old, *_) = set_up(county)
    shown = weigh_code(county.id, code_now())
    with transaction("account.second-factor-renewed", by=county):
        new = renew_with(shown)

    assert isinstance(new, list) and len(new) == 10 and old not in new
    assert isinstance(show(county, old), Refused)
    assert isinstance(show(county, new[0]), User)


def test_wrong_codes_lock_the_account_like_wrong_passwords(app, county):
    (recovery, *_) = set_up(county)
    for _ in range(5):
        assert isinstance(show(county, "000000"), Refused)

    assert isinstance(show(county, code_now()), Refused)
    assert isinstance(show(county, recovery), Refused)
    with clock.standing_at(clock.now() + timedelta(minutes=1)):
        assert isinstance(show(county, code_now()), User)


def test_a_cleared_second_factor_leaves_nothing_that_opens(app, county):
    (recovery, *_) = set_up(county)
    with transaction("account.second-factor-cleared", by=SYSTEM):
        clear_second_factor(get_user("county"))

    assert find_second_factor(county.id) is None
    assert isinstance(show(county, code_now()), Refused)
    assert isinstance(show(county, recovery), Refused)
    assert len(set_up(county)) == 10


def test_a_draft_opens_for_its_own_account_only(app, county, admin):
    secret, sealed = draft_secret(county.id)

    assert read_draft(sealed, user_id=county.id) == secret
    assert secret not in sealed
    with pytest.raises(Refused):
        read_draft(sealed, user_id=admin.id)


def test_a_code_that_two_servers_compared_at_once_opens_one_door(app, county):
    set_up(county)
    compared, ready = weigh_code(county.id, code_now()), Barrier(2)

    def enter() -> bool:
        with app.app_context():
            ready.wait()
            try:
                with transaction("account.sign-in", by=compared):
                    return isinstance(accept(compared), User)
            except Refused:
                return False
            finally:
                db.session.remove()

    db.session.rollback()
    with ThreadPoolExecutor(2) as servers, clock.standing_at(clock.now()):
        outcomes = [server.result() for server in [servers.submit(enter) for _ in range(2)]]

    assert sorted(outcomes) == [False, True]


def test_the_trail_tells_what_opened_the_door_and_never_the_code(app, county):
    (recovery, *_) = set_up(county)
    code = code_now()
    for shown in (code, recovery, "000000"):
        show(county, shown)

    entries = db.session.scalars(sa.select(AuditEntry).order_by(AuditEntry.id.desc()).limit(20)).all()
    told = [(entry.action, entry.details.get("second_factor")) for entry in entries]
    assert ("account.sign-in", "code") in told
    assert ("account.sign-in", "recovery") in told
    assert told[0][0] == "account.sign-in-failed"
    assert not [entry for entry in entries if code in str(entry.details) or recovery in str(entry.details)]


def test_a_closed_account_shows_nothing(app, county):
    set_up(county)
    with transaction("account.close", by=SYSTEM):
        get_user("county").active = False

    assert weigh_code(county.id, code_now()) == Shown(county.id, "anonymous")
