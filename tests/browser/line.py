"""A line that fails when it is told to: it stands between the browser and the server and cuts, delays, or answers itself."""

from __future__ import annotations

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.message import Message
from email.parser import BytesParser

from tests.browser.faulty import END_OF_HEAD, PATIENCE_SECONDS, Fault

HERE = "127.0.0.1"
PIECE = 16_384
# Closing sends a reset instead of a goodbye: the line was cut, nobody hung up.
AT_ONCE = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Passage:
    """One request as the line saw it: what for, what befell it, how much passed each way."""

    method: str
    path: str
    fault: str
    sent: int
    back: int
    status: int


@dataclass(slots=True)
class Rule:
    """A fault that waits for requests to a path; some are used up."""

    path: str
    fault: Fault
    left: float


@dataclass
class Line:
    """The line to one server, with an address of its own that outlasts the server's processes."""

    server_port: int
    passages: list[Passage] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Begin to listen."""
        self._rules: list[Rule] = []
        self._lock = threading.Lock()
        self._listener = socket.create_server((HERE, 0), backlog=64)
        self.port = int(self._listener.getsockname()[1])
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def address(self) -> str:
        """What the browser is told."""
        return f"http://{HERE}:{self.port}"

    def fail(self, fault: Fault, path: str = "/", *, times: float = float("inf")) -> None:
        """Meet requests whose path begins so with a fault, so many times; the newest order counts."""
        with self._lock:
            self._rules.insert(0, Rule(path, fault, times))

    def heal(self) -> None:
        """Let everything pass again."""
        with self._lock:
            gates = [rule.fault.gate for rule in self._rules if rule.fault.gate]
            self._rules.clear()
        for gate in gates:
            gate.open()

    @contextmanager
    def failing(self, fault: Fault, path: str = "/") -> Iterator[None]:
        """Fail for a while."""
        self.fail(fault, path)
        try:
            yield
        finally:
            self.heal()

    def passed(self, path: str) -> list[Passage]:
        """Return what was seen of the requests to a path."""
        with self._lock:
            return [passage for passage in self.passages if passage.path == path]

    def close(self) -> None:
        """Take the line down."""
        self.heal()
        # What waits in accept wakes up only when it is told so.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _listen(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self._listener.accept()
                threading.Thread(target=self._carry, args=(browser,), daemon=True).start()

    def _carry(self, browser: socket.socket) -> None:
        browser.settimeout(PATIENCE_SECONDS)
        with browser, suppress(OSError):
            if (request := Request.read(browser)) is not None:
                self._pass_on(browser, request, self._fault_for(request.path))

    def _fault_for(self, path: str) -> Fault:
        with self._lock:
            for rule in self._rules:
                if path.startswith(rule.path) and rule.left > 0:
                    rule.left -= 1
                    return rule.fault
        return Fault()

    def _pass_on(self, browser: socket.socket, request: Request, fault: Fault) -> None:
        time.sleep(fault.seconds_before)
        sent, reply = 0, fault.answer or b""
        if fault.answer is None:
            sent, reply = self._ask(request, fault)
        due = reply if fault.reply_cut_at is None else reply[: fault.reply_cut_at]
        whole = bool(reply) and fault.reply_cut_at is None
        with self._lock:
            known = int(reply[9:12]) if reply[9:12].isdigit() else 0
            self.passages.append(Passage(request.method, request.path, fault.name, sent, len(due), known))
        pour(browser, due, fault.bytes_a_second)
        if not whole:
            browser.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)

    def _ask(self, request: Request, fault: Fault) -> tuple[int, bytes]:
        """Hand the request to the server, or as much of it as passes, and return what came back."""
        if fault.gate is not None:
            fault.gate.stop(answered=False)
        due = request.whole[: fault.request_cut_at]
        reply = b""
        if due:
            with (
                suppress(OSError),
                socket.create_connection((HERE, self.server_port), PATIENCE_SECONDS) as server,
            ):
                pour(server, due, fault.bytes_a_second)
                if fault.request_cut_at is not None:
                    server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, AT_ONCE)
                    return len(due), b""
                while piece := server.recv(PIECE):
                    reply += piece
        if fault.gate is not None:
            fault.gate.stop(answered=True)
        return len(due), reply


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it came, told to end its connection with its answer."""

    method: str
    path: str
    whole: bytes

    @classmethod
    def read(cls, browser: socket.socket) -> Request | None:
        """Read one request to its last byte; None where the browser went away."""
        come = b""
        while END_OF_HEAD not in come:
            if not (piece := browser.recv(PIECE)):
                return None
            come += piece
        head, _, body = come.partition(END_OF_HEAD)
        first, _, lines = head.partition(b"\r\n")
        named: Message = BytesParser().parsebytes(lines)
        while len(body) < int(named.get("Content-Length", 0)):
            if not (piece := browser.recv(PIECE)):
                return None
            body += piece
        kept = [line for line in lines.split(b"\r\n") if not line.lower().startswith(b"connection:")]
        whole = b"\r\n".join([first, *kept, b"Connection: close"]) + END_OF_HEAD + body
        method, address, _ = first.decode().split(" ")
        return cls(method, address.partition("?")[0], whole)


def pour(to: socket.socket, data: bytes, bytes_a_second: int | None) -> None:
    """Send at a pace."""
    if bytes_a_second is None:
        to.sendall(data)
        return
    step = max(bytes_a_second // 20, 1)
    for start in range(0, len(data), step):
        to.sendall(data[start : start + step])
        time.sleep(step / bytes_a_second)
