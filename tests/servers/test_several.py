"""Several servers on one PostgreSQL: one session, one lock, one letter, and a restart that nobody notices."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest

from tests import cast
from tests.house import ROOT
from tests.servers.fleet import Browser, Server, Township, Visitor, township

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]


@pytest.fixture
def town(tmp_path: Path, postgres_server: str) -> Iterator[Township]:
    """A township in a PostgreSQL."""
    with township(tmp_path, postgres_server) as founded:
        yield founded


@pytest.fixture
def servers(town: Township) -> Iterator[list[Server]]:
    """Three groups of processes behind three ports."""
    with ExitStack() as up:
        started = [Server(town).start() for _ in range(3)]
        for server in started:
            up.callback(server.stop)
        yield started


def asked(town: Township, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(town.environment["XUNHU_DATABASE_URL"]) as connection:
        return connection.execute(statement.encode()).fetchall()


def test_who_signed_in_at_one_server_is_known_to_all_until_signed_out_at_any(servers):
    browser = Browser(servers)
    browser.sign_in(cast.DR_LI)

    assert [browser.ask_at(server, "GET", "/people").status for server in servers] == [200, 200, 200]

    browser.ask_at(servers[1], "POST", "/sign-out", {"csrf_token": browser.token("/people")})

    assert [browser.ask_at(server, "GET", "/people").status for server in servers] == [302, 302, 302]


def test_wrong_passwords_count_together_wherever_they_are_tried(servers):
    browser = Browser(servers)
    for _ in range(5):
        browser.sign_in(cast.DR_WANG, "not-the-password")

    assert [Browser([server]).sign_in(cast.DR_WANG).status for server in servers] == [401, 401, 401]


def test_two_timetables_write_and_post_one_letter_each(town, tmp_path):
    town.command("accounts", "email", cast.DR_LI.username, "li@xunhu.example")
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "timetable", "run"]
    both = [subprocess.Popen(command, cwd=ROOT, env=town.environment) for _ in range(2)]
    deadline = time.monotonic() + 60
    while not list((tmp_path / "mail").glob("new/*")) and time.monotonic() < deadline:
        time.sleep(0.2)
    time.sleep(3)  # whoever would send it again does so by now
    for timetable in both:
        timetable.terminate()
    assert [timetable.wait(30) for timetable in both] == [0, 0]

    assert asked(town, "SELECT state, count(*) FROM letter GROUP BY state") == [("sent", 1)]
    assert len(list((tmp_path / "mail").glob("new/*"))) == 1


def test_a_rolling_restart_under_load_loses_no_request_that_was_answered(town, servers):
    stop = threading.Event()
    visitors = [Visitor(servers, town.people, stop) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    for server in servers:
        time.sleep(0.5)
        server.stop()
        server.start()
    time.sleep(0.5)
    stop.set()
    for visitor in visitors:
        visitor.join(60)

    acknowledged = [key for visitor in visitors for key in visitor.acknowledged]
    held = Counter(str(key) for (key,) in asked(town, "SELECT client_key FROM visit"))
    assert len(acknowledged) > len(servers)
    assert set(acknowledged) - set(held) == set()
    assert set(held.values()) == {1}
    assert sum((visitor.others for visitor in visitors), Counter()) == Counter()
    assert '"faults": []' in town.command("audit", "verify", "--json")
