"""Entries of reads go after their time, those of changes never; the chain holds across what was taken out."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa

from app.audit.chain import Damage, Link
from app.audit.jobs import purge_reads
from app.audit.models import AuditAnchor, AuditEntry
from app.audit.places import first_since
from app.audit.queries import count_purged, find_head, last_said, verify
from app.audit.retention import SHORTEST_DAYS, keeps_since
from app.audit.service import note, note_read
from app.audit.trail import Untraced
from app.audit.walk import PURGE
from app.core import clock
from app.core.db import db
from app.core.transaction import SYSTEM, transaction
from tests import cast

THEN = cast.MORNING + timedelta(days=1)
NOW = THEN + timedelta(days=500)


@pytest.fixture(autouse=True)
def _now():
    with clock.standing_at(NOW):
        yield


@pytest.fixture
def old_trail(app, dr_li):
    """Forty entries of long ago, a change after each run of three reads, and as many of today."""
    for moment in (THEN, NOW):
        with clock.standing_at(moment):
            for number in range(40):
                if number % 4 == 3:
                    with transaction("person.revise", by=dr_li):
                        note("person", number)
                else:
                    note_read("person", number, by=dr_li)
                    db.session.info.pop("audit_reads", None)
    return find_head()


def entries(action):
    return db.session.scalar(sa.select(sa.func.count()).where(AuditEntry.action == action))


def anchors():
    return db.session.scalars(sa.select(AuditAnchor).order_by(AuditAnchor.first_id)).all()


def old_enough():
    before = keeps_since(clock.now(), days=400)
    return {"before": before, "end": first_since(before)}


def purge(days=400, size=2000):
    return purge_reads(clock.now(), days=days, size=size)


def test_old_reads_go_and_every_change_stays(old_trail):
    assert purge() == {"entries": 30, "batches": 1}

    assert (entries("person.read"), entries("person.revise")) == (30, 20)
    assert len(anchors()) == 10
    assert verify() == []


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50])
def test_batches_of_any_size_leave_the_same_anchors(old_trail, size):
    purge(size=size)

    assert [one.last_id - one.first_id for one in anchors()] == [2] * 10
    assert verify() == []


def test_every_batch_alone_leaves_a_trail_that_holds(old_trail):
    from app.audit.retention import purge_batch

    for _ in range(12):
        with transaction(PURGE, by=SYSTEM) as deed:
            purge_batch(deed, **old_enough(), size=4)
        assert verify() == []


def test_a_second_purge_finds_nothing_and_writes_nothing(old_trail):
    purge()
    head = find_head()

    assert purge()["entries"] == 0
    assert find_head() == head


def test_as_time_goes_on_neighbours_become_one_anchor(app, dr_li):
    for day in range(6):
        with clock.standing_at(THEN + timedelta(days=day)):
            note_read("person", day, by=dr_li)
            db.session.info.pop("audit_reads", None)
    before = len(anchors())

    for day in range(1, 7):
        with clock.standing_at(THEN + timedelta(days=day + 400)):
            purge()
            assert verify() == []

    assert len(anchors()) == before + 1
    assert last_said(PURGE)["joined"] is not None


def test_the_purge_tells_what_it_took(old_trail):
    purge()

    said = last_said(PURGE)
    assert (said["count"], said["anchors"]) == (30, 10)
    assert count_purged(old_trail.id) == 30 and count_purged(find_head().id) == 0


@pytest.mark.parametrize(
    "change",
    [
        "first_id = first_id - 1",
        "last_id = last_id + 1",
        "last_id = last_id - 1",
        "hash = previous_hash",
        "previous_hash = hash",
        "purge_id = purge_id - 1",
    ],
)
def test_an_altered_anchor_is_found(old_trail, past, change):
    purge()
    third = anchors()[2].first_id

    past(f"UPDATE audit_anchor SET {change} WHERE first_id = {third}")

    assert verify()


def test_a_removed_anchor_is_found(old_trail, past):
    purge()
    third = anchors()[2]

    past(f"DELETE FROM audit_anchor WHERE first_id = {third.first_id}")

    assert Damage.MISSING in [fault.damage for fault in verify()]


def test_an_anchor_laid_over_a_deleted_change_is_found(old_trail, past):
    purge()
    one = anchors()[0]
    change = one.last_id + 1
    (kept,) = past(f"SELECT previous_hash, hash FROM audit_entry WHERE id = {change}")

    past(
        f"DELETE FROM audit_entry WHERE id = {change}",
        f"INSERT INTO audit_anchor (first_id, last_id, previous_hash, hash, purge_id) "
        f"VALUES ({change}, {change}, '{kept.previous_hash}', '{kept.hash}', {one.purge_id})",
    )

    assert Damage.FORGED in [fault.damage for fault in verify()]


def test_a_head_kept_outside_still_holds_after_a_purge(old_trail):
    purge()

    assert verify(head=old_trail) == []
    assert verify(since=old_trail) == []
    assert verify(head=Link(anchors()[0].last_id, anchors()[0].hash)) == []


def test_an_entry_of_the_trail_goes_by_no_other_way(old_trail):
    for table in (AuditEntry, AuditAnchor):
        with pytest.raises(Untraced, match="never rewritten"), transaction(PURGE, by=SYSTEM):
            db.session.execute(sa.delete(table))


def test_a_purge_that_fails_leaves_all_as_it_was(old_trail, past):
    from app.audit.retention import purge_batch

    def fail_half_way():
        with transaction(PURGE, by=SYSTEM) as deed:
            purge_batch(deed, **old_enough())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()

    assert find_head() == old_trail and verify() == [] and not anchors()


def test_half_a_year_is_the_least():
    with pytest.raises(ValueError, match="190"):
        keeps_since(cast.MORNING, days=SHORTEST_DAYS - 1)


def test_the_command_takes_days_and_tells_counts(app, old_trail):
    run = app.test_cli_runner().invoke

    assert run(args=["audit", "purge", "--days", "189"]).exit_code != 0
    told = json.loads(run(args=["audit", "purge", "--days", "190", "--json"]).stdout)
    assert told == {"days": 190, "entries": 30, "batches": 1}
    assert run(args=["audit", "purge"]).exit_code == 0
