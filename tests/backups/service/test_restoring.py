"""The rehearsal: a backup is put back, on either database from either, and everything is there and works."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from app.accounts.queries import find_reader
from app.audit.models import AuditEntry
from app.audit.queries import verify
from app.backups.models import Epoch
from app.backups.queries import find_epoch
from app.backups.service import make_backup, restore_backup
from app.backups.service.restoring import Terms
from app.backups.service.wire import count, list_tables
from app.core.claims import claim, is_claimed
from app.core.db import db
from app.core.errors import Refused
from app.core.sealing import unseal
from app.core.transaction import SYSTEM, transaction
from app.outbox.models import Letter
from app.outbox.rules import LetterState
from app.people.models import Person
from app.visits.models import Visit
from app.visits.service import file_visit
from tests import cast
from tests.backups.conftest import opened, plain_tables

CHANGED_BY_A_RESTORE = {"audit_entry", "audit_head", "epoch", "letter", "sign_in"}


def restore(path, into, **terms):
    return restore_backup(path, into=into, migrate=plain_tables, terms=Terms(**terms))


def counted():
    with db.engine.connect() as connection:
        return {table.name: count(table, connection) for table in list_tables(connection)}


def rehearse(made, target, folder, granny_chen, sign_in):
    number, identity = granny_chen.id, granny_chen.identity_sealed
    plain = unseal(identity, context="person.identity")

    restored = restore(made.path, target)

    with opened(target, folder) as again:
        found = counted()
        assert {name: found[name] for name in found.keys() - CHANGED_BY_A_RESTORE} == {
            name: table for name, table in made.manifest.tables.items() if name not in CHANGED_BY_A_RESTORE
        }
        assert verify() == []
        assert restored.epoch == find_epoch() != ""
        granny = db.session.get(Person, number)
        assert granny.name == "陈桂英" and unseal(granny.identity_sealed, context="person.identity") == plain
        signed_in = sign_in(again.test_client(), cast.DR_LI)
        assert "陈桂英" in signed_in.get(f"/people/{number}").text
        _work_goes_on(granny)


def _work_goes_on(granny):
    """Numbers go on behind the highest ones, references hold, the trail takes new entries."""
    before = db.session.scalar(sa.select(sa.func.max(Visit.id)))
    doctor = find_reader(cast.DR_LI.username)
    with transaction("visit.file", by=doctor):
        visit = file_visit(cast.a_visit(), person=granny, doctor=doctor)
    assert visit.id > before
    with pytest.raises(sa.exc.IntegrityError), db.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO person_initial VALUES (999999, 'x', '341502109201')")
    assert verify() == []


def test_a_backup_comes_back_whole_in_sqlite(made, stock, sqlite_target, tmp_path, sign_in):
    rehearse(made, sqlite_target, tmp_path / "instance", stock, sign_in)


def test_a_backup_comes_back_whole_in_postgresql(made, stock, postgres_target, tmp_path, sign_in):
    rehearse(made, postgres_target, tmp_path / "instance", stock, sign_in)


def test_a_county_moves_up_and_back_without_a_difference(made, sqlite_target, postgres_target, tmp_path):
    restore(made.path, postgres_target)
    with opened(postgres_target, tmp_path / "up"):
        above, again = counted(), make_backup(tmp_path / "up" / "backups")
    restore(again.path, sqlite_target)
    with opened(sqlite_target, tmp_path / "down"):
        below = counted()

    assert {name for name in above if above[name] != below[name]} <= {"audit_entry", "audit_head", "epoch"}


def test_a_restore_ends_sessions_and_sends_no_letter_twice(made, sqlite_target, tmp_path, client):
    restored = restore(made.path, sqlite_target)

    assert (restored.settled.sessions, restored.settled.letters) == (1, 1)
    with opened(sqlite_target, tmp_path / "instance") as again:
        letter = db.session.scalars(sa.select(Letter)).one()
        assert letter.state is LetterState.DOUBTFUL and letter.handed_at is not None
        cookie = client.get_cookie("xunhu")
        stranger = again.test_client()
        stranger.set_cookie("xunhu", cookie.value if cookie else "")
        assert stranger.get("/").status_code in (302, 401)


def test_what_the_timetable_did_before_the_restore_is_not_done_again(made, sqlite_target, tmp_path):
    restore(made.path, sqlite_target)
    with opened(sqlite_target, tmp_path / "before"), transaction("morning.digests", by=SYSTEM):
        claim("morning-digests", slot="2026-05-20")

    restore(made.path, sqlite_target, replace=True)

    with opened(sqlite_target, tmp_path / "after"):
        assert is_claimed("morning-digests", slot="2026-05-20")


def test_a_restore_begins_another_life_and_stands_in_the_trail(made, sqlite_target, tmp_path):
    first = restore(made.path, sqlite_target)
    second = restore(made.path, sqlite_target, replace=True)

    assert first.epoch != second.epoch
    with opened(sqlite_target, tmp_path / "instance"):
        assert db.session.scalars(sa.select(Epoch)).one().restored_from == made.path.name
        head = db.session.execute(
            sa.text("SELECT action, actor_name FROM audit_entry ORDER BY id DESC")
        ).first()
        assert tuple(head) == ("backup.restore", "command line")


@pytest.mark.parametrize("kind", ["sqlite_target", "postgres_target"])
def test_a_database_in_use_is_replaced_only_when_that_was_said(
    made, kind, request, tmp_path, postgres_server
):
    target = request.getfixturevalue(kind)
    restore(made.path, target)
    with opened(target, tmp_path / "instance"):
        cast.a_person(name="后来人")

    with pytest.raises(Refused, match="--replace"):
        restore(made.path, target)

    with opened(target, tmp_path / "instance"):
        assert db.session.scalar(sa.select(sa.func.count()).where(Person.name == "后来人")) == 1
    restore(made.path, target, replace=True)
    with opened(target, tmp_path / "instance"):
        assert db.session.scalar(sa.select(sa.func.count()).where(Person.name == "后来人")) == 0


def test_who_holds_the_old_database_open_sees_the_new_one_whole(made, sqlite_target, tmp_path):
    restore(made.path, sqlite_target)
    with opened(sqlite_target, tmp_path / "instance"):
        cast.a_person(name="后来人")
        assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 3
        db.session.commit()
        held = db.engine.connect()

        restore(made.path, sqlite_target, replace=True)

        assert held.exec_driver_sql("SELECT count(*) FROM person").scalar() == 2
        assert held.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert held.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        held.close()


def test_a_trail_that_was_tampered_with_before_is_told_and_restored_only_when_accepted(
    stock, sqlite_target, tmp_path
):
    with db.engine.connect() as connection:
        driver = connection.connection.driver_connection
        driver.execute("UPDATE audit_entry SET actor_name = 'nobody' WHERE id = 5")
        driver.commit()
    made = make_backup(tmp_path / "backups")

    with pytest.raises(Refused, match="第 5 条"):
        restore(made.path, sqlite_target)
    restored = restore(made.path, sqlite_target, accept_damage=True)

    assert restored.manifest == made.manifest
    with opened(sqlite_target, tmp_path / "instance"):
        told = sa.select(AuditEntry.details).where(AuditEntry.action == "backup.restore")
        assert db.session.scalars(told).one()["damage"] == 1


def test_a_newer_backup_is_refused_before_anything_is_touched(made, postgres_target, tmp_path):
    from app.backups.cli import migrate

    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '29990101_later'")
    newer = make_backup(tmp_path / "newer")

    with pytest.raises(Refused, match="更新的程序版本"):
        restore_backup(newer.path, into=postgres_target, migrate=migrate, terms=Terms())
