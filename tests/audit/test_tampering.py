"""Tamperings drawn by dice, each alone on a trail with anchors in it: every one is found, and none stops the walk."""

from __future__ import annotations

import os
import random
from datetime import timedelta
from pathlib import Path

import pysqlite3.dbapi2
import pytest
import sqlalchemy as sa

from app.audit.jobs import purge_reads
from app.audit.models import AuditAnchor
from app.audit.queries import examine, find_head, verify
from app.audit.service import note, note_read
from app.core import clock
from app.core.db import db
from app.core.transaction import SYSTEM, transaction
from tests import cast
from tests.audit.tampering import FOUND, FOUND_BY_HEAD

SOAK = "XUNHU_TEST_SOAK" in os.environ
EACH, EACH_BY_HEAD, BITS = (82, 50, 300) if SOAK else (7, 6, 24)
SEED = int(os.environ.get("XUNHU_TEST_SEED") or random.SystemRandom().randrange(10**6))
pytestmark = pytest.mark.long


@pytest.fixture
def trail(app, dr_li):
    """Some hundred entries, with anchors among them where purges took reads out, and a head kept outside."""
    dice = random.Random(SEED)
    then = cast.MORNING + timedelta(days=1)
    for day in (0, 60, 500):
        with clock.standing_at(then + timedelta(days=day)):
            _write_many(dr_li, dice)
    for day in (401, 501):
        with clock.standing_at(then + timedelta(days=day)):
            purge_reads(clock.now(), days=400, size=40)
    with clock.standing_at(then + timedelta(days=502)):
        _write_many(dr_li, dice)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditAnchor)) > 5
    assert verify() == []
    db.session.rollback()
    return find_head()


def _write_many(reader, dice):
    """Write five deeds of a dozen entries, reads and changes mixed."""
    for _ in range(5):
        db.session.info.pop("audit_reads", None)
        with transaction("person.revise", by=reader if dice.random() < 0.8 else SYSTEM):
            for number in range(12):
                if dice.random() < 0.6:
                    note_read("person", number, by=reader)
                else:
                    note("person", number, details={"changed": ["name", "note"]})


@pytest.fixture
def outside(app):
    """An engine of which the application knows nothing, on its database."""
    engine = sa.create_engine(app.config["SQLALCHEMY_DATABASE_URI"])
    if engine.dialect.name == "sqlite":  # the driver's own transactions would end at the first savepoint
        sa.event.listen(engine, "connect", lambda driver, _: setattr(driver, "isolation_level", None))
        sa.event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN"))
    yield engine
    engine.dispose()


@pytest.mark.timeout(3600 if SOAK else 120)
def test_every_tampering_is_found(trail, outside):
    missed = []
    for place, tamper in enumerate(FOUND):
        for number in range(EACH):
            with outside.connect() as connection:
                tamper(connection, random.Random(f"{SEED}-{place}-{number}"))
                if not examine(connection):
                    missed.append((tamper.__name__, place, number))
                connection.rollback()

    assert not missed, f"XUNHU_TEST_SEED={SEED}"


@pytest.mark.timeout(3600 if SOAK else 120)
def test_a_trail_mended_to_its_end_is_found_by_the_head_kept_outside(trail, outside):
    missed = []
    for tamper in FOUND_BY_HEAD:
        for number in range(EACH_BY_HEAD):
            with outside.connect() as connection:
                tamper(connection, random.Random(f"{SEED}-{number}"))
                assert examine(connection) == []  # or the head would not be what finds it
                if not examine(connection, head=trail):
                    missed.append((tamper.__name__, number))
                connection.rollback()

    assert not missed, f"XUNHU_TEST_SEED={SEED}"


@pytest.mark.sqlite
def test_a_bit_turned_round_in_the_file_itself_is_found(app, trail, tmp_path):
    sound = tmp_path / "sound.sqlite3"
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.connection.driver_connection.execute(f"VACUUM INTO '{sound}'")
        rows = connection.execute(sa.text("SELECT * FROM audit_entry ORDER BY id")).all()
    content, dice, missed = sound.read_bytes(), random.Random(SEED), []

    for number in range(BITS):
        place = _place_in(content, dice.choice(rows), dice)
        turned = content[:place] + bytes([content[place] ^ (1 << dice.randrange(8))]) + content[place + 1 :]
        if not _faults_of(tmp_path / f"{number}.sqlite3", turned):
            missed.append((number, place))

    assert not missed, f"XUNHU_TEST_SEED={SEED}"


def _place_in(content: bytes, row: sa.Row, dice: random.Random) -> int:
    """Return a place of the record of a row: its header from the second column on, or what it says."""
    said = [*row][1:]
    # A page that was full keeps a copy of the row that moved to the next: the last one found is the row itself.
    end = content.rindex((row.previous_hash + row.hash).encode()) + 2 * len(row.hash)
    sizes = [_size(value) for value in said]
    header = sum(
        2 if isinstance(value, str) and 2 * size + 13 > 127 else 1
        for value, size in zip(said, sizes, strict=True)
    )
    return dice.randrange(end - sum(sizes) - header, end)


def _size(value: object) -> int:
    if isinstance(value, str):
        return len(value.encode())
    return 0 if value in (None, 0, 1) else 1 if value < 128 else 2


def _faults_of(path: Path, content: bytes) -> list[object]:
    path.write_bytes(content)
    engine = sa.create_engine(f"sqlite:///{path}", module=pysqlite3.dbapi2)
    try:
        with engine.connect() as connection:
            return examine(connection)
    finally:
        engine.dispose()
        path.unlink()
