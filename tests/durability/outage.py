"""A doctor at work while the disk refuses: `python -m tests.durability.outage`.

For each fault it says what she met while it lasted and afterwards, as JSON. The disk under the application's own SQLite
refuses with the very status a full, a read-only or a broken one gives.
"""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pysqlite3.dbapi2 as sqlite3
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.visits.models import Visit
from tests import cast
from tests.durability.disk import Disk
from tests.stage import Stage

FULL, READ_ONLY, BROKEN = 13, 8, 778
FAULTS = {"full": FULL, "read-only": READ_ONLY, "broken": BROKEN, "locked": 0}
# A real deployment waits fifteen seconds for somebody else's long work; here nobody has the time.
WAITS_MILLISECONDS = 300


def main() -> None:
    """Meet every fault once."""
    stage, disk = Stage(Path(sys.argv[1]), None), Disk()
    stage.set_back()
    stage.app.config.update(TESTING=False, WTF_CSRF_ENABLED=True)
    with stage.app.app_context(), clock.standing_at(cast.MORNING):
        sa.event.listen(db.engine, "connect", _wait_shortly)
        person_id = cast.a_person(name="陈桂英", conditions=("hypertension",)).id
        db.session.remove()
        browser = stage.app.test_client()
        known = {"username": cast.DR_LI.username, "password": cast.PASSWORD}
        browser.post("/sign-in", data=known | _token(browser, "/sign-in"))
        met = {name: _meet(name, browser, disk, stage, person_id) for name in FAULTS}
    json.dump(met, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # see the village: the disk goes with the interpreter


def _meet(name: str, browser: Any, disk: Disk, stage: Stage, person_id: int) -> dict[str, object]:
    typed: dict[str, object] = {
        "client_key": str(cast.a_visit().client_key), "visited_on": "2026-05-20", "mode": "home",
        "sections": ["hypertension"], "systolic": "152", "diastolic": "96", "symptoms": "none",
        "sure_again": "1", "referral_answer": "agreed",
    }  # fmt: skip
    address = f"/people/{person_id}/visits/new"
    typed |= _token(browser, address)
    with closing(sqlite3.connect(stage.folder / "test.sqlite3")) as other:
        if name == "locked":
            other.execute("BEGIN IMMEDIATE")
        disk.refuses_with = FAULTS[name]
        refused, lives = browser.post(address, data=typed), browser.get("/healthz")
        disk.refuses_with = 0
    before = _visits()
    again = browser.post(address, data=typed)
    return {
        "status": refused.status_code,
        "said": refused.text,
        "lives": lives.status_code,
        "filed": before,
        "afterwards": again.status_code,
        "filed_afterwards": _visits(),
    }


def _token(browser: Any, address: str) -> dict[str, str]:
    found = re.search(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"', browser.get(address).text)
    assert found is not None, f"{address} holds no form token"
    return {"csrf_token": found.group(1)}


def _visits() -> int:
    counted = db.session.scalar(sa.select(sa.func.count()).select_from(Visit)) or 0
    db.session.remove()
    return counted


def _wait_shortly(connection: Any, _record: object) -> None:
    connection.execute(f"PRAGMA busy_timeout={WAITS_MILLISECONDS}")


if __name__ == "__main__":
    main()
