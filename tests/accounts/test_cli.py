from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask.testing import FlaskCliRunner

from app.accounts.models import Area
from app.accounts.queries import find_address, find_reader, find_session, get_user
from app.accounts.service import open_session
from app.core import clock
from app.core.db import db
from app.core.transaction import transaction
from tests import cast


@pytest.fixture
def run(app, monkeypatch):
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    runner: FlaskCliRunner = app.test_cli_runner()

    def _run(*args, typed=""):
        db.session.rollback()
        return runner.invoke(args=list(args), input=typed)

    return _run


@pytest.fixture
def table(tmp_path):
    def _table(text, encoding="utf-8"):
        path = tmp_path / "areas.csv"
        path.write_bytes(text.encode(encoding))
        return str(path)

    return _table


def add(run, *args, password=cast.PASSWORD):
    return run("accounts", "add", *args, "--password-stdin", typed=password + "\n")


def test_areas_are_imported_and_again_change_nothing(run, table):
    path = table("code,name\n341502109204,新庄村\n341502109205,上湾村\n", "gb18030")

    first, again = (run("areas", "import", path, "--json") for _ in range(2))

    assert (first.exit_code, json.loads(first.stdout)) == (0, {"new": 2, "changed": 0, "unchanged": 0})
    assert (again.exit_code, json.loads(again.stdout)) == (0, {"new": 0, "changed": 0, "unchanged": 2})


def test_every_fault_of_a_table_is_told_with_its_row_and_nothing_is_taken(run, table):
    result = run("areas", "import", table("code,name\n341502109204,新庄村\n34150x,甲\n341599101201,乙村\n"))

    assert result.exit_code != 0
    assert result.stdout == ""
    assert "第 3 行" in result.stderr and "第 4 行" in result.stderr
    assert db.session.scalar(sa.select(Area).where(Area.code == "341502109204")) is None


@pytest.mark.parametrize("text", ["", "nonsense\n1\n", "code,name\n"])
def test_a_file_that_is_no_table_fails_with_a_sentence(run, table, text):
    result = run("areas", "import", table(text))

    assert result.exit_code == 1
    assert result.stderr.startswith("Error: ")


def test_a_file_that_is_not_there_fails(run):
    assert run("areas", "import", "/nowhere/areas.csv").exit_code == 2


def test_an_account_is_opened(run):
    result = add(
        run,
        "dr_sun",
        "--role",
        "village-doctor",
        "--area",
        cast.GUIHUA,
        "--area",
        cast.SHIQIAO,
        "--full-name",
        "孙梅",
    )

    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    reader = find_reader("dr_sun")
    assert reader is not None
    assert (reader.name, reader.areas) == ("孙梅", (cast.SHIQIAO, cast.GUIHUA))


@pytest.mark.parametrize(
    ("args", "password"),
    [
        (("dr_sun", "--role", "village-doctor", "--area", cast.TOWN), cast.PASSWORD),
        (("dr_sun", "--role", "village-doctor"), cast.PASSWORD),
        (("dr_sun", "--role", "supervisor", "--area", "341599"), cast.PASSWORD),
        (("dr_li", "--role", "village-doctor", "--area", cast.GUIHUA), cast.PASSWORD),
        (("dr_sun", "--role", "king", "--area", cast.GUIHUA), cast.PASSWORD),
        (("dr_sun", "--role", "village-doctor", "--area", cast.GUIHUA), "12345678"),
        (("dr_sun", "--role", "village-doctor", "--area", cast.GUIHUA), ""),
    ],
)
def test_an_account_that_cannot_be_fails_with_a_sentence(run, args, password):
    result = add(run, *args, password=password)

    assert result.exit_code != 0
    assert result.stderr
    assert find_reader("dr_sun") is None


def test_an_administrator_needs_no_area(run):
    assert add(run, "root", "--role", "admin").exit_code == 0


def test_a_password_is_never_taken_from_a_pipe_unasked(run):
    result = run("accounts", "add", "root", "--role", "admin", typed=cast.PASSWORD)

    assert result.exit_code == 2
    assert "--password-stdin" in result.stderr


def test_accounts_are_listed_without_their_passwords(run):
    result = run("accounts", "list", "--json")

    rows = {row["name"]: row for row in json.loads(result.stdout)}
    assert rows["dr_li"] == {
        "name": "dr_li",
        "full_name": "李秀兰",
        "role": "village-doctor",
        "areas": [cast.LIUTANG],
        "state": "open",
    }
    assert "argon2" not in result.stdout
    assert "dr_li  李秀兰  village-doctor  " + cast.LIUTANG in run("accounts", "list").stdout


@pytest.mark.parametrize("command", ["close", "end-sessions"])
def test_a_command_ends_the_sessions_at_once(run, dr_li, command):
    with transaction("account.sign-in", by=dr_li):
        session_id = open_session(dr_li.id).id

    assert run("accounts", command, "dr_li").exit_code == 0
    assert find_session(session_id, at=clock.now()) is None


def test_a_password_is_changed(run):
    assert run("accounts", "password", "dr_li", "--password-stdin", typed="another-2026-one\n").exit_code == 0


def test_an_unknown_account_fails_with_a_sentence(run):
    result = run("accounts", "close", "nobody")

    assert result.exit_code == 1
    assert "nobody" in result.stderr


def test_an_account_is_opened_with_an_address_and_given_another(run):
    opened = add(run, "root", "--role", "admin", "--email", "Root@Xunhu.Example")
    first = find_address(find_reader("root").id)
    changed = run("accounts", "email", "root", "other@xunhu.example")

    assert (opened.exit_code, changed.exit_code) == (0, 0)
    assert first == "Root@xunhu.example"
    assert find_address(find_reader("root").id) == "other@xunhu.example"


@pytest.mark.parametrize("address", ["root", "root@", "root@xunhu", "r oot@xunhu.cn"])
def test_an_address_that_is_none_opens_no_account_and_changes_none(run, address):
    opened = add(run, "root", "--role", "admin", "--email", address)
    changed = run("accounts", "email", "dr_li", address)

    assert (opened.exit_code, changed.exit_code) == (1, 1)
    assert "不是邮箱地址" in opened.stderr and "不是邮箱地址" in changed.stderr
    assert find_reader("root") is None and find_address(find_reader("dr_li").id) is None


def test_an_account_opened_by_command_may_ask_for_another_password(run):
    add(run, "root", "--role", "admin")
    add(run, "second", "--role", "admin", "--must-change")

    root, second = (get_user(name) for name in ("root", "second"))
    assert (root.must_change_password, second.must_change_password) == (False, True)
    assert root.opened_at == root.password_set_at == clock.now()


def test_a_closed_account_is_opened_again(run, dr_li):
    run("accounts", "close", "dr_li")

    assert run("accounts", "open", "dr_li").exit_code == 0
    assert find_reader("dr_li") == dr_li


def test_the_last_administrator_is_not_closed_by_command_either(run):
    result = run("accounts", "close", "admin")

    assert result.exit_code == 1
    assert "最后一个" in result.stderr and find_reader("admin") is not None


def test_a_wait_is_ended(run, dr_li):
    with transaction("account.fail", by=dr_li):
        user = get_user("dr_li")
        user.failures, user.locked_until = 9, clock.now() + timedelta(hours=1)

    assert run("accounts", "unlock", "dr_li").exit_code == 0
    assert not get_user("dr_li").is_locked(clock.now())
