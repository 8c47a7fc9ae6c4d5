"""The timetable: what is planned when, what is made good, and the commands."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time as wall
from datetime import datetime, time

import pytest
import sqlalchemy as sa

from app import scheduler
from app.accounts.models import User
from app.core import clock
from app.core.claims import is_claimed
from app.core.db import db
from app.core.transaction import COMMAND_LINE, transaction
from app.outbox.models import Letter
from app.outbox.rules import LetterState
from app.scheduler import Daily, EachMinute, Job, Mondays, make_good
from tests.house import ROOT

SEVEN = time(7)


def moment(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.CHINA)


@pytest.mark.parametrize(
    ("when", "at", "slot"),
    [
        (Daily(), "2026-05-20T06:59:59", None),
        (Daily(), "2026-05-20T07:00", "2026-05-20"),
        (Daily(), "2026-05-20T23:59", "2026-05-20"),
        (Daily(time(0, 10)), "2026-05-20T00:10", "2026-05-20"),
        (Mondays(), "2026-05-18T06:59", None),
        (Mondays(), "2026-05-18T07:00", "2026-05-18"),
        (Mondays(), "2026-05-24T01:00", "2026-05-18"),
        (EachMinute(), "2026-05-20T00:00", "2026-05-20"),
    ],
)
def test_a_slot_has_come_from_its_hour_until_the_next_one_is_near(when, at, slot):
    found = when.slot_at(moment(at), morning=SEVEN)

    assert (found and found.isoformat()) == slot


def counting(when, fails=False):
    done = []

    def run(day, again):
        done.append((day.isoformat(), again))
        if fails:
            raise RuntimeError
        return {}

    return Job("counted", run, when), done


def test_what_is_planned_is_done_once_and_what_was_missed_is_made_good(app):
    job, done = counting(Daily())

    for at in ("20T06:00", "20T07:00", "20T07:01", "20T22:00", "21T06:30", "21T11:45", "21T11:46"):
        with clock.standing_at(moment(f"2026-05-{at}")):
            make_good(job)

    assert done == [("2026-05-20", False), ("2026-05-21", False)]


def test_the_hour_of_the_letters_is_a_setting(app):
    app.config["XUNHU_DIGEST_AT"] = time(9, 30)
    job, done = counting(Daily())

    with clock.standing_at(moment("2026-05-20T09:29")):
        make_good(job)
    assert not done
    with clock.standing_at(moment("2026-05-20T09:30")):
        make_good(job)
    assert done


def test_a_job_that_fails_is_tried_again_and_stops_no_other(app, caplog):
    job, done = counting(EachMinute(), fails=True)
    planned, tried = counting(Daily(), fails=True)

    for _ in range(2):
        scheduler._tick(app, job)
        scheduler._tick(app, planned)

    assert len(done) == len(tried) == 2
    assert not is_claimed("counted", slot="2026-05-20")
    assert "RuntimeError" in caplog.text


@pytest.fixture
def run(app, granny_chen):
    """The timetable at the prompt, with one doctor who has an address and something to do."""
    with transaction("account.address", by=COMMAND_LINE):
        db.session.scalars(sa.select(User).where(User.username == "dr_li")).one().email = "li@xunhu.example"

    def _run(*words):
        db.session.rollback()
        return app.test_cli_runner().invoke(args=["timetable", *words])

    return _run


def answer(run, *words):
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_the_morning_at_the_prompt_ends_in_the_folder_of_the_instance(app, run, stage):
    first, again = (answer(run, "do", "morning-digests") for _ in range(2))
    posted, after = (answer(run, "do", "post-letters") for _ in range(2))

    assert (first["written"], again["written"], again["already"]) == (1, 0, 1)
    assert (posted["sent"], after["sent"]) == (1, 0)
    letter = db.session.scalars(sa.select(Letter)).one()
    assert letter.state is LetterState.SENT
    assert (stage.folder / "mailbox" / "new" / letter.last_answer).exists()


def test_a_job_done_by_hand_counts_for_the_clock(run):
    run("do", "morning-digests")
    run("do", "follow-calendar")

    assert is_claimed("morning-digests", slot="2026-05-20") and is_claimed(
        "follow-calendar", slot="2026-05-20"
    )
    assert not make_good(next(job for job in scheduler.TIMETABLE if job.name == "morning-digests"))


def test_another_day_may_be_given_and_a_week_is_called_by_its_monday(run):
    assert answer(run, "do", "morning-digests", "--as-of", "2026-05-19")["day"] == "2026-05-19"
    assert answer(run, "do", "monday-digests", "--as-of", "2026-05-20")["day"] == "2026-05-18"
    assert run("do", "morning-digests", "--as-of", "2026-02-30").exit_code != 0


def test_a_job_nobody_knows_is_refused(run):
    assert run("do", "evening-digests").exit_code != 0


def test_figures_that_fail_fail_the_command(run, monkeypatch):
    from app.reminders import jobs

    monkeypatch.setattr(jobs, "DoctorDigests", lambda readers, *, day: lambda reader: 1 / 0)

    result = run("do", "morning-digests")

    assert result.exit_code == 1
    assert "could not be worked out" in result.stderr


def test_every_job_at_the_prompt_does_its_work_twice_without_harm(run):
    for job in scheduler.TIMETABLE:
        for _ in range(2):
            assert run("do", job.name).exit_code == 0, job.name


def test_the_list_names_every_job_with_the_day_it_was_last_done_for(run):
    run("do", "morning-digests")

    rows = {row["name"]: row for row in answer(run, "list")}

    assert set(rows) >= {"morning-digests", "monday-digests", "post-letters", "follow-calendar"}
    assert rows["morning-digests"] == {"name": "morning-digests", "when": "daily 07:00", "last": "2026-05-20"}
    assert "Mondays 07:00" in run("list").stdout


@pytest.mark.sqlite  # one process of its own, on a file of its own
def test_the_process_makes_good_what_was_missed_and_ends_when_told(app, run, stage):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XUNHU_")} | {
        "XUNHU_INSTANCE": str(stage.folder),
        "XUNHU_DATABASE_URL": f"sqlite:///{stage.folder / 'test.sqlite3'}",
        "XUNHU_DATA_KEYS": app.config["XUNHU_DATA_KEYS"],
        "XUNHU_SECRET_KEY": "s",
        "XUNHU_MAIL_URL": "maildir:by-the-clock",
        "XUNHU_CLOCK": "2026-05-20T09:00+08:00",
    }
    db.session.remove()

    process = subprocess.Popen(
        [sys.executable, "-m", "flask", "--app", "wsgi", "timetable", "run"], cwd=ROOT, env=environment
    )
    try:
        deadline = wall.monotonic() + 60
        while not _is_done() and wall.monotonic() < deadline:
            wall.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
    finally:
        process.kill()

    assert _is_done()
    assert db.session.scalars(sa.select(Letter.address)).all() == ["li@xunhu.example"]


def _is_done():
    db.session.rollback()
    planned = [job.name for job in scheduler.TIMETABLE if isinstance(job.when, Daily)]
    return all(is_claimed(name, slot="2026-05-20") for name in planned)
