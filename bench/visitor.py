"""Somebody at the other end: a gunicorn on a free port, and a browser that asks it for pages."""

from __future__ import annotations

import http.client
import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlencode

import config
from bench.making import PASSWORD
from bench.postgres import clock_of
from bench.stock import Stock

STARTS_WITHIN = 60
TOKEN = re.compile(rb'name="csrf_token" (?:type="hidden" )?value="([^"]+)"')
TYPED = {"Content-Type": "application/x-www-form-urlencoded"}
OF_TABLET = {"X-Xunhu-Tablet": "1", "Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"}
ONE = ("--workers", "1")
AS_RUN = ("--workers", "2", "--threads", "4")


class Answer(NamedTuple):
    """What came back, and the processor time the server spent on it in milliseconds."""

    status: int
    body: bytes
    spent: float


@dataclass(slots=True)
class Server:
    """A running server: its workers, and the processes of the database that work for it."""

    port: int
    stock: Stock
    workers: Sequence[int] = ()
    backends: Sequence[int] = ()

    def look(self) -> None:
        """Learn which processes of a PostgreSQL work for it; they stay as long as its connections do."""
        if self.stock.postgres is not None:
            self.backends = self.stock.postgres.backends(self.stock.name)

    def spent(self) -> float:
        """Return the processor time spent so far, user and system, the database's own included, in milliseconds."""
        return sum(map(clock_of, (*self.workers, *self.backends)))

    def memory(self) -> float:
        """Return the memory its workers hold, in megabytes."""
        return sum(held(worker) for worker in self.workers)


@dataclass(slots=True)
class Browser:
    """One browser; its requests come one after the other, each on a connection of its own."""

    server: Server
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, None, {})

    def post(self, path: str, typed: Mapping[str, object] | bytes) -> Answer:
        """Send a form."""
        body = typed if isinstance(typed, bytes) else urlencode(typed, doseq=True).encode()
        return self._ask("POST", path, body, TYPED)

    def send(self, path: str, said: Mapping[str, object] | None) -> Answer:
        """Ask or tell something as the scripts of a tablet do."""
        if said is None:
            return self._ask("GET", path, None, OF_TABLET)
        return self._ask("POST", path, json.dumps(said).encode(), OF_TABLET)

    def token(self, path: str) -> str:
        """Return the form token of a page."""
        found = TOKEN.search(self.get(path).body)
        if found is None:
            raise RuntimeError(f"{path} holds no form token")
        return found.group(1).decode()

    def sign_in(self, username: str) -> Browser:
        """Sign in by the page everybody uses."""
        answer = self.knock(username, token=self.token("/sign-in"))
        if answer.status not in (302, 303):
            raise RuntimeError(f"{username} could not sign in: {answer.status}")
        return self

    def knock(self, username: str, *, token: str) -> Answer:
        """Send the sign-in page as it was filled in."""
        return self.post("/sign-in", {"username": username, "password": PASSWORD, "csrf_token": token})

    def _ask(self, method: str, path: str, body: bytes | None, also: Mapping[str, str]) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=300)
        before = self.server.spent()
        connection.request(method, path, body, {**headers, **also})
        response = connection.getresponse()
        content = response.read()
        connection.close()
        spent = self.server.spent() - before
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, content, spent)


@contextmanager
def serving(
    stock: Stock, *, workers: Sequence[str] = ONE, target: str = "bench.server:serve()"
) -> Iterator[Server]:
    """Serve a database until the block ends, by one synchronous worker or as it is said."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = Server(free.getsockname()[1], stock)
    bound = (*workers, "--bind", f"127.0.0.1:{server.port}", "--log-level", "warning")
    command = (sys.executable, "-m", "gunicorn", *bound, "--timeout", "300", target)
    process = subprocess.Popen(command, cwd=config.ROOT, env=stock.environment)
    try:
        _wait_for(Browser(server), process)
        server.workers = children_of(process.pid)
        server.look()
        yield server
    finally:
        process.terminate()
        process.wait()


def children_of(process: int) -> list[int]:
    """Return the processes another one has started."""
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    return []


def held(process: int) -> float:
    """Return the memory a process holds, in megabytes; 0 when it is gone."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _wait_for(browser: Browser, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            if browser.get("/healthz").status == 200:
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")
