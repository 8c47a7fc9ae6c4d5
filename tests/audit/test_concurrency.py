"""Writers in several processes at once keep one chain, and every deed stays in one piece."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
import sqlalchemy as sa

from app.audit.models import AuditEntry
from app.audit.queries import find_head, verify
from app.core.db import db
from tests.house import ROOT

PROCESSES, THREADS, TURNS = 4, 8, 4
SETTINGS = (
    "XUNHU_INSTANCE",
    "XUNHU_ASSETS",
    "SQLALCHEMY_DATABASE_URI",
    "XUNHU_DATA_KEYS",
    "SECRET_KEY",
    "TESTING",
)
pytestmark = pytest.mark.long


def test_processes_and_threads_that_write_at_once_keep_one_chain(app):
    before = find_head()
    db.session.rollback()
    order = {"settings": {name: app.config[name] for name in SETTINGS}, "threads": THREADS, "turns": TURNS}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.audit.writing"],
            cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for _ in range(PROCESSES)
    ]  # fmt: skip

    ended = [process.communicate(json.dumps(order))[1] for process in running]

    assert [process.returncode for process in running] == [0] * PROCESSES, ended
    assert find_head().id - before.id == PROCESSES * THREADS * TURNS * 3
    assert verify() == [] and verify(head=before) == []
    actions = db.session.execute(
        sa.select(AuditEntry.id, AuditEntry.subject)
        .where(AuditEntry.action == "many.note")
        .order_by(AuditEntry.id)
    ).all()
    halves = [
        (one.subject, other.subject, other.id - one.id)
        for one, other in zip(actions[::2], actions[1::2], strict=True)
    ]
    assert set(halves) == {("person", "visit", 1)}
