"""Servers in processes of their own, and visitors who file visits at them until told to stop."""

from __future__ import annotations

import http.client
import itertools
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode
from uuid import uuid4

from app.core import clock
from tests import cast, postgres
from tests.house import ROOT
from tests.stage import KEYS, Stage

PEOPLE = 12
PATIENCE_SECONDS = 60
TOKEN = re.compile(r'name="csrf_token" (?:type="hidden" )?value="([^"]+)"')
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
LOST_ON_THE_WAY = (OSError, http.client.HTTPException)


@dataclass(frozen=True)
class Township:
    """A database with the cast and people to visit, and the settings its servers start with."""

    environment: dict[str, str]
    people: list[int]

    def command(self, *words: str) -> str:
        """Run a command at the prompt and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout


@contextmanager
def township(folder: Path, server: str | None = None) -> Iterator[Township]:
    """Found a township on SQLite, or as a database of a PostgreSQL."""
    stage = Stage(folder, server)
    stage.set_back()
    with stage.app.app_context(), clock.standing_at(cast.MORNING):
        people = [cast.a_person(name=f"陈{n}", conditions=("hypertension",)).id for n in range(PEOPLE)]
    stage.dispose()
    yield Township(surroundings(stage), people)


def surroundings(stage: Stage) -> dict[str, str]:
    """Return the environment in which a server stands on the database of a stage."""
    address = stage.app.config["SQLALCHEMY_DATABASE_URI"].replace(postgres.DRIVER, "postgresql://")
    usual = {name: value for name, value in os.environ.items() if not name.startswith("XUNHU_")}
    return usual | {
        "XUNHU_INSTANCE": str(stage.folder),
        "XUNHU_DATABASE_URL": address,
        "XUNHU_DATA_KEYS": KEYS,
        "XUNHU_SECRET_KEY": "of-the-tests",
        "XUNHU_CLOCK": cast.MORNING.isoformat(),
        "XUNHU_MAIL_URL": f"maildir:{stage.folder / 'mail'}",
        "XUNHU_LOG_LEVEL": "ERROR",
    }


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@dataclass
class Server:
    """One group of processes behind a port; killed as a whole, or asked to end what it has begun."""

    town: Township
    workers: int = 2
    port: int = field(default_factory=_free_port)
    application: str = "wsgi:app"
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> Server:
        """Start and wait until it is ready."""
        command = (sys.executable, "-m", "gunicorn", "--workers", str(self.workers), "--threads", "2", "--bind",
                   f"127.0.0.1:{self.port}", "--log-level", "critical", "--graceful-timeout", "30",
                   self.application)  # fmt: skip
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.town.environment, start_new_session=True)
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            with suppress(*LOST_ON_THE_WAY):
                if Browser([self]).ask("GET", "/readyz").status == 200:
                    return self
            time.sleep(0.05)
        raise RuntimeError("the server did not start")

    def kill(self) -> None:
        """End every process at once, as a fault of the machine would."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(PATIENCE_SECONDS)

    def stop(self) -> None:
        """Ask it to end: no new requests, those begun are answered."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(PATIENCE_SECONDS)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    text: str
    location: str


@dataclass
class Browser:
    """One browser that goes to the servers in turn; what one of them set as a cookie it shows to all."""

    servers: Sequence[Server]
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Begin at the first server."""
        self._turn = itertools.cycle(self.servers)

    def ask(self, method: str, path: str, typed: dict[str, object] | None = None) -> Answer:
        """Send one request to the next server."""
        return self.ask_at(next(self._turn), method, path, typed)

    def ask_at(
        self, server: Server, method: str, path: str, typed: dict[str, object] | None = None
    ) -> Answer:
        """Send one request to one server."""
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE_SECONDS)
        try:
            body = None if typed is None else urlencode(typed, doseq=True).encode()
            shown = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
            connection.request(method, path, body, shown | (FORM if body is not None else {}))
            response = connection.getresponse()
            text = response.read().decode()
            for line in response.headers.get_all("Set-Cookie") or ():
                name, _, value = line.partition(";")[0].partition("=")
                self.cookies[name] = value
            return Answer(response.status, text, response.headers.get("Location") or "")
        finally:
            connection.close()

    def token(self, path: str) -> str:
        """Return the form token of a page."""
        found = TOKEN.search(self.ask("GET", path).text)
        assert found is not None, f"{path} holds no form token"
        return found.group(1)

    def sign_in(self, member: cast.Member, password: str = cast.PASSWORD) -> Answer:
        """Sign in by the page everybody uses."""
        form = {"username": member.username, "password": password, "csrf_token": self.token("/sign-in")}
        return self.ask("POST", "/sign-in", form)


class Visitor(threading.Thread):
    """A doctor who files one visit after the other, and sends one again until a server has said what became of it."""

    def __init__(self, servers: Sequence[Server], people: Sequence[int], stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.browser = Browser(servers)
        self.people, self.stop = itertools.cycle(people), stop
        self.acknowledged: list[str] = []
        self.sent_again = 0
        self.others: Counter[int] = Counter()
        assert self.browser.sign_in(cast.DR_LI).status in (302, 303)
        self.form_token = self.browser.token(f"/people/{people[0]}/visits/new")

    def run(self) -> None:
        """File visits until told to stop."""
        while not self.stop.is_set():
            key, person_id = str(uuid4()), next(self.people)
            typed = {
                "csrf_token": self.form_token, "client_key": key, "visited_on": cast.TODAY.isoformat(), "mode": "home",
                "sections": "hypertension", "systolic": 136, "diastolic": 84, "symptoms": "none",
                "sure_again": 1,
            }  # fmt: skip
            while not self._file(person_id, typed, key) and not self.stop.is_set():
                self.sent_again += 1
                time.sleep(0.02)

    def _file(self, person_id: int, typed: dict[str, object], key: str) -> bool:
        try:
            answer = self.browser.ask("POST", f"/people/{person_id}/visits/new", typed)
        except LOST_ON_THE_WAY:
            return False
        if answer.status != 303:
            self.others[answer.status] += 1
            return False
        self.acknowledged.append(key)
        return True
