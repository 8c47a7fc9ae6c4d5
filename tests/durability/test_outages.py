"""The disk refuses, the database is locked or gone: a sentence for the person in front of it, and recovery by itself."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from app.core import clock
from tests import cast, postgres
from tests.durability.outage import FAULTS
from tests.house import ROOT
from tests.stage import Stage

pytestmark = [pytest.mark.sqlite, pytest.mark.long]


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What a doctor met while each fault of the disk lasted, and afterwards."""
    folder = str(tmp_path_factory.mktemp("outage"))
    command = [sys.executable, "-W", "error", "-m", "tests.durability.outage", folder]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_disk_that_refuses_is_said_and_nothing_is_half_saved(met, fault):
    found = met[fault]

    assert found["status"] == 503
    assert "系统暂时不可用" in found["said"]
    assert "您的内容没有保存" in found["said"]
    assert found["lives"] == 200
    assert found["filed"] == list(FAULTS).index(fault)


@pytest.mark.parametrize("fault", FAULTS)
def test_the_same_form_is_filed_as_soon_as_the_disk_takes_it(met, fault):
    found = met[fault]

    assert found["afterwards"] == 303
    assert found["filed_afterwards"] == found["filed"] + 1


@pytest.mark.parametrize("fault", FAULTS)
def test_what_was_typed_is_offered_again(met, fault):
    assert 'name="systolic" value="152"' in met[fault]["said"]


def test_a_postgresql_that_was_restarted_is_found_again(tmp_path: Path):
    with postgres.a_home() as home, ExitStack() as server:
        stage = Stage(tmp_path, server.enter_context(postgres.up(home)))
        stage.app.config["TESTING"] = False
        with stage.app.app_context(), clock.standing_at(cast.MORNING):
            browser = stage.app.test_client()
            browser.post("/sign-in", data={"username": cast.DR_LI.username, "password": cast.PASSWORD})
            watch = stage.app.test_client()
            server.close()
            gone = [browser.get("/people"), watch.get("/readyz"), watch.get("/healthz")]
            with postgres.up(home):
                back = [browser.get("/people"), watch.get("/readyz"), watch.get("/healthz")]
                stage.dispose()

    assert [answer.status_code for answer in gone] == [503, 503, 200]
    assert "系统暂时不可用" in gone[0].text
    assert [answer.status_code for answer in back] == [200, 200, 200]
