from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.accounts.models import DoorStrain
from app.accounts.service import check_door, strain_door
from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.core.transaction import SYSTEM, transaction

HERE, ELSEWHERE = "203.0.113.7", "203.0.113.8"


def fail(times: int, address: str = HERE) -> None:
    for _ in range(times):
        with transaction("account.sign-in-failed", by=SYSTEM):
            strain_door(address)


def is_open(address: str = HERE) -> bool:
    try:
        check_door(address)
    except Refused as refused:
        return refused.status != 429
    return True


def test_twenty_nine_wrong_attempts_leave_the_door_open_and_thirty_shut_it(app):
    fail(29)
    assert is_open()

    fail(1)

    assert not is_open()
    assert is_open(ELSEWHERE)


def test_five_minutes_after_the_first_wrong_attempt_the_door_opens_again(app):
    begun = clock.now()
    fail(29)
    with clock.standing_at(begun + timedelta(minutes=4, seconds=59)):
        fail(1)
        assert not is_open()

    with clock.standing_at(begun + timedelta(minutes=5)):
        assert is_open()
        fail(29)
        assert is_open()
        fail(1)
        assert not is_open()


def test_a_whole_network_of_the_newer_internet_counts_as_one(app):
    for last in range(30):
        fail(1, f"2001:db8:1:2::{last:x}")

    assert not is_open("2001:db8:1:2:ffff::1")
    assert is_open("2001:db8:1:3::1")


def test_where_an_attempt_came_from_is_not_kept_in_plain(app):
    fail(1)

    (row,) = db.session.scalars(sa.select(DoorStrain))
    assert HERE not in row.origin and len(row.origin) == 32


def test_old_counts_are_swept_out(app):
    fail(1, ELSEWHERE)

    with clock.standing_at(clock.now() + timedelta(days=1, seconds=1)):
        fail(1)

    assert db.session.scalar(sa.select(sa.func.count()).select_from(DoorStrain)) == 1


@pytest.mark.parametrize("servers", [4])
def test_attempts_on_several_servers_are_counted_together(app, servers):
    def attempt(_: int) -> None:
        with app.app_context():
            fail(1)
            db.session.remove()

    with ThreadPoolExecutor(servers) as threads:
        list(threads.map(attempt, range(30)))

    assert not is_open()
