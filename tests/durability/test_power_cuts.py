"""The power fails while visits are filed: what was acknowledged is there afterwards, and the database is whole."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from app.audit.queries import verify
from app.core.db import db
from app.visits.models import Visit
from tests.house import ROOT
from tests.stage import Stage

pytestmark = [pytest.mark.sqlite, pytest.mark.long]
CUTS = 500 if "XUNHU_TEST_SOAK" in os.environ else 20
SEED = int(os.environ.get("XUNHU_TEST_SEED", random.randrange(10**6)))


@pytest.fixture
def cut_power(tmp_path: Path) -> Callable[..., list[Path]]:
    """Let a village work until the power failed so many times; return what each cut left."""

    def _cut(cuts: int, *, synchronous: str = "") -> list[Path]:
        order = {"folder": str(tmp_path), "cuts": cuts, "seed": SEED, "synchronous": synchronous}
        done = subprocess.run(
            [sys.executable, "-W", "error", "-m", "tests.durability.village"],
            input=json.dumps(order), capture_output=True, text=True, cwd=ROOT,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return [tmp_path / f"cut-{number}" for number in range(cuts)]

    return _cut


@pytest.fixture
def start_again(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[Path], set[UUID]]]:
    """Start the application on what a cut left, look it over, and return the visits it holds."""
    stage = Stage(tmp_path_factory.mktemp("again"), None)

    def _start(left: Path) -> set[UUID]:
        stage.dispose()
        for ending in ("", "-wal", "-shm"):
            (stage.folder / f"test.sqlite3{ending}").unlink(missing_ok=True)
        for found in left.glob("test.sqlite3*"):
            shutil.copyfile(found, stage.folder / found.name)
        with stage.app.app_context():
            assert db.session.scalars(sa.text("PRAGMA integrity_check")).all() == ["ok"]
            assert db.session.execute(sa.text("PRAGMA foreign_key_check")).all() == []
            assert verify() == []
            held = set(db.session.scalars(sa.select(Visit.client_key)))
            db.session.remove()
        return held

    yield _start
    stage.dispose()


def acknowledged(left: Path) -> set[UUID]:
    return {UUID(key) for key in json.loads((left / "acknowledged.json").read_text())}


@pytest.mark.timeout(3600)
def test_no_acknowledged_visit_is_lost_when_the_power_fails(cut_power, start_again):
    lost = {left.name: acknowledged(left) - start_again(left) for left in cut_power(CUTS)}

    assert {name: keys for name, keys in lost.items() if keys} == {}, f"XUNHU_TEST_SEED={SEED}"


def test_with_fewer_syncs_visits_would_be_lost(cut_power, start_again):
    """The proof that the test above can fail: the same disk, the same cuts, one setting weaker."""
    lost = sum(len(acknowledged(left) - start_again(left)) for left in cut_power(20, synchronous="NORMAL"))

    assert lost > 0, f"XUNHU_TEST_SEED={SEED}"
