"""The backup of the night: once a night by one server, tried again when it failed, old ones taken away."""

from __future__ import annotations

import json
import logging
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.backups.jobs import nightly_backup
from app.backups.models import Backup
from app.backups.queries import find_failed_attempt, find_newest, is_missing
from app.backups.rules.keeping import Plan
from app.core import clock
from app.core.db import db
from app.core.errors import Refused
from app.scheduler import timetable
from tests import cast


@pytest.fixture
def plan(app, tmp_path):
    return Plan(time(2), tmp_path / "backups", keep=3)


def files(plan):
    return sorted(path.name for path in plan.folder.iterdir())


def night(number):
    return cast.MORNING + timedelta(days=number)


def test_each_night_has_one_backup(plan):
    made = []
    for hour in (0, 1, 2, 2, 3, 23):
        with clock.standing_at(datetime(2026, 5, 20, hour, 30, tzinfo=clock.CHINA)):
            made.append(nightly_backup(plan)["backups"])

    assert made == [0, 0, 1, 0, 0, 0]
    assert files(plan) == [Path(find_newest().file).name]


def test_a_night_on_which_nothing_ran_is_made_good_in_the_morning(plan):
    with clock.standing_at(night(0)):
        assert nightly_backup(plan)["backups"] == 1


def test_old_backups_go_and_the_trail_says_so(plan):
    for number in range(6):
        with clock.standing_at(night(number)):
            nightly_backup(plan)

    kept = db.session.scalars(sa.select(Backup).where(Backup.removed_at.is_(None)).order_by(Backup.id)).all()
    assert [clock.local(each.made_at).day for each in kept] == [20, 23, 24, 25]
    assert files(plan) == sorted(Path(each.file).name for each in kept)
    removed = sa.select(sa.func.count()).where(AuditEntry.action == "backup.clear")
    assert db.session.scalar(removed) == 2


def test_a_backup_that_fails_is_told_and_tried_again_an_hour_later(plan, caplog):
    plan.folder.write_text("in the way")
    with pytest.raises(Refused), caplog.at_level(logging.ERROR):
        nightly_backup(plan)

    assert "no backup was made" in caplog.text
    assert find_failed_attempt() == cast.MORNING
    assert nightly_backup(plan)["backups"] == 0
    plan.folder.unlink()
    with clock.standing_at(cast.MORNING + timedelta(hours=1)):
        assert nightly_backup(plan)["backups"] == 1
        assert find_failed_attempt() is None


def test_what_was_left_half_written_is_swept_away(plan):
    plan.folder.mkdir()
    (plan.folder / "xunhu-20260518-020000-00000000.backup.part").touch()

    with clock.standing_at(datetime.now(clock.CHINA) + timedelta(days=3)):
        nightly_backup(plan, again=True)

    assert [name for name in files(plan) if name.endswith(".part")] == []


def test_a_file_that_somebody_took_away_is_noticed(plan):
    nightly_backup(plan, again=True)
    newest = find_newest()
    assert not is_missing(newest)

    Path(newest.file).unlink()

    assert is_missing(newest)


def test_off_means_that_none_is_made_by_itself(plan):
    assert nightly_backup(Plan(None, plan.folder, 3)) == {"backups": 0, "removed": 0}


def test_the_timetable_makes_one_in_the_folder_of_the_settings(app, tmp_path):
    app.config["XUNHU_BACKUPS"] = str(tmp_path / "elsewhere")

    answer = app.test_cli_runner().invoke(timetable, ["do", "nightly-backup", "--json"])

    assert json.loads(answer.stdout)["backups"] == 1
    assert len(list((tmp_path / "elsewhere").iterdir())) == 1
