from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from app.accounts.reader import Role
from app.accounts.rules.codes import (
    clean_code,
    fresh_recovery_codes,
    fresh_secret,
    may_be_recovery,
    recovery_hash,
    second_factor_due_at,
    setup_address,
    step_shown,
)
from app.accounts.rules.origins import origin_of

NOW = datetime(2026, 5, 20, 1, 0, 10, tzinfo=UTC)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
STEP = int(NOW.timestamp()) // 30


def code_at(step: int) -> str:
    return pyotp.TOTP(SECRET).generate_otp(step)


def test_the_codes_are_those_of_the_standard():
    # RFC 6238, appendix B: the last six of its eight digits.
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"

    for seconds, digits in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        at = datetime.fromtimestamp(seconds, UTC)
        assert step_shown(secret, digits, at=at, last=None) == seconds // 30


@pytest.mark.parametrize(("offset", "is_taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_counts_half_a_minute_early_and_late_and_no_longer(offset, is_taken):
    step = step_shown(SECRET, code_at(STEP + offset), at=NOW, last=None)

    assert step == (STEP + offset if is_taken else None)


def test_a_step_that_was_used_is_not_taken_again_nor_any_before_it():
    assert step_shown(SECRET, code_at(STEP), at=NOW, last=STEP) is None
    assert step_shown(SECRET, code_at(STEP - 1), at=NOW, last=STEP) is None
    assert step_shown(SECRET, code_at(STEP + 1), at=NOW, last=STEP) == STEP + 1


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３"])
def test_what_is_no_code_is_not_compared(typed):
    assert step_shown(SECRET, clean_code(typed), at=NOW, last=None) is None


def test_a_code_may_be_typed_in_groups_and_with_wide_digits():
    wide = code_at(STEP).translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})

    assert step_shown(SECRET, clean_code(f" {wide[:3]} {wide[3:]}"), at=NOW, last=None) == STEP


def test_a_secret_has_the_length_the_standard_asks_and_is_never_the_same():
    secrets = {fresh_secret() for _ in range(20)}

    assert len(secrets) == 20
    assert {len(secret) for secret in secrets} == {32}  # 160 bits


def test_the_picture_says_whose_generator_it_is():
    address = setup_address(SECRET, username="county")

    read = pyotp.parse_uri(address)
    assert (read.secret, read.name, read.issuer) == (SECRET, "county", "巡护")


def test_ten_recovery_codes_of_eighty_bits_are_given_out():
    codes = fresh_recovery_codes()

    assert len(set(codes)) == 10
    assert all(may_be_recovery(clean_code(code)) for code in codes)
    assert {len(clean_code(code)) * 5 for code in codes} == {80}


def test_a_recovery_code_is_known_however_it_was_copied_from_paper():
    known = recovery_hash("1A0B-2C3D-4E5F-6G7H")

    for typed in ("1a0b2c3d4e5f6g7h", "IAOB 2C3D 4E5F 6G7H", "lAoB-2C3D-4E5F-6G7H"):
        assert recovery_hash(typed) == known
    assert recovery_hash("1A0B-2C3D-4E5F-6G7J") != known


@pytest.mark.parametrize(
    ("role", "days", "after"),
    [
        (Role.COUNTY, 7, timedelta(days=7)),
        (Role.ADMIN, 0, timedelta(0)),
        (Role.COUNTY, None, None),
        (Role.VILLAGE_DOCTOR, 0, None),
        (Role.SUPERVISOR, 0, None),
    ],
)
def test_county_and_administrators_are_asked_for_a_second_factor_after_some_days(role, days, after):
    due = second_factor_due_at(role, opened_at=NOW, days=days)

    assert due == (None if after is None else NOW + after)


def test_nobody_is_asked_before_the_opening_of_their_account_is_known():
    assert second_factor_due_at(Role.ADMIN, opened_at=None, days=0) is None


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("::ffff:203.0.113.7", "203.0.113.7"),
        (None, "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_an_origin_is_what_one_visitor_can_not_change(address, origin):
    assert origin_of(address) == origin
