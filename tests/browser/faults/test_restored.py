"""The server is set back to an old copy of itself: the tablets offer again what it lacks, and nothing is filed twice."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pysqlite3.dbapi2 as sqlite3
import pytest

from tests.browser.faults.dice import each_throw
from tests.browser.filled import anything
from tests.browser.outpost import Outpost

PEOPLE = 40
FILED = "filed"
pytestmark = pytest.mark.timeout(300)
AROUND = ("", "-wal", "-shm")


def by_command(clinic: Outpost, folder: Path) -> Callable[[], None]:
    """Make a backup as the timetable does, and return what puts it back."""
    clinic.command("backup", "make", str(folder))
    (file,) = (path for path in folder.iterdir() if path.is_file())
    return lambda: (clinic.command("backup", "restore", str(file), "--replace", "--yes"), None)[1]


def by_copy(clinic: Outpost, folder: Path) -> Callable[[], None]:
    """Copy the file of the database, and return what lays the copy in its place: nobody tells the server."""
    kept = folder / "copy.sqlite3"
    with closing(sqlite3.connect(clinic.database)) as database, closing(sqlite3.connect(kept)) as copy:
        database.backup(copy)

    def _put_back() -> None:
        for ending in AROUND:
            clinic.database.with_name(clinic.database.name + ending).unlink(missing_ok=True)
        shutil.copyfile(kept, clinic.database)

    return _put_back


@each_throw
@pytest.mark.parametrize("way", [by_command, by_copy])
def test_a_server_set_back_by_a_day_is_offered_again_what_it_lacks(
    hand_out, prepared, clinic, ledger, dice, tmp_path, way
):
    one, two, three = (hand_out(prepared) for _ in range(3))
    for tablet in (one, two):
        ledger.keep(tablet, anything(clinic, dice))
        assert tablet.sync() == "done"
    assert ledger.settled(one) == [FILED] * 2
    (tmp_path / "backup").mkdir()
    put_back = way(clinic, tmp_path / "backup")
    for tablet in (one, two):
        ledger.keep(tablet, *(anything(clinic, dice) for _ in range(2)))
        assert tablet.sync() == "done"
    assert ledger.settled(one) == [FILED] * 6

    clinic.server.stop()
    put_back()
    clinic.start()
    # Somebody who knows nothing of the day that was lost fills it with other numbers first.
    ledger.keep(three, *(anything(clinic, dice) for _ in range(5)))
    three.sign_in()
    assert three.sync() == "done"
    for tablet in dice.sample((one, two), 2):
        tablet.sign_in()
        assert tablet.sync() == "done"
        assert tablet.waiting() == []

    assert ledger.settled(one) == [FILED] * 11
    assert ledger.faults(one, two, three) == []
