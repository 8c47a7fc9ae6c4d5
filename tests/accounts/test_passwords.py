from __future__ import annotations

from argon2 import PasswordHasher

from app.accounts.passwords import hash_password, is_dated, is_right


def test_a_password_fits_its_own_hash_only():
    known = hash_password("liu-tang-2026-wen")

    assert is_right("liu-tang-2026-wen", known=known)
    assert not is_right("liu-tang-2026-wem", known=known)


def test_the_hash_is_argon2id_and_salted():
    assert hash_password("liu-tang").startswith("$argon2id$")
    assert hash_password("liu-tang") != hash_password("liu-tang")


def test_nobody_has_no_password():
    assert not is_right("nobody has this password", known=None)


def test_a_broken_hash_lets_nobody_in():
    assert not is_right("anything", known="not a hash")


def test_a_hash_with_weaker_settings_is_dated():
    assert is_dated(PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash("liu-tang"))
    assert not is_dated(hash_password("liu-tang"))
