"""The engine settings durability rests on."""

from __future__ import annotations

from datetime import datetime

import pytest
import sqlalchemy as sa

from app.core.db import Instant, db


def test_sqlite_runs_with_the_settings_durability_rests_on(app):
    if db.engine.dialect.name != "sqlite":
        assert db.session.scalar(sa.text("SHOW synchronous_commit")) == "on"
        return
    asked = {
        name: db.session.scalar(sa.text(f"PRAGMA {name}"))
        for name in ("journal_mode", "synchronous", "foreign_keys")
    }

    assert asked == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
    assert db.session.scalar(sa.text("SELECT sqlite_version()")) > "3.51.2"


def test_an_instant_without_a_zone_is_refused(app):
    with pytest.raises(ValueError, match="time zone"):
        Instant().process_bind_param(datetime(2026, 5, 20), db.engine.dialect)


def test_an_error_of_the_database_names_the_statement_and_never_the_values(app):
    with pytest.raises(sa.exc.DatabaseError) as fault:
        db.session.execute(sa.text("SELECT * FROM nowhere WHERE name = :name"), {"name": "陈桂英"})

    assert "nowhere" in str(fault.value) and "陈桂英" not in str(fault.value)
