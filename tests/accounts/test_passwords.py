from __future__ import annotations

import re
from datetime import timedelta

from argon2 import PasswordHasher

from app.accounts import passwords
from app.accounts.passwords import hash_password, is_dated, is_right
from app.accounts.reader import Role
from app.accounts.rules import STANDARD, check_password, password_rules


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


def test_a_one_time_password_can_be_read_out_and_fits_every_rule():
    made = {passwords.one_time_password() for _ in range(200)}

    assert len(made) == 200
    for password in made:
        assert re.fullmatch(r"[a-z]{4}-[2-9]{4}-[a-z]{4}-[a-z]{4}", password)
        check_password(
            password, username="admin", role=Role.ADMIN, rules=password_rules("level-protection", days=90)
        )


def test_the_rules_in_force_are_the_deployments(app):
    assert passwords.rules_in_force() == STANDARD

    app.config |= {"XUNHU_PASSWORD_RULES": "level-protection", "XUNHU_PASSWORD_DAYS": 30}

    assert passwords.rules_in_force().lasts == timedelta(days=30)
