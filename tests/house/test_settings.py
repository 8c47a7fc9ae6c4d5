"""Settings: one list in the code, the same in the documentation, and plain words for a wrong one."""

from __future__ import annotations

import re
from datetime import date

import pytest

import config
from app import create_app
from app.duties.service import install_start, start_for
from tests.house import ROOT

KEYS = {"XUNHU_SECRET_KEY": "s", "XUNHU_DATA_KEYS": "k"}


def test_the_documentation_holds_every_setting_and_no_other():
    table = (ROOT / "docs" / "settings.md").read_text("utf-8")

    assert set(re.findall(r"^\| `(XUNHU_\w+)`", table, re.MULTILINE)) == set(config.SETTINGS)


def test_a_setting_nobody_reads_is_refused():
    with pytest.raises(config.BadSetting, match="XUNHU_DATABSE_URL"):
        config.load({"XUNHU_DATABSE_URL": "sqlite:///x"} | KEYS)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("XUNHU_OWED_FROM", "1.1.2026"),
        ("XUNHU_PROXIES", "one"),
        ("XUNHU_DATABASE_URL", "mysql://x"),
        ("XUNHU_CLOCK", "tomorrow"),
        ("XUNHU_LOG_LEVEL", "LOUD"),
        ("XUNHU_KEEP_READS_DAYS", "189"),
        ("XUNHU_MAIL_URL", "mail.example.cn"),
        ("XUNHU_MAIL_URL", "smtp://mail:many"),
        ("XUNHU_MAIL_FROM", "xunhu at example.cn"),
        ("XUNHU_DIGEST_AT", "7 o'clock"),
        ("XUNHU_DIGEST_AT", "25:00"),
        ("XUNHU_PASSWORD_RULES", "strict"),
        ("XUNHU_PASSWORD_DAYS", "a quarter"),
    ],
)
def test_a_wrong_value_is_refused_with_the_name_of_the_setting(name, value):
    with pytest.raises(config.BadSetting, match=name):
        config.load({name: value} | KEYS)


def test_values_are_read_into_what_they_mean():
    settings = config.load({"XUNHU_OWED_FROM": "2026-01-01", "XUNHU_PACKS": "national, luan-2024-24"} | KEYS)

    assert settings["XUNHU_OWED_FROM"] == date(2026, 1, 1)
    assert settings["XUNHU_PACKS"] == ("national", "luan-2024-24")


def test_an_address_of_postgresql_is_given_its_driver(tmp_path):
    assert config.database_url("postgresql://u@h/n", instance=tmp_path) == "postgresql+psycopg://u@h/n"
    assert config.database_url("postgres://u@h/n", instance=tmp_path) == "postgresql+psycopg://u@h/n"


def test_secrets_are_made_once_and_only_their_owner_may_read_them(tmp_path):
    first = config.load({"XUNHU_INSTANCE": str(tmp_path)})
    second = config.load({"XUNHU_INSTANCE": str(tmp_path)})

    assert (first["SECRET_KEY"], first["XUNHU_DATA_KEYS"]) == (
        second["SECRET_KEY"],
        second["XUNHU_DATA_KEYS"],
    )
    assert {(tmp_path / name).stat().st_mode & 0o777 for name in ("secret_key", "data_keys")} == {0o600}


def test_lost_data_keys_are_not_replaced_beside_a_database_that_needs_them(tmp_path):
    (tmp_path / config.DATABASE_NAME).touch()

    with pytest.raises(config.BadSetting, match="put the keys back"):
        config.load({"XUNHU_INSTANCE": str(tmp_path)})


def test_the_day_the_deployment_began_to_owe_can_be_set(app):
    try:
        create_app(dict(app.config) | {"XUNHU_OWED_FROM": date(2025, 7, 1)})

        assert start_for(date(2026, 5, 20)) == date(2025, 7, 1)
    finally:
        install_start(None)
