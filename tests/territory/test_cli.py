"""The same changes at the prompt."""

from __future__ import annotations

import pytest

from app.accounts.queries import find_area, find_reader
from app.core.db import db
from tests import cast

NEW = "341502109299"


@pytest.fixture
def run(app):
    def _run(*args, typed=""):
        db.session.rollback()
        return app.test_cli_runner().invoke(args=list(args), input=typed)

    return _run


def test_a_merger_names_what_goes_along_and_asks(run, granny_chen):
    command = ("areas", "merge", cast.LIUTANG, cast.SHIQIAO, "--follow", "dr_li")

    refused, done = run(*command, typed="n\n"), run(*command, typed="y\n")

    assert refused.exit_code != 0 and "people: 1" in refused.stderr and "dr_wang" in refused.stderr
    assert done.exit_code == 0, done.stderr
    assert find_area(cast.LIUTANG).successor_code == cast.SHIQIAO
    assert find_reader("dr_li").areas == (cast.SHIQIAO,)


def test_a_merger_without_a_word_on_an_account_fails_with_a_sentence(run):
    result = run("areas", "merge", cast.LIUTANG, cast.SHIQIAO, "--yes")

    assert result.exit_code == 1
    assert "李秀兰" in result.stderr
    assert find_area(cast.LIUTANG).ended_on is None


def test_a_village_is_renamed(run):
    assert run("areas", "rename", cast.LIUTANG, "柳塘社区", "--yes").exit_code == 0

    assert find_area(cast.LIUTANG).name == "柳塘社区"


def test_a_village_is_split_by_groups(run):
    person, other = (cast.a_person(group_name=group) for group in ("东组", "西组"))

    result = run(
        "areas",
        "split",
        cast.LIUTANG,
        NEW,
        "新塘村",
        "--group",
        "东组",
        "--leave",
        "dr_li",
        "--yes",
    )

    assert result.exit_code == 0, result.stderr
    db.session.expire_all()
    assert (person.area_code, other.area_code) == (NEW, cast.LIUTANG)


@pytest.mark.parametrize(
    "command",
    [
        ("areas", "merge", "341502109298", cast.SHIQIAO, "--yes"),
        ("areas", "merge", cast.TOWN, cast.SHIQIAO, "--yes"),
        ("areas", "merge", cast.LIUTANG, cast.LIUTANG, "--follow", "dr_li", "--yes"),
        ("areas", "merge", cast.LIUTANG, cast.SHIQIAO, "--follow", "nobody", "--yes"),
        ("areas", "rename", cast.LIUTANG, "石桥村", "--yes"),
        ("areas", "split", cast.LIUTANG, NEW, "新塘村", "--group", "南组", "--leave", "dr_li", "--yes"),
        ("areas", "split", cast.LIUTANG, cast.SHIQIAO, "新塘村", "--group", "东组", "--yes"),
    ],
)
def test_what_cannot_be_fails_with_a_sentence_and_changes_nothing(run, granny_chen, command):
    result = run(*command)

    assert result.exit_code == 1
    assert result.stderr.strip()
    assert find_area(cast.LIUTANG).name == "柳塘村" and find_area(cast.LIUTANG).ended_on is None


def test_settling_on_a_usual_day_does_nothing(run, granny_chen):
    assert run("areas", "settle").stderr == "0 rows\n"


def test_the_areas_of_an_account_are_shown_given_and_ended(run):
    added = run("accounts", "areas", "dr_li", "--add", cast.GUIHUA, "--until", "2026-06-01")
    ended = run("accounts", "areas", "dr_li", "--remove", cast.LIUTANG)
    last = run("accounts", "areas", "dr_li", "--remove", cast.GUIHUA)

    assert added.stdout == f"{cast.LIUTANG}\n{cast.GUIHUA}  2026-06-01\n"
    assert ended.stdout == f"{cast.GUIHUA}  2026-06-01\n"
    assert last.exit_code == 1
    assert find_reader("dr_li").areas == (cast.GUIHUA,)


def test_a_day_without_an_area_is_a_mistake_in_the_command(run):
    assert run("accounts", "areas", "dr_li", "--until", "2026-06-01").exit_code == 2


def test_an_old_table_is_told_row_by_row(run, tmp_path):
    run("areas", "rename", cast.LIUTANG, "柳塘社区", "--yes")
    table = tmp_path / "areas.csv"
    table.write_text(f"code,name\n{cast.LIUTANG},柳塘村\n", "utf-8")

    result = run("areas", "import", str(table), "--json")

    assert result.stdout == '{"new": 0, "changed": 0, "unchanged": 1}\n'
    assert "柳塘村" in result.stderr
    assert find_area(cast.LIUTANG).name == "柳塘社区"
