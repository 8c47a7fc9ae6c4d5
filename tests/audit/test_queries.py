from __future__ import annotations

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask

from app.audit.chain import BEGINNING, Damage
from app.audit.queries import find_head, verify
from app.audit.service import note
from app.core.db import db
from app.core.transaction import SYSTEM, transaction


@pytest.fixture
def tamper(app: Flask) -> Callable[..., None]:
    """Change the trail as somebody with the database file could, past the application."""
    for number in range(5):
        with transaction("some.deed", by=SYSTEM):
            note("person", number)

    def _tamper(*statements: str) -> None:
        db.session.rollback()
        engine = sa.create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(sa.text(statement))
        engine.dispose()

    return _tamper


def test_an_untouched_trail_holds(tamper):
    assert verify() == []


@pytest.mark.parametrize(
    "change",
    [
        "actor_name = 'somebody else'",
        "subject_id = 99",
        "action = 'person.read'",
        "details = '{\"changed\": []}'",
        "hash = previous_hash",
    ],
)
def test_a_changed_entry_is_found(tamper, change):
    last, _ = find_head()

    tamper(f"UPDATE audit_entry SET {change} WHERE id = {last - 2}")

    assert (last - 2, Damage.CHANGED) in [(fault.entry_id, fault.damage) for fault in verify()]


def test_a_deleted_entry_is_found(tamper):
    last, _ = find_head()

    tamper(f"DELETE FROM audit_entry WHERE id = {last - 2}")

    assert [(fault.entry_id, fault.damage) for fault in verify()] == [(last - 1, Damage.MISSING)]


def test_swapped_entries_are_found(tamper):
    last, _ = find_head()
    one, other = last - 2, last - 1

    tamper(
        f"UPDATE audit_entry SET id = -1 WHERE id = {one}",
        f"UPDATE audit_entry SET id = {one} WHERE id = {other}",
        f"UPDATE audit_entry SET id = {other} WHERE id = -1",
    )

    assert {one, other} <= {fault.entry_id for fault in verify()}


def test_a_cut_tail_is_found(tamper):
    last, _ = find_head()

    tamper(f"DELETE FROM audit_entry WHERE id > {last - 2}")

    assert [(fault.entry_id, fault.damage) for fault in verify()] == [(last, Damage.CUT)]


def test_a_trail_that_was_emptied_is_found(tamper):
    tamper("DELETE FROM audit_entry")

    assert [fault.damage for fault in verify()] == [Damage.CUT]


def test_a_database_without_a_trail_begins_at_the_beginning(tamper):
    tamper("DELETE FROM audit_entry", "DELETE FROM audit_head")

    assert find_head() == (0, BEGINNING)
    assert verify() == []


def test_the_command_tells_each_fault_and_fails(app, tamper):
    last, _ = find_head()
    tamper(f"UPDATE audit_entry SET subject_id = 99 WHERE id = {last}")

    result = app.test_cli_runner().invoke(args=["audit", "verify", "--json"])

    assert result.exit_code == 1
    assert f'"entry": {last}' in result.stdout
    assert str(last) in result.stderr


def test_the_command_succeeds_on_a_sound_trail(app, tamper):
    result = app.test_cli_runner().invoke(args=["audit", "verify"])

    assert result.exit_code == 0
    assert result.stdout == ""
    assert "0 faults" in result.stderr
