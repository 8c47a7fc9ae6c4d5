"""Making a backup: one moment of a busy database, complete or not there at all, and sealed."""

from __future__ import annotations

import resource
import threading

import pytest
import sqlalchemy as sa

from app.accounts.queries import find_reader
from app.audit.queries import verify
from app.backups.service import check_backup, make_backup, restore_backup
from app.backups.service.restoring import Terms
from app.core.db import db
from app.core.errors import Refused
from app.core.transaction import transaction
from app.visits.models import Visit
from app.visits.service import file_visit
from tests import cast
from tests.backups.conftest import opened, plain_tables

WRITERS = 3


def test_the_file_is_its_owners_alone_and_holds_nothing_in_clear(made, stock):
    content = made.path.read_bytes()

    assert made.path.stat().st_mode & 0o777 == 0o600
    assert made.path.parent.stat().st_mode & 0o777 == 0o700
    assert not [word for word in ("陈桂英", "柳塘村", "hypertension", "dr_li") if word.encode() in content]
    assert list(made.path.parent.iterdir()) == [made.path]


def test_two_backups_of_one_database_hold_the_same_and_look_different(stock, tmp_path):
    one, other = (make_backup(tmp_path / "backups") for _ in range(2))

    assert one.manifest == other.manifest and one.path != other.path
    assert one.path.read_bytes()[-1000:] != other.path.read_bytes()[-1000:]


def test_a_backup_taken_under_load_is_one_moment_and_comes_back(app, stock, sqlite_target, tmp_path):
    """People file visits all the while; what is in the file is what had been committed at one instant."""
    people = [cast.a_person(conditions=("hypertension",)).id for _ in range(WRITERS)]
    with Filing(app, people) as filed:
        made = [make_backup(tmp_path / "backups") for _ in range(3)]
        _wait_for_more(filed)

    last = made[-1]
    assert sorted(each.manifest.head_id for each in made) == [each.manifest.head_id for each in made]
    assert all(
        check_backup(each.path, beside=tmp_path, migrate=plain_tables).damage == []
        for each in (made[0], last)
    )
    restore_backup(last.path, into=sqlite_target, migrate=plain_tables, terms=Terms())
    with opened(sqlite_target, tmp_path / "instance"):
        visits = db.session.scalar(sa.select(sa.func.count(Visit.id)))
        told = db.session.scalar(sa.text("SELECT count(DISTINCT visit_id) FROM evidence"))
        assert 2 < visits == told < 2 + len(filed)
        assert verify() == []


def test_a_full_disk_leaves_no_file_that_looks_finished(stock, tmp_path):
    """A limit on the size of a file stands for the disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, before[1]))
    try:
        with pytest.raises(Refused, match="没有写成"):
            make_backup(tmp_path / "backups")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert list((tmp_path / "backups").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told(stock, tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(Refused, match="没有写成"):
        make_backup(tmp_path / "file" / "backups")


class Filing:
    """Doctors who file visits, each in a thread, until told to stop."""

    def __init__(self, app, people):
        self.filed = []
        self.stop = threading.Event()
        self.threads = [threading.Thread(target=self._file, args=(app, person)) for person in people]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        _wait_for_more(self.filed)
        return self.filed

    def __exit__(self, *error):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def _file(self, app, person_id):
        from app.people.models import Person

        with app.app_context():
            doctor = find_reader(cast.DR_LI.username)
            while not self.stop.is_set():
                with transaction("visit.file", by=doctor):
                    person = db.session.get(Person, person_id)
                    file_visit(cast.a_visit(), person=person, doctor=doctor)
                self.filed.append(person_id)
            db.session.remove()


def _wait_for_more(filed, *, more=3):
    """Wait until some more visits were filed."""
    enough = len(filed) + more
    while len(filed) < enough:
        threading.Event().wait(0.01)
