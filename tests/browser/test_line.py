"""The line that fails: each fault does what it says, and nothing else."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

import pytest

from tests.browser import faulty
from tests.browser.line import HERE, Line

LOST = (OSError, http.client.HTTPException)
ANSWER = b"0123456789" * 20


class Echo(BaseHTTPRequestHandler):
    """A server that counts what reaches it."""

    numbers = count()
    whole: list[bytes]

    def do_POST(self) -> None:
        self.whole.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(200)
        self.send_header("Content-Length", str(len(ANSWER)))
        self.end_headers()
        self.wfile.write(ANSWER)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def whole() -> list[bytes]:
    """What reached the server from the first byte to the last."""
    return []


@pytest.fixture
def line(whole: list[bytes]) -> Iterator[Line]:
    """A line to such a server."""
    server = ThreadingHTTPServer((HERE, 0), type("Mine", (Echo,), {"whole": whole}))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    line = Line(server.server_address[1])
    yield line
    line.close()
    server.shutdown()
    server.server_close()


def ask(line: Line, body: bytes = b"x" * 400, path: str = "/sync") -> tuple[int, bytes]:
    connection = http.client.HTTPConnection(HERE, line.port, timeout=10)
    try:
        connection.request("POST", path, body)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def test_what_is_sound_passes_whole(line, whole):
    assert ask(line) == (200, ANSWER)

    assert whole == [b"x" * 400]
    assert [(one.path, one.fault, one.status) for one in line.passed("/sync")] == [("/sync", "none", 200)]


@pytest.mark.parametrize("after", [0, 30, 300])
def test_a_cut_request_never_reaches_the_server_whole(line, whole, after):
    line.fail(faulty.request_cut(after))

    with pytest.raises(LOST):
        ask(line)

    assert b"x" * 400 not in whole
    assert line.passed("/sync")[0].sent == after


@pytest.mark.parametrize("after", [0, 10, 100])
def test_a_cut_reply_is_lost_after_the_server_did_its_work(line, whole, after):
    line.fail(faulty.reply_cut(after))

    with pytest.raises(LOST):
        ask(line)

    assert whole == [b"x" * 400]


def test_a_slow_line_and_a_late_one_take_their_time_and_lose_nothing(line):
    line.fail(faulty.slow(4_000), times=1)
    began = time.monotonic()

    assert ask(line) == (200, ANSWER)

    assert time.monotonic() - began > 0.1
    line.fail(faulty.late(0.2), times=1)
    began = time.monotonic()
    assert ask(line) == (200, ANSWER)
    assert time.monotonic() - began > 0.2


@pytest.mark.parametrize(
    ("fault", "status"),
    [(faulty.portal(), 200), (faulty.redirected("/sign-in"), 302), (faulty.answered(503), 503)],
)
def test_what_the_line_answers_itself_never_reaches_the_server(line, whole, fault, status):
    line.fail(fault)

    assert ask(line)[0] == status
    assert whole == []


def test_a_fault_keeps_to_its_path_and_its_number(line):
    line.fail(faulty.answered(500), "/sync", times=2)

    assert [ask(line, path=path)[0] for path in ("/sync", "/other", "/sync", "/sync")] == [500, 200, 500, 200]


@pytest.mark.parametrize("answered", [False, True])
def test_a_gate_holds_a_request_before_the_server_or_its_answer_behind_it(line, whole, answered):
    gate = faulty.Gate(answered=answered)
    line.fail(faulty.held(gate))
    asked = threading.Thread(target=ask, args=(line,))
    asked.start()

    assert gate.reached.wait(5)
    assert len(whole) == int(answered)

    gate.open()
    asked.join(5)
    assert len(whole) == 1
