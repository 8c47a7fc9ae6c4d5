"""Duties at the prompt."""

from __future__ import annotations

import json
from datetime import date

from app.duties.cli import cli
from tests import cast


def run(app, *words):
    return app.test_cli_runner().invoke(cli, words)


def listed(app, *words):
    answer = run(app, "list", "--json", *words)
    assert answer.exit_code == 0, answer.output
    return json.loads(answer.stdout)


def test_the_list_says_what_is_owed_to_whom_and_why(app, granny_chen):
    duties = {duty["rule"]: duty for duty in listed(app, "--area", "341502109", "--as-of", "2026-05-20")}

    owed = duties["hypertension-followup"]
    assert set(owed) == {"person", "village", "rule", "opens_on", "due_on", "days_overdue", "why", "source"}
    assert (owed["person"], owed["village"]) == ("陈桂英", "柳塘村")
    assert (owed["opens_on"], owed["due_on"], owed["days_overdue"]) == ("2026-01-25", "2026-02-01", 108)
    assert owed["source"].startswith("依据")


def test_open_is_the_default_and_all_shows_what_opens_later(app):
    cast.a_person(conditions=("hypertension",), since=date(2026, 5, 20), born_on=date(1990, 1, 1))

    counts = [len(listed(app, *words)) for words in ([], ["--open"], ["--overdue"], ["--all"])]

    assert counts == [0, 0, 0, 1]


def test_as_of_only_compares(app, granny_chen):
    before, after = (
        {duty["rule"]: duty for duty in listed(app, "--all", "--as-of", day)}
        for day in ("2026-01-31", "2026-02-03")
    )

    assert before.keys() == after.keys()
    assert before["hypertension-followup"]["days_overdue"] == 0
    assert after["hypertension-followup"]["days_overdue"] == 2


def test_another_town_owes_nothing(app, granny_chen):
    assert listed(app, "--area", cast.OTHER_TOWN, "--all") == []


def test_people_read_a_table(app, granny_chen):
    answer = run(app, "list", "--overdue")

    assert answer.exit_code == 0
    assert "柳塘村\t陈桂英\t2026-02-01\t逾期 108 天" in answer.stdout


def test_a_wrong_area_or_day_is_refused(app):
    assert run(app, "list", "--area", "abc").exit_code != 0
    assert run(app, "list", "--as-of", "2026-02-30").exit_code != 0


def test_reckoning_anew_changes_nothing_where_nothing_changed(app, granny_chen):
    answer = run(app, "reckon", "--json")

    assert answer.exit_code == 0, answer.output
    assert json.loads(answer.stdout) == {"people": 1, "opened": 0, "changed": 0, "closed": 0}
