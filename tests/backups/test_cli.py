"""Backups at the prompt: made, checked, listed and put back through the migrations themselves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.backups.cli import backup
from app.backups.service import make_backup
from app.core.db import db
from app.people.models import Person
from tests import cast
from tests.backups.conftest import opened


def run(app, *words, **more):
    return app.test_cli_runner().invoke(backup, [str(word) for word in words], **more)


def made_by(app, folder):
    answer = run(app, "make", folder, "--json")
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout), answer.stderr


def test_make_tells_what_it_made_and_that_the_keys_are_not_in_it(app, stock, tmp_path):
    told, words = made_by(app, tmp_path / "new" / "folder")

    assert set(told) == {"file", "bytes", "rows", "head"}
    assert Path(told["file"]).stat().st_size == told["bytes"]
    assert "data_keys" in words
    listed = json.loads(run(app, "list", "--json").stdout)
    assert [each["file"] for each in listed] == [told["file"]]
    assert told["file"] in run(app, "list").stdout


@pytest.mark.sqlite  # the stage sets a PostgreSQL back table by table: none may be gone
def test_a_database_before_its_next_migration_can_be_backed_up(app, stock, tmp_path):
    with db.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE backup")
        connection.exec_driver_sql("DROP TABLE epoch")

    told, _words = made_by(app, tmp_path)

    assert run(app, "check", told["file"], "--quick").exit_code == 0


def test_check_puts_a_backup_back_and_throws_that_away(app, stock, tmp_path):
    told, _words = made_by(app, tmp_path)

    answer = run(app, "check", told["file"], "--json")

    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.stdout)["tables"]["person"] == 2
    assert not list(Path(app.instance_path).glob(".check-*"))


def test_quick_check_opens_every_seal(app, stock, tmp_path):
    told, _words = made_by(app, tmp_path)

    sound = run(app, "check", told["file"], "--quick")
    Path(told["file"]).write_bytes(Path(told["file"]).read_bytes()[:-1])
    cut = run(app, "check", told["file"], "--quick")

    assert (sound.exit_code, cut.exit_code) == (0, 1)
    assert "不完整" in cut.stderr and "incomplete" in cut.stderr


@pytest.mark.parametrize("kind", ["sqlite_target", "postgres_target"])
def test_restore_through_the_migrations(app, stock, kind, request, tmp_path, postgres_server):
    target = request.getfixturevalue(kind)
    told, _words = made_by(app, tmp_path)
    address = target.render_as_string(hide_password=False)

    first = run(app, "restore", told["file"], "--into", address, "--json")
    again = run(app, "restore", told["file"], "--into", address)
    unasked = run(app, "restore", told["file"], "--into", address, "--replace", input="n\n")
    replaced = run(app, "restore", told["file"], "--into", address, "--replace", "--yes")

    assert [each.exit_code for each in (first, again, unasked, replaced)] == [0, 1, 1, 0], first.output
    assert json.loads(first.stdout)["rows"] == told["rows"]
    assert "--replace" in again.stderr
    with opened(target, tmp_path / "instance"):
        assert db.session.scalar(sa.select(sa.func.count(Person.id))) == 2


@pytest.mark.sqlite  # the stage sets a PostgreSQL back by the order of its columns, which a restore may change
def test_the_database_of_the_settings_is_the_one_that_is_replaced(app, stock, tmp_path):
    told, _words = made_by(app, tmp_path)
    cast.a_person(name="后来人")

    answer = run(app, "restore", told["file"], "--replace", "--yes")

    assert answer.exit_code == 0, answer.output
    assert sorted(db.session.scalars(sa.select(Person.name))) == ["张三", "陈桂英"]


def test_a_backup_of_a_newer_version_is_refused(app, stock, tmp_path, sqlite_target):
    with db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '29990101_later'")
    newer = make_backup(tmp_path)

    answer = run(app, "restore", newer.path, "--into", str(sqlite_target))

    assert answer.exit_code == 1 and "更新的程序版本" in answer.stderr
    assert not Path(sqlite_target.database).exists()
