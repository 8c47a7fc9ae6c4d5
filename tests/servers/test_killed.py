"""The server is killed again and again while visits are filed: what it acknowledged is there, and the database is whole."""

from __future__ import annotations

import os
import random
import sys
import threading
import time
from collections import Counter
from uuid import UUID

import pysqlite3.dbapi2 as sqlite3
import pytest

from tests.servers.fleet import Server, Visitor, township

pytestmark = [pytest.mark.sqlite, pytest.mark.long, pytest.mark.timeout(3600)]
DEATHS = 200 if "XUNHU_TEST_SOAK" in os.environ else 3
VISITORS = 3


def test_a_server_killed_under_load_loses_nothing_it_acknowledged(tmp_path):
    dice, stop = random.Random(7), threading.Event()
    with township(tmp_path) as town:
        server = Server(town).start()
        visitors = [Visitor([server], town.people, stop) for _ in range(VISITORS)]
        for visitor in visitors:
            visitor.start()
        for _ in range(DEATHS):
            time.sleep(dice.uniform(0.2, 0.9))
            server.kill()
            server.start()
        stop.set()
        for visitor in visitors:
            visitor.join(60)
        server.stop()
        verified = town.command("audit", "verify", "--json")

    acknowledged = [UUID(key).hex for visitor in visitors for key in visitor.acknowledged]
    with sqlite3.connect(tmp_path / "test.sqlite3") as database:
        held = Counter(key for (key,) in database.execute("SELECT client_key FROM visit"))
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert len(acknowledged) > DEATHS
    assert set(acknowledged) - set(held) == set()
    assert set(held.values()) == {1}
    assert '"faults": []' in verified
    assert sum((visitor.others for visitor in visitors), Counter()) == Counter()
    again = sum(each.sent_again for each in visitors)
    sys.stdout.write(f"{DEATHS} deaths, {len(acknowledged)} visits acknowledged, {again} sent again\n")
