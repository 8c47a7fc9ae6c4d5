"""The page of backups: how old the newest is, in words that cannot be overlooked when it is too old."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from app.backups.jobs import nightly_backup, take_backup
from app.backups.rules.keeping import Plan
from app.core import clock
from app.core.errors import Refused
from app.core.transaction import SYSTEM
from tests import cast


@pytest.fixture
def administrator(client, sign_in, admin):
    return sign_in(client, admin)


def test_no_backup_at_all_is_an_alarm(administrator):
    page = administrator.get("/backups").text

    assert "alarm-box" in page and "还没有任何备份" in page


def test_a_fresh_backup_is_shown_with_its_age_and_size(administrator, tmp_path):
    backup = take_backup(tmp_path / "backups", by=SYSTEM)

    with clock.standing_at(cast.MORNING + timedelta(minutes=10)):
        soon = administrator.get("/backups").text

    assert "最近一次备份：不到一小时前" in soon and "alarm-box" not in soon
    assert Path(backup.file).name in soon and f"{backup.rows} 行" in soon and backup.host in soon


def test_an_old_backup_is_an_alarm(county, tmp_path, client, sign_in):
    take_backup(tmp_path / "backups", by=SYSTEM)
    with clock.standing_at(cast.MORNING + timedelta(days=3)):
        page = sign_in(client, county).get("/backups").text

    assert "alarm-box" in page and "3 天前" in page


def test_a_backup_that_did_not_come_to_its_end_and_a_lost_file_are_told(administrator, tmp_path):
    backup = take_backup(tmp_path / "backups", by=SYSTEM)
    Path(backup.file).unlink()
    (tmp_path / "closed").write_text("in the way")
    with clock.standing_at(cast.MORNING + timedelta(minutes=1)), pytest.raises(Refused):
        nightly_backup(Plan(cast.MORNING.time(), tmp_path / "closed", 3))

    page = administrator.get("/backups").text

    assert "文件不在了" in page and "还没有完成" in page


def test_a_doctor_has_no_business_there(client, sign_in, dr_li):
    assert sign_in(client, dr_li).get("/backups").status_code == 403
