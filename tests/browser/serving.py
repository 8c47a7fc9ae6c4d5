"""Starting the application as people meet it: its own process, its own database, a demo township inside."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Playwright

from tests.house import ROOT

# Wednesday morning: a week with something behind it and something to come.
CLOCK = "2026-05-20T09:00+08:00"
RESIDENTS = "240"
CHROMIUM = "/usr/bin/chromium"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PATIENCE_SECONDS = 60


@dataclass(frozen=True, slots=True)
class House:
    """A running application: its address and the environment its commands need."""

    address: str
    environment: dict[str, str]

    def command(self, *words: str) -> str:
        """Run one of its commands at the prompt and return what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"flask {' '.join(words)}\n{done.stdout}\n{done.stderr}")
        return done.stdout


@contextmanager
def serving(folder: Path) -> Iterator[House]:
    """Yield an application that serves a demo township from a fresh database."""
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("XUNHU_")}
    environment |= {
        "XUNHU_INSTANCE": str(folder),
        "XUNHU_CLOCK": CLOCK,
        "XUNHU_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "XUNHU_LOG_LEVEL": "WARNING",
    }
    house = House(f"http://127.0.0.1:{port}", environment)
    house.command("db", "upgrade")
    house.command("demo", "load", "--people", RESIDENTS)
    with _answering(house, folder):
        yield house


@contextmanager
def later(house: House, instant: str) -> Iterator[House]:
    """Yield the same application, on the same database, at another instant."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    moved = House(address, house.environment | {"XUNHU_CLOCK": instant, "XUNHU_PUBLIC_URL": address})
    with _answering(moved, Path(house.environment["XUNHU_INSTANCE"])):
        yield moved


@contextmanager
def _answering(house: House, folder: Path) -> Iterator[None]:
    where = urlsplit(house.address).netloc
    with (folder / f"server-{where.partition(':')[2]}.log").open("wb") as log:
        server = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--workers", "1", "--threads", "4", "--bind", where, "wsgi:app"],
            cwd=ROOT, env=house.environment, stdout=log, stderr=log,
        )  # fmt: skip
        try:
            _wait_for(house, server, Path(log.name))
            yield
        finally:
            server.terminate()
            server.wait(PATIENCE_SECONDS)


def open_chromium(playwright: Playwright) -> Browser:
    """Start the system's Chromium, and fail plainly where there is none."""
    if not Path(CHROMIUM).exists():
        raise RuntimeError(f"{CHROMIUM} is missing: run .ci/system-packages as root, or install chromium.")
    return playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))


def _wait_for(house: House, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            urllib.request.urlopen(f"{house.address}/readyz", timeout=5).close()
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"the server is not ready: {error.read().decode()}") from error
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start:\n" + log.read_text(errors="replace"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
