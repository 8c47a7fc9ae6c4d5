"""Somebody at the other end: a gunicorn of one worker on a free port, and a browser that asks it for pages."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import NamedTuple
from urllib.parse import urlencode

import config
from bench.stock import PASSWORD, Stock

STARTS_WITHIN = 60
TOKEN = re.compile(rb'name="csrf_token" (?:type="hidden" )?value="([^"]+)"')
TYPED = {"Content-Type": "application/x-www-form-urlencoded"}


class Answer(NamedTuple):
    """What came back, and the processor time the worker spent on it in milliseconds."""

    status: int
    body: bytes
    spent: float


@dataclass(slots=True)
class Server:
    """A running server."""

    port: int
    worker: int = 0

    def spent(self) -> float:
        """Return the processor time of the worker so far, user and system, in milliseconds."""
        return time.clock_gettime(~self.worker << 3 | 2) * 1000


@dataclass(slots=True)
class Browser:
    """One browser; its requests come one after the other, each on a connection of its own."""

    server: Server
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask("GET", path, None)

    def post(self, path: str, typed: Mapping[str, object] | bytes) -> Answer:
        """Send a form."""
        body = typed if isinstance(typed, bytes) else urlencode(typed, doseq=True).encode()
        return self._ask("POST", path, body)

    def token(self, path: str) -> str:
        """Return the form token of a page."""
        found = TOKEN.search(self.get(path).body)
        if found is None:
            raise RuntimeError(f"{path} holds no form token")
        return found.group(1).decode()

    def sign_in(self, username: str) -> Browser:
        """Sign in by the page everybody uses."""
        form = {"username": username, "password": PASSWORD, "csrf_token": self.token("/sign-in")}
        answer = self.post("/sign-in", form)
        if answer.status not in (302, 303):
            raise RuntimeError(f"{username} could not sign in: {answer.status}")
        return self

    def _ask(self, method: str, path: str, body: bytes | None) -> Answer:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        before = self.server.spent() if self.server.worker else 0.0
        connection.request(method, path, body, headers | (TYPED if body is not None else {}))
        response = connection.getresponse()
        content = response.read()
        connection.close()
        spent = self.server.spent() - before if self.server.worker else 0.0
        for line in response.headers.get_all("Set-Cookie") or ():
            name, _, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Answer(response.status, content, spent)


@contextmanager
def serving(stock: Stock) -> Iterator[Server]:
    """Serve a database by one synchronous worker until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        server = Server(free.getsockname()[1])
    bound = ("--workers", "1", "--bind", f"127.0.0.1:{server.port}", "--log-level", "warning")
    command = (sys.executable, "-m", "gunicorn", *bound, "--timeout", "300", "bench.server:serve()")
    process = subprocess.Popen(command, cwd=config.ROOT, env=stock.environment)
    try:
        server.worker = _worker(Browser(server), process)
        yield server
    finally:
        process.terminate()
        process.wait()


def _worker(browser: Browser, process: subprocess.Popen[bytes]) -> int:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError):
            return int(browser.get("/bench/pid").body)
        time.sleep(0.1)
    raise RuntimeError("the server did not start")
